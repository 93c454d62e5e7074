import { compareText } from '../ids.ts'
import { mayGiveExpiring } from './allocate.ts'
import { looseDoses, readAtRisk, surplusStock } from './keep.ts'
import { addMove, byNeed, compareNumbers, lotRoom, receiverBar, type FreeRoom, type Move } from './moves.ts'
import { daysOf, stockOf, usableStock, wantedWithin, type Need, type ProductNeeds } from './need.ts'
import type { LineReason } from './plan-types.ts'
import type { Paces } from './pace.ts'
import type { Scene } from './scene.ts'
import { isMovable, type Unit } from './stock-lots.ts'

export type DonorBar = 'discrepancy-open' | 'kept' | 'silent' | 'late-entry' | 'ledger-negative' | 'cool-down'

/** How late a ward enters beyond the city before its stock is a guess: from here it is counted before it gives. */
export const LATE_ENTRY_DAYS = 3

export function isLateEntry(paces: Paces, ward: number): boolean {
  return paces.habits[ward]!.matureLag - paces.cityLag >= LATE_ENTRY_DAYS
}

/** Why nothing is taken from a ward; null when it may give. */
export function donorBar(scene: Scene, paces: Paces, need: Need): DonorBar | null {
  if (need.discrepancyOpen) return 'discrepancy-open'
  if (need.ward.keepsStock === true) return 'kept'
  if (paces.habits[need.index]!.silent) return 'silent'
  if (need.units.some((unit) => unit.ledgerDoses < 0)) return 'ledger-negative'
  if (scene.params.paceMode === 'corrected' && isLateEntry(paces, need.index)) {
    if (!need.units.every((unit) => unit.countedLately)) return 'late-entry'
  }
  return need.coolDownUntil === null ? null : 'cool-down'
}

/** What a ward may give above what it keeps, in doses. */
export type Offer = { donor: Need; surplus: number; countLimit: number }

export function readOffer(scene: Scene, need: Need, guarded: boolean): Offer {
  const { params } = scene
  const keepDays = guarded ? params.guardedKeepDays : params.donorKeepDays
  const oldCount = need.units.some((unit) => unit.doses > 0 && unit.countAge > params.countOldDays)
  return {
    donor: need,
    surplus: Math.max(
      0,
      Math.min(surplusStock(need, keepDays), params.maxShareMoved * need.physical - need.given),
    ),
    countLimit: oldCount ? Math.max(0, params.oldCountDoses - need.given) : Infinity,
  }
}

/** Ward→ward lines that may still be made, shared by all products. */
export type Budget = { lines: number }

/**
 * Ward → ward: lots at risk of expiry in every plan, surplus on review days. Nobody both gives and receives
 * a product. Adds to `moves`, the product's moves so far.
 */
export function moveBetweenWards(
  scene: Scene,
  paces: Paces,
  group: ProductNeeds,
  free: FreeRoom,
  budget: Budget,
  rule: 'expiry' | 'surplus',
  moves: Move[],
): void {
  const storageClass = scene.products[group.product]!.storageClass
  const needs = group.needs.filter((need) => need !== null)
  const donors = needs.filter((need) => need.received === 0 && donorBar(scene, paces, need) === null)
  const receivers = needs.filter(
    (need) => need.given === 0 && receiverBar(need, storageClass) === null && !mayGiveExpiring(scene, need),
  )
  const ground = { scene, group, free, receivers, storageClass, moves, budget }
  if (rule === 'expiry') moveExpiring(ground, donors)
  else if (isReviewDay(scene)) moveSurplus(ground, donors)
}

export function isReviewDay(scene: Scene): boolean {
  const { lastReviewOn } = scene.input
  return lastReviewOn === null || scene.today - scene.day(lastReviewOn) >= scene.params.reviewDays
}

type Ground = {
  scene: Scene
  group: ProductNeeds
  free: FreeRoom
  receivers: readonly Need[]
  storageClass: string
  moves: Move[]
  budget: Budget
}

