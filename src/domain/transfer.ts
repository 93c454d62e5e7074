import type { LocalDate } from './dates.ts'
import { compareText } from './ids.ts'

/**
 * Doses on their way between two stores. They lie in the transfer's own transit holder until the receiver has
 * counted them: what differs, is damaged or was too warm stays there, usable by nobody, until it is decided.
 */
export const transferStates = [
  'approved',
  'dispatched',
  'received',
  'discrepancy',
  'closed',
  'cancelled',
] as const
export type TransferState = (typeof transferStates)[number]

export type TransferAct = 'dispatch' | 'receive' | 'close' | 'cancel'

const arrows: Record<TransferAct, readonly TransferState[]> = {
  dispatch: ['approved'],
  receive: ['dispatched'],
  // A received transfer is closed when its signed paper is filed; a discrepancy when it is decided.
  close: ['received', 'discrepancy'],
  cancel: ['approved', 'dispatched'],
}

export function mayDo(act: TransferAct, state: TransferState): boolean {
  return arrows[act].includes(state)
}

/** @param differs what the receiver counted is not what was sent. */
export function stateAfter(act: TransferAct, differs: boolean): TransferState {
  if (act === 'receive') return differs ? 'discrepancy' : 'received'
  return ({ dispatch: 'dispatched', close: 'closed', cancel: 'cancelled' } as const)[act]
}

export const OVERDUE_HOURS = 24

/** Sent or in dispute, and nothing has happened to it for a day. */
export function isOverdue(state: TransferState, since: Date, now: Date): boolean {
  const waits = state === 'dispatched' || state === 'discrepancy'
  return waits && now.getTime() - since.getTime() > OVERDUE_HOURS * 3_600_000
}

export const differenceCodes = ['short', 'over', 'wrong-lot', 'damaged', 'excursion'] as const
export type DifferenceCode = (typeof differenceCodes)[number]

/** Tenths of a degree Celsius, both ends allowed. */
type Range = { from: number; to: number }

const fridge: Range = { from: 20, to: 80 }
const stores: Readonly<Record<string, Range>> = {
  'fridge-2-8': fridge,
  'freezer-20': { from: -250, to: -150 },
  'ultra-cold-80': { from: -900, to: -600 },
}

const keepsThawed = ({ thawDays }: { thawDays: number | null }) => thawDays !== null && thawDays > 0

/** Where a ward keeps it: wards have no freezer for what keeps some days thawed, and get it thawed. */
export function wardStoreClass(product: { storeClass: string; thawDays: number | null }): string {
  return keepsThawed(product) ? 'fridge-2-8' : product.storeClass
}

/**
 * The coldest and the warmest that the box was seen at must lie in one range of the product: its store's, or 2–8 °C
 * for what keeps some days thawed. A store class that we do not know is not judged.
 */
export function isExcursion(
  product: { storeClass: string; thawDays: number | null },
  tenths: readonly number[],
): boolean {
  const own = stores[product.storeClass]
  if (own === undefined || tenths.length === 0) return false
  const ranges = keepsThawed(product) ? [own, fridge] : [own]
  return !ranges.some(({ from, to }) => tenths.every((each) => each >= from && each <= to))
}

/** What the receiver counted of one lot, against what was sent; vials. */
export type CountedLine = {
  lotId: string
  dispatched: number
  received: number
  /** Of those received. */
  damaged: number
  excursion: boolean
}

export type ReceivedLine = {
  lotId: string
  differences: DifferenceCode[]
  /** Go into the receiver's store at once. */
  arriving: number
  /** Stay in transit until decided. */
  held: number
  /** Came without having been sent; in no one's books until decided. */
  over: number
}

/** Both counts stay as they are; this says only what follows. dispatched = arriving + held, always. */
export function judgeReception(line: CountedLine): ReceivedLine {
  const { lotId, dispatched, received, damaged, excursion } = line
  const over = Math.max(0, received - dispatched)
  const sound = Math.max(0, received - damaged)
  const arriving = excursion ? 0 : Math.min(dispatched, sound)
  const differences: DifferenceCode[] = []
  if (received < dispatched) differences.push('short')
  if (over > 0) differences.push(dispatched === 0 ? 'wrong-lot' : 'over')
  if (damaged > 0) differences.push('damaged')
  if (excursion && received > 0) differences.push('excursion')
  return { lotId, differences, arriving, held: dispatched - arriving, over }
}

/**
 * What becomes of vials in dispute. Held ones: `arrived` after all, `returned` to the sender, `wasted`, or `lost`.
 * Those over: `found` (nobody's books miss them) or `from-sender` (the sender packed more than it wrote).
 */
export const heldFates = ['arrived', 'returned', 'wasted', 'lost'] as const
export const overFates = ['found', 'from-sender'] as const
export const fates = [...heldFates, ...overFates] as const
export type Fate = (typeof fates)[number]
export type Decision = { lotId: string; fate: Fate; vials: number }

export type Dispute = { lotId: string; held: number; over: number }

/** The first lot for which a decision does not add up to what is in dispute; null when each vial has its fate. */
export function findUndecided(
  disputes: readonly Dispute[],
  decisions: readonly Decision[],
): { lotId: string; held: number; over: number } | null {
  const isOver = (fate: Fate) => (overFates as readonly Fate[]).includes(fate)
  const lots = [...new Set([...disputes, ...decisions].map((each) => each.lotId))].sort(compareText)
  for (const lotId of lots) {
    const { held, over } = disputes.find((each) => each.lotId === lotId) ?? { held: 0, over: 0 }
    const sum = (ofOver: boolean) =>
      decisions
        .filter((each) => each.lotId === lotId && isOver(each.fate) === ofOver)
        .reduce((total, each) => total + each.vials, 0)
    if (sum(false) !== held || sum(true) !== over) return { lotId, held, over }
  }
  return null
}

/** May a lot leave a store or be given out on this day? */
export type LotGround = { status: 'ok' | 'quarantine' | 'recalled'; useByOn: LocalDate | null }

export function findLotFault(
  lot: LotGround,
  onDay: LocalDate,
): 'stock.lot-recalled' | 'stock.lot-quarantined' | 'stock.lot-expired' | null {
  if (lot.status === 'recalled') return 'stock.lot-recalled'
  if (lot.status === 'quarantine') return 'stock.lot-quarantined'
  return lot.useByOn !== null && lot.useByOn < onDay ? 'stock.lot-expired' : null
}
