import type { Facts } from '../problem.ts'
import { readAtRisk } from './keep.ts'
import { smallestLine, surplusOf } from './left-out.ts'
import { lotRoom } from './moves.ts'
import { stockOf, type Need, type ProductNeeds } from './need.ts'
import type { Paces } from './pace.ts'
import type { Advice, WardState } from './plan-types.ts'
import type { Scene } from './scene.ts'
import type { Unit } from './stock-lots.ts'
import { daysFact, tenth, type Standing } from './states.ts'
import { adviceWords } from './texts.ts'
import { isLateEntry } from './transfer.ts'
import { roundSpoken, say } from './words.ts'

/** What vaccine cannot mend: teams for wards that have stock, counts where nobody knows, offers to the province. */
export function writeAdvice(
  scene: Scene,
  paces: Paces,
  groups: readonly ProductNeeds[],
  standings: readonly Standing[],
  stateFor: (need: Need, group: ProductNeeds) => WardState,
): Advice[] {
  const wards = scene.wards.flatMap((_, ward) => [
    ...adviseTeam(scene, groups, ward, standings[ward]!, stateFor),
    ...adviseCount(scene, paces, groups, ward),
  ])
  return [
    ...wards,
    ...groups.flatMap((group) => [...offerCentre(scene, group), ...offerWards(scene, paces, group)]),
  ]
}

function adviseTeam(
  scene: Scene,
  groups: readonly ProductNeeds[],
  ward: number,
  standing: Standing,
  stateFor: (need: Need, group: ProductNeeds) => WardState,
): Advice[] {
  const own = groups
    .map((group) => ({ group, need: group.needs[ward] ?? null }))
    .filter((row): row is { group: ProductNeeds; need: Need } => row.need !== null)
  if (!own.some(({ need, group }) => stateFor(need, group) === 'slow-stocked')) return []
  const stock = own.reduce((sum, { need }) => sum + stockOf(need), 0)
  const facts = {
    stock,
    days: daysFact(stock, standing.pace),
    pace: tenth(standing.pace),
    missing: tenth(standing.wanted - standing.pace),
  }
  const words = facts.days === null ? adviceWords['team-idle'] : adviceWords.team
  return [advise(scene, 'team', ward, null, null, facts, words)]
}

function adviseCount(scene: Scene, paces: Paces, groups: readonly ProductNeeds[], ward: number): Advice[] {
  const habit = paces.habits[ward]!
  if (habit.silent) {
    return [
      advise(scene, 'count', ward, null, null, { quietDays: habit.daysWithoutEntry }, adviceWords.count),
    ]
  }
  if (scene.params.paceMode === 'corrected' && isLateEntry(paces, ward)) {
    return [advise(scene, 'count', ward, null, null, { lag: habit.matureLag }, adviceWords['count-late'])]
  }
  return groups.flatMap((group) => {
    const need = group.needs[ward] ?? null
    if (need === null || need.received > 0) return []
    const old = need.units.some((unit) => unit.doses > 0 && unit.countAge > scene.params.countOldDays)
    const surplus = Math.round(surplusOf(scene, group, need))
    if (!old || surplus < smallestLine(scene, need)) return []
    const { productId } = scene.products[group.product]!
    return [advise(scene, 'count', ward, productId, null, { surplus }, adviceWords['count-old'])]
  })
}

/** What no ward can finish before its last day of use, first to expire first. */
function offerCentre(scene: Scene, group: ProductNeeds): Advice[] {
  const needs = group.needs.filter((need) => need !== null)
  let placed = 0
  return group.centre.flatMap((unit) => {
    if (unit.doses <= 0) return []
    const room = needs.reduce((sum, need) => {
      const open = need.ward.acceptsTransfers ? Math.max(0, need.remaining - stockOf(need)) : 0
      return sum + Math.min(lotRoom(scene, need, unit.lot, null), open)
    }, 0)
    const usable = Math.min(unit.doses, Math.max(0, room - placed))
    placed += usable
    return offer(scene, unit, unit.doses - usable, null)
  })
}

function offerWards(scene: Scene, paces: Paces, group: ProductNeeds): Advice[] {
  const horizon = scene.today + scene.params.expiryHorizonDays
  return group.needs.flatMap((need) => {
    // Where the stock itself is in doubt a count comes before an offer.
    if (need === null || paces.habits[need.index]!.silent) return []
    return readAtRisk(scene, need)
      .filter(({ unit }) => unit.lot.useBy <= horizon)
      .flatMap(({ unit, spare }) => offer(scene, unit, spare, need.index))
  })
}

function offer(scene: Scene, unit: Unit, doses: number, ward: number | null): Advice[] {
  const { lot } = unit
  const vials = Math.floor(doses / lot.dosesPerVial + 1e-6)
  if (vials < scene.params.minLineVials) return []
  const facts = { doses: vials * lot.dosesPerVial, vials, lot: lot.code, useBy: scene.date(lot.useBy) }
  const words = ward === null ? adviceWords.offer : adviceWords['offer-ward']
  return [advise(scene, 'offer', ward, lot.productId, lot.lotId, facts, words)]
}

function advise(
  scene: Scene,
  kind: Advice['kind'],
  ward: number | null,
  productId: string | null,
  lotId: string | null,
  facts: Facts,
  words: (typeof adviceWords)['team'],
): Advice {
  const spoken = Object.fromEntries(
    Object.entries(facts).map(([name, value]) => [
      name,
      typeof value === 'number' ? roundSpoken(value) : String(value),
    ]),
  )
  const input = ward === null ? null : scene.wards[ward]!
  return {
    kind,
    wardId: input?.wardId ?? null,
    productId,
    lotId,
    facts,
    text: say(words, { ...spoken, ward: input?.name ?? '' }),
  }
}
