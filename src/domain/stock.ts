import type { LocalDate } from './dates.ts'
import { compareText } from './ids.ts'
import { compareInstants } from './vaccination/changes.ts'

/** Holders with a balance of their own, and the boundaries that doses come from and go to. */
export const holderKinds = [
  'supplier',
  'centre',
  'ward',
  'fridge',
  'session',
  'transit',
  'used',
  'wasted',
  'unaccounted',
  'overfill',
] as const
export type HolderKind = (typeof holderKinds)[number]

const boundaries: ReadonlySet<HolderKind> = new Set<HolderKind>([
  'supplier',
  'used',
  'wasted',
  'unaccounted',
  'overfill',
])

export function keepsBalance(kind: HolderKind): boolean {
  return !boundaries.has(kind)
}

/** A dose was given whatever the books say, so only where doses are given may they go below zero. */
export function mayGoBelowZero(kind: HolderKind): boolean {
  return kind === 'session' || kind === 'fridge'
}

export const movementKinds = [
  'receipt',
  'dispatch',
  'arrival',
  'issue',
  'return',
  'use',
  'unuse',
  'waste-open',
  'waste-closed',
  'overfill',
  'difference',
  'cancel',
  'lot-merge',
] as const
export type MovementKind = (typeof movementKinds)[number]

/**
 * Which kinds of holder a movement may join. Whole-vial kinds move closed vials only: what has been opened
 * stays in its session until it is used or written off.
 */
type Route = { from: readonly HolderKind[]; to: readonly HolderKind[]; wholeVials: boolean }

const stores = ['centre', 'ward', 'fridge'] as const
const anyHolder = ['centre', 'ward', 'fridge', 'session', 'transit'] as const

export const routes: Record<MovementKind, Route> = {
  receipt: { from: ['supplier'], to: stores, wholeVials: true },
  dispatch: { from: stores, to: ['transit'], wholeVials: true },
  arrival: { from: ['transit'], to: stores, wholeVials: true },
  cancel: { from: ['transit'], to: stores, wholeVials: true },
  issue: { from: stores, to: ['session'], wholeVials: true },
  return: { from: ['session'], to: stores, wholeVials: true },
  use: { from: ['session'], to: ['used'], wholeVials: false },
  unuse: { from: ['used'], to: ['session'], wholeVials: false },
  'waste-open': { from: ['session'], to: ['wasted'], wholeVials: false },
  'waste-closed': { from: anyHolder, to: ['wasted'], wholeVials: true },
  overfill: { from: ['overfill'], to: ['session'], wholeVials: false },
  difference: { from: [...anyHolder, 'unaccounted'], to: [...anyHolder, 'unaccounted'], wholeVials: false },
  // Doses of a typed lot become doses of the real one, by way of the books' difference account.
  'lot-merge': { from: [...anyHolder, 'unaccounted'], to: [...anyHolder, 'unaccounted'], wholeVials: false },
}

/** One line of the ledger: integer doses of one lot from one holder to another. */
export type Movement = {
  kind: MovementKind
  fromHolderId: string
  toHolderId: string
  lotId: string
  doses: number
}

export type MovementFault = 'no-such-route' | 'broken-vial' | 'doses-not-positive'

/** What is wrong with a line as it stands, before any balance is looked at; null = nothing. */
export function findMovementFault(
  kind: MovementKind,
  from: HolderKind,
  to: HolderKind,
  doses: number,
  dosesPerVial: number,
): MovementFault | null {
  const route = routes[kind]
  if (!Number.isSafeInteger(doses) || doses <= 0) return 'doses-not-positive'
  if (!route.from.includes(from) || !route.to.includes(to)) return 'no-such-route'
  return route.wholeVials && vialsOf(doses, dosesPerVial) === null ? 'broken-vial' : null
}

/** Whole vials in so many doses; null when a vial would be broken. */
export function vialsOf(doses: number, dosesPerVial: number): number | null {
  return doses % dosesPerVial === 0 ? doses / dosesPerVial : null
}

export type Flow = { holderId: string; lotId: string; in: number; out: number; balance: number }