/** Larger risk first; the receiver is the ward with the fewest days of stock that can finish the lot. */
function moveExpiring(ground: Ground, donors: readonly Need[]): void {
  const { scene, group } = ground
  const horizon = scene.today + scene.params.expiryHorizonDays
  const atRisk = donors
    .filter((need) => need.expiryRisk > 0)
    .flatMap((donor) => readAtRisk(scene, donor).map((row) => ({ donor, ...row })))
    .filter(
      ({ unit, spare }) =>
        unit.lot.useBy <= horizon && isMovable(scene, unit) && enoughVials(scene, unit, spare),
    )
    .sort(
      (a, b) =>
        b.risk - a.risk ||
        compareText(a.donor.ward.code, b.donor.ward.code) ||
        a.unit.lot.useBy - b.unit.lot.useBy ||
        compareText(a.unit.lot.code, b.unit.lot.code) ||
        compareText(a.unit.holderId, b.unit.holderId),
    )
  for (const { donor, unit, risk } of atRisk) {
    if (ground.budget.lines <= 0) return
    if (donor.received > 0) continue
    // Other lots of the same ward may have left in the meantime.
    let left = readAtRisk(scene, donor).find((row) => row.unit === unit)?.spare ?? 0
    const open = ground.receivers.filter((need) => wantUpTo(need, scene.params.receiverUpToDays) > 0)
    for (const receiver of open.sort(byNeed(scene, donor))) {
      if (ground.budget.lines <= 0 || !enoughVials(scene, unit, left)) break
      if (receiver === donor || receiver.given > 0) continue
      const want = wantUpTo(receiver, scene.params.receiverUpToDays)
      const offer = readOffer(scene, donor, group.guarded)
      left -= move(ground, 'expiry', unit, donor, receiver, Math.min(left, offer.countLimit, want), risk)
    }
  }
}

/** The ward with the fewest days of stock is served first, from the ward with the largest surplus. */
function moveSurplus(ground: Ground, donors: readonly Need[]): void {
  const { scene, group, receivers } = ground
  const { params } = scene
  const below = group.guarded ? params.guardedBelowDays : params.receiverBelowDays
  const all = group.needs.filter((need) => need !== null)
  const pace = all.reduce((sum, need) => sum + need.pace, 0)
  const mean = pace > 0 ? all.reduce((sum, need) => sum + stockOf(need), 0) / pace : 0
  const upTo = Math.min(params.receiverUpToDays, mean)
  const dry = receivers.filter((need) => daysOf(need) < below).toSorted(byNeed(scene, null))
  const offers = donors
    .map((donor) => ({ donor, offer: readOffer(scene, donor, group.guarded) }))
    .filter(({ offer }) => offer.surplus > 0)
  for (const receiver of dry) {
    const order = offers
      .filter(({ donor }) => donor !== receiver && donor.received === 0)
      .map(({ donor }) => ({ donor, offer: readOffer(scene, donor, group.guarded) }))
      .sort(
        (a, b) =>
          b.donor.expiryRisk - a.donor.expiryRisk ||
          compareNumbers(b.offer.surplus, a.offer.surplus) ||
          scene.minutes(a.donor.ward, receiver.ward) - scene.minutes(b.donor.ward, receiver.ward) ||
          compareText(a.donor.ward.code, b.donor.ward.code),
      )
    for (const { donor } of order) {
      for (const unit of donor.units) {
        if (ground.budget.lines <= 0) return
        if (receiver.given > 0 || !isMovable(scene, unit)) continue
        const offer = readOffer(scene, donor, group.guarded)
        const most = Math.min(offer.surplus, offer.countLimit, wantUpTo(receiver, upTo))
        if (!enoughVials(scene, unit, most)) continue
        const doses = Math.min(most, looseDoses(scene, donor, unit))
        if (enoughVials(scene, unit, doses)) move(ground, 'surplus', unit, donor, receiver, doses, 0)
      }
    }
  }
}

function wantUpTo(need: Need, days: number): number {
  return Math.max(
    0,
    Math.max(wantedWithin(need, days), Math.min(need.secondDosesUsable, need.remaining)) - usableStock(need),
  )
}

function enoughVials(scene: Scene, unit: Unit, doses: number): boolean {
  return Math.floor(Math.min(doses, unit.doses) / unit.lot.dosesPerVial) >= scene.params.minLineVials
}

/** Makes one line of whole vials if it is worth a journey. Returns the doses moved. */
function move(
  ground: Ground,
  rule: 'expiry' | 'surplus',
  unit: Unit,
  donor: Need,
  receiver: Need,
  wanted: number,
  risk: number,
): number {
  const { scene, free } = ground
  const room = Math.min(lotRoom(scene, receiver, unit.lot, donor), free.of(receiver, ground.storageClass))
  const doses = Math.min(wanted, room)
  if (!enoughVials(scene, unit, doses)) return 0
  const offer = readOffer(scene, donor, ground.group.guarded)
  const reasons: LineReason[] = [rule]
  if (daysOf(receiver) < scene.params.receiverBelowDays) reasons.push('receiver-dry')
  if (ground.group.guarded) reasons.push('guarded')
  if (wanted >= offer.countLimit) reasons.push('count-limit')
  else if (rule === 'surplus' && wanted >= scene.params.maxShareMoved * donor.physical - donor.given - 1e-6) {
    reasons.push('share-limit')
  }
  const vials = Math.floor(Math.min(doses, unit.doses) / unit.lot.dosesPerVial)
  const made: Move = { rule, reasons, unit, donor, receiver, vials, expiryRiskDoses: Math.floor(risk) }
  if (addMove(scene, free, ground.moves, made)) ground.budget.lines--
  return vials * unit.lot.dosesPerVial
}
