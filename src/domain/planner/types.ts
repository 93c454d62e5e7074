import type { LocalDate } from '../dates.ts'
import type { PlanParams } from './params.ts'

/**
 * What the planner is told. Doses and persons are whole numbers; days are LocalDate strings in the
 * authority's zone; ids are opaque. The order of rows never matters. Only closed vials are stock here:
 * what was issued to a session is no longer in any fridge.
 */
export type PlanningInput = {
  /** The planning day. Whatever was recorded later is ignored. */
  asOf: LocalDate
  /** The day by which everybody is to be vaccinated; null when no such day was set. */
  deadlineOn: LocalDate | null
  /** The day of the last ward→ward review; null when there was none. */
  lastReviewOn: LocalDate | null
  /** Only what differs from `defaultParams`. */
  params?: Partial<PlanParams>
  products: readonly ProductInput[]
  lots: readonly LotInput[]
  wards: readonly WardInput[]
  stock: readonly StockInput[]
  entries: readonly EntryCount[]
  /** Doses given before the oldest row of `entries`; empty when `entries` reach back to the start. */
  givenBefore: readonly GivenBefore[]
  closings: readonly ClosingStock[]
  stockOuts: readonly StockOutFlag[]
  dueDoses: readonly DueDoses[]
  sessions: readonly PlannedSession[]
  transfers: readonly TransferInput[]
  arrivals: readonly ArrivalInput[]
  travel: readonly TravelInput[]
}

export type ProductInput = {
  productId: string
  code: string
  name: string
  /** Cold store class that a receiver must have, for instance `2-8` or `-70`. */
  storageClass: string
  /** Days of use after thawing; null for a product that is never frozen. */
  thawDays: number | null
  /** Minutes that one vial may travel in all its life; null when there is no limit. */
  transportMinutesMax: number | null
}

export type LotInput = {
  lotId: string
  code: string
  productId: string
  dosesPerVial: number
  /** Last day of use by the label. */
  expiresOn: LocalDate
  thawedOn: LocalDate | null
  transportMinutesUsed: number
  status: 'ok' | 'quarantine' | 'recalled'
  /** A temperature excursion that nobody has cleared yet. */
  excursion: boolean
}

export type WardInput = {
  wardId: string
  /** Total order in every tie: unique within an input. */
  code: string
  name: string
  /** The holder that signs for what arrives. */
  holderId: string
  targetPersons: number
  /** Persons who still may have their first dose (or a single further dose), all target groups together. */
  eligiblePersons: number
  /** Doses needed when the campaign began: 2 × eligible − given before it. The fairness floor follows it. */
  needAtStartDoses: number
  minStockDays: number
  acceptsTransfers: boolean
  /** What is there stays there: the ward gives nothing. */
  keepsStock?: boolean | undefined
  /** Doses a day that a team sent there would add to the ward's own pace. */
  teamDosesPerDay?: number | undefined
  /** Free room beyond what is there and on its way, per class; null = not limited. No row = no such store. */
  storage: readonly { storageClass: string; freeDoses: number | null }[]
  /** Wards of one zone are near to each other; used where `travel` has no row. */
  zone: string | null
}

/** Closed vials at one holder, by the ledger. Below zero is a fact that bars the ward from giving. */
export type StockInput = {
  holderId: string
  holderKind: 'centre' | 'ward' | 'fridge'
  /** Null at the centre. */
  wardId: string | null
  lotId: string
  doses: number
  /** Issued to sessions and not yet used, returned or written off: late entry is charged here first. */
  issuedDoses: number
  /** The last physical count, carried forward with the movements recorded since. */
  count: { countedOn: LocalDate; doses: number } | null
}

/** Doses by the ward whose holder supplied the site, not by residence. Corrections may be negative. */
export type EntryCount = {
  wardId: string
  productId: string
  administeredOn: LocalDate
  enteredOn: LocalDate
  doses: number
}

export type GivenBefore = { wardId: string; productId: string; doses: number }

/** Closed vials of a ward and its fridges at the end of a day, by the ledger as now known, in doses. */
export type ClosingStock = { wardId: string; productId: string; on: LocalDate; doses: number }

/** The site said that it ran out: believed before any inference. */
export type StockOutFlag = { wardId: string; productId: string; on: LocalDate }

/** Second doses that are due or booked and not yet given. Those overdue count as due now. */
export type DueDoses = { wardId: string; productId: string; dueOn: LocalDate; doses: number }

/** Past sessions give the city's use of its capacity, coming ones the pace of a ward without history. */
export type PlannedSession = { wardId: string; productId: string; on: LocalDate; capacityDoses: number }

export type TransferInput = {
  fromHolderId: string
  toWardId: string
  lotId: string
  doses: number
  /** approved: still in the donor's ledger, already promised. dispatched: on the road, counted at the receiver. */
  state: 'approved' | 'dispatched' | 'received' | 'discrepancy'
  /** The day of the last change of state. */
  on: LocalDate
  /** Came from a plan line: what a plan gave, the next plans do not take back within the cool-down. */
  planned: boolean
}

export type ArrivalInput = { productId: string; on: LocalDate; doses: number }

/** Minutes by road, the same both ways. `fromWardId` null is the centre. */
export type TravelInput = { fromWardId: string | null; toWardId: string; minutes: number }