/** Per holder and lot, boundaries included. Every line has two ends, so all balances together are zero. */
export function foldFlows(movements: Iterable<Movement>): Flow[] {
  const flows = new Map<string, Flow>()
  const flowOf = (holderId: string, lotId: string): Flow => {
    const key = `${holderId}\n${lotId}`
    const flow = flows.get(key) ?? { holderId, lotId, in: 0, out: 0, balance: 0 }
    flows.set(key, flow)
    return flow
  }
  for (const { fromHolderId, toHolderId, lotId, doses } of movements) {
    const from = flowOf(fromHolderId, lotId)
    from.out += doses
    from.balance -= doses
    const to = flowOf(toHolderId, lotId)
    to.in += doses
    to.balance += doses
  }
  return [...flows.values()].sort(
    (a, b) => compareText(a.holderId, b.holderId) || compareText(a.lotId, b.lotId),
  )
}

/** opening + in − out − closing: zero, or the doses that the books have lost (positive) or found. */
export function identityGap(opening: number, received: number, released: number, closing: number): number {
  return opening + received - released - closing
}

export const lotEventKinds = [
  'expiry',
  'thaw',
  'quarantine',
  'release',
  'recall',
  'transport',
  'withdrawal',
] as const
export type LotEventKind = (typeof lotEventKinds)[number]

export type LotEvent = {
  id: string
  kind: LotEventKind
  /** For `expiry` and `thaw`. */
  valueOn: LocalDate | null
  /** The event that was recorded by mistake, for `withdrawal`. */
  withdrawsId: string | null
  decidedOn: LocalDate
  at: string
}

/**
 * What no newer event of its kind replaces is taken back by a withdrawal: a thaw, or minutes on the road, that never
 * was. An expiry is amended, a quarantine released, a recall is for good.
 */
export function mayWithdraw(kind: LotEventKind): boolean {
  return kind === 'thaw' || kind === 'transport'
}

/** Events decided by a day, oldest first, without those withdrawn by then. */
export function eventsStandingOn<Event extends LotEvent>(
  events: readonly Event[],
  onDay: LocalDate,
): Event[] {
  const decided = events.filter((event) => event.decidedOn <= onDay)
  const withdrawn = new Set(decided.map(({ withdrawsId }) => withdrawsId))
  return decided
    .filter(({ id }) => !withdrawn.has(id))
    .sort((a, b) => compareText(a.decidedOn, b.decidedOn) || compareInstants(a, b))
}

/** The lot's printed or amended expiry as it was known on a day; null when none was decided by then. */
export function expiryOn(events: readonly LotEvent[], onDay: LocalDate): LocalDate | null {
  return eventsStandingOn(events, onDay).findLast((event) => event.kind === 'expiry')?.valueOn ?? null
}

/**
 * The last day of the thawed time; null when it is still frozen, or never was. Nothing is refrozen and the vials of a
 * lot cannot be told apart, so a lot is as old as its first thawed vial: thawing more of it prolongs nothing.
 */
export function thawEndsOn(events: readonly LotEvent[], onDay: LocalDate): LocalDate | null {
  const ends = eventsStandingOn(events, onDay).flatMap(({ kind, valueOn }) =>
    kind === 'thaw' && valueOn !== null ? [valueOn] : [],
  )
  return ends.sort(compareText)[0] ?? null
}

/** The last day of use: the expiry, or the end of the thawed time where that comes first. */
export function useByOn(events: readonly LotEvent[], onDay: LocalDate): LocalDate | null {
  const expiresOn = expiryOn(events, onDay)
  const endsOn = thawEndsOn(events, onDay)
  if (expiresOn === null || endsOn === null) return expiresOn ?? endsOn
  return endsOn < expiresOn ? endsOn : expiresOn
}

export type LotStatus = 'ok' | 'quarantine' | 'recalled'

/** A recall is for good; a quarantine ends with a release. */
export function lotStatusOn(events: readonly LotEvent[], onDay: LocalDate): LotStatus {
  const decided = eventsStandingOn(events, onDay)
  if (decided.some((event) => event.kind === 'recall')) return 'recalled'
  const newest = decided.findLast((event) => event.kind === 'quarantine' || event.kind === 'release')
  return newest?.kind === 'quarantine' ? 'quarantine' : 'ok'
}

/** First to expire, first out; lots of unknown expiry last, ties by id. For `sort`. */
export function compareFefo(
  a: { lotId: string; useByOn: LocalDate | null },
  b: { lotId: string; useByOn: LocalDate | null },
): number {
  return compareText(a.useByOn ?? '9999', b.useByOn ?? '9999') || compareText(a.lotId, b.lotId)
}
