import type { Facts, Words } from '../problem.ts'
import { mayGiveExpiring, topUpDays } from './allocate.ts'
import { spareDoses, surplusStock } from './keep.ts'
import { lotRoom, receiverBar } from './moves.ts'
import { daysOf, isShortOfPeople, usableAtFirst, wantedWithin, type Need, type ProductNeeds } from './need.ts'
import type { Paces } from './pace.ts'
import type { LeftOut, LeftOutCode } from './plan-types.ts'
import type { Scene } from './scene.ts'
import { daysFact } from './states.ts'
import { enoughForWaiting, leftOutWords, noArrival, noUse } from './texts.ts'
import { donorBar, isReviewDay, readOffer } from './transfer.ts'
import { roundSpoken, say } from './words.ts'

/** What the plan as a whole came to for one product: the reasons of those who got nothing depend on it. */
export type Outcome = {
  group: ProductNeeds
  filledToDays: number | null
  linesLeft: number
  movesBlocked: boolean
}

/** A ward that neither gives nor receives a product is told why. */
export function explainLeftOut(scene: Scene, paces: Paces, outcome: Outcome, ward: number): LeftOut | null {
  const need = outcome.group.needs[ward]!
  if (need === null) return write(scene, outcome, ward, 'not-used', {})
  if (need.received > 0 || need.given > 0) return null
  const code = whyNotGiving(scene, paces, outcome, need) ?? whyNotReceiving(scene, outcome, need)
  const fewWait = isShortOfPeople(need, fillDaysOf(scene, outcome.group), smallestLine(scene, need))
  const words = code === 'enough' && fewWait ? enoughForWaiting : leftOutWords[code]
  return write(scene, outcome, ward, code, readFacts(scene, paces, outcome, need), words)
}

/** Doses above what the ward keeps, before any cap. */
export function surplusOf(scene: Scene, group: ProductNeeds, need: Need): number {
  const days = group.guarded ? scene.params.guardedKeepDays : scene.params.donorKeepDays
  return Math.max(surplusStock(need, days), spareDoses(scene, need))
}

export function smallestLine(scene: Scene, need: Need): number {
  return scene.params.minLineVials * (need.units[0]?.lot.dosesPerVial ?? 1)
}

function whyNotGiving(scene: Scene, paces: Paces, outcome: Outcome, need: Need): LeftOutCode | null {
  const bar = donorBar(scene, paces, need)
  if (bar === 'discrepancy-open' || bar === 'silent') return bar
  const line = smallestLine(scene, need)
  if (surplusOf(scene, outcome.group, need) < line) return null
  if (bar !== null) return bar
  if (outcome.movesBlocked) return 'moves-blocked'
  const offer = readOffer(scene, need, outcome.group.guarded)
  if (offer.countLimit < line) return 'count-old'
  const spare = spareDoses(scene, need)
  if (spare < line && !isReviewDay(scene)) return 'review-later'
  if (Math.max(spare, offer.surplus) < line) return 'surplus-small'
  return outcome.linesLeft <= 0 ? 'max-lines' : 'no-receiver'
}

/** Days of stock above which a ward is not thought short. */
function fillDaysOf(scene: Scene, group: ProductNeeds): number {
  return group.guarded ? scene.params.guardedBelowDays : topUpDays(scene)
}

function whyNotReceiving(scene: Scene, outcome: Outcome, need: Need): LeftOutCode {
  const { group, filledToDays } = outcome
  const bar = receiverBar(need, scene.products[group.product]!.storageClass)
  if (bar === 'done' || bar === 'no-pace') return bar
  const stock = usableAtFirst(need)
  const short = stock < need.secondDosesUsable || stock < wantedWithin(need, fillDaysOf(scene, group))
  if (!short) return mayGiveExpiring(scene, need) ? 'expiring-first' : 'enough'
  if (bar !== null) return bar
  if (mayGiveExpiring(scene, need)) return 'expiring-first'
  if (group.guarded) return 'no-stock'
  if (filledToDays !== null && daysOf(need) >= filledToDays - 0.05) return 'above-level'
  const fits = group.centre.some((unit) => lotRoom(scene, need, unit.lot, null) >= unit.lot.dosesPerVial)
  return fits ? 'too-small' : 'lots-unfit'
}

function readFacts(scene: Scene, paces: Paces, outcome: Outcome, need: Need): Facts {
  const habit = paces.habits[need.index]!
  const { lastReviewOn } = scene.input
  return {
    days: daysFact(usableAtFirst(need), need.pace),
    stock: need.physical + need.inTransit,
    pace: Math.round(need.pace * 10) / 10,
    fillDays: fillDaysOf(scene, outcome.group),
    waiting: Math.floor(wantedWithin(need, fillDaysOf(scene, outcome.group))),
    surplus: Math.round(surplusOf(scene, outcome.group, need)),
    risk: Math.round(need.expiryRisk),
    quietDays: habit.daysWithoutEntry,
    lag: habit.matureLag,
    // Also what lies in nobody’s fridge any more: it was issued to a session and is not entered.
    hidden: need.estimate.hidden,
    until: need.coolDownUntil === null ? null : scene.date(need.coolDownUntil),
    reviewOn: lastReviewOn === null ? null : scene.date(scene.day(lastReviewOn) + scene.params.reviewDays),
    level: outcome.filledToDays === null ? null : Math.round(outcome.filledToDays * 10) / 10,
    arrivalOn: nextArrival(scene, outcome.group.product),
    countDays: scene.params.countOldDays,
    maxLines: scene.params.maxLines,
    minVials: scene.params.minLineVials,
    storageClass: scene.products[outcome.group.product]!.storageClass,
  }
}

/** Only the facts that the sentence uses stay with the row. */
function write(
  scene: Scene,
  outcome: Outcome,
  ward: number,
  code: LeftOutCode,
  all: Facts,
  words = leftOutWords[code],
): LeftOut {
  const product = scene.products[outcome.group.product]!
  const named = { ward: scene.wards[ward]!.name, product: product.name }
  const spoken: Record<string, string | number | Words> = {
    arrival: typeof all['arrivalOn'] === 'string' ? all['arrivalOn'] : noArrival,
  }
  for (const [name, value] of Object.entries(all)) {
    if (typeof value === 'number') spoken[name] = roundSpoken(value)
    else if (typeof value === 'string') spoken[name] = value
    else spoken[name] = noUse
  }
  const used = Object.entries(all).filter(
    ([name]) => words.vi.includes(`{${name}}`) || (name === 'arrivalOn' && code === 'no-stock'),
  )
  return {
    wardId: scene.wards[ward]!.wardId,
    productId: product.productId,
    code,
    facts: Object.fromEntries(used),
    text: say(words, { ...spoken, ...named }),
  }
}

function nextArrival(scene: Scene, product: number): string | null {
  let next: string | null = null
  for (const row of scene.input.arrivals) {
    if (scene.productIndex(row.productId) !== product || scene.day(row.on) < scene.today) continue
    if (next === null || row.on < next) next = row.on
  }
  return next
}
