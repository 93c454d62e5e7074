import type { LocalDate } from '#domain/dates.ts'
import type { LotEvent } from '#domain/stock.ts'
import type { ScreeningOutcome } from '#domain/visit.ts'
import type { DoseChange } from '#domain/vaccination/changes.ts'
import type { StepCode } from '#domain/vaccination/steps.ts'
import type {
  BornPrecision,
  DoseFlag,
  DoseOrigin,
  DoseSource,
  ReviewDecision,
  ReviewKind,
} from '#domain/vaccination/types.ts'

/** Rows as the reading statement gives them. Instants are text that `Date.parse` reads. */

export type PersonRow = {
  id: string
  canonicalId: string
  wardId: string
  groupId: string | null
  bornOn: LocalDate
  bornPrecision: BornPrecision
  priorityCode: number
}

export type SessionRow = {
  id: string
  siteId: string
  wardId: string
  campaignId: string
  isClosed: boolean
  /** Its stock; null when none was ever made for it. */
  holderId: string | null
}

export type LotRow = {
  id: string
  productId: string
  codeFolded: string
  isKnown: boolean
  events: LotEvent[]
}

/** A dose as it was stated, with its changes. */
export type DoseRow = {
  id: string
  personId: string
  sessionId: string | null
  wardId: string | null
  siteId: string | null
  residenceId: string
  productId: string
  lotId: string | null
  statedStep: StepCode | null
  givenAt: string
  givenOn: LocalDate
  capturedAt: string
  recordedAt: string
  enteredOn: LocalDate
  priorityCode: number
  origin: DoseOrigin
  source: DoseSource
  reason: string
  changes: DoseChange[]
}

/** What it counts as, as stored; null for a dose of this set. */
export type StandingRow = {
  personId: string
  antigen: string
  givenOn: LocalDate
  dayRank: number | null
  step: StepCode | null
  flags: DoseFlag[]
  /** Under which it is counted. */
  ageCell: number
  rulesVersion: number
}

export type StoredDose = DoseRow & { standing: StandingRow }

/** What one person has done at one session so far. */
export type VisitRow = {
  sessionId: string
  personId: string
  checkedIn: boolean
  screening: { at: string; id: string; outcome: ScreeningOutcome } | null
  consent: { at: string; id: string; agreed: 'agreed' | 'refused' } | null
  refused: boolean
  absent: boolean
  observed: boolean
}

export type ReceiptRow = {
  id: string
  payloadHash: string
  outcome: 'accepted' | 'needs_review' | 'quarantined'
  reason: string
  receivedAt: string
  /** How its quarantine ended. */
  release: { outcome: 'accepted' | 'needs_review' | 'set-aside'; reason: string } | null
}

export type DecisionRow = ReviewDecision & { personId: string | null }

export type OpenItem = { id: string; kind: ReviewKind; subjectKey: string; personId: string | null }

/** An entry in quarantine for something that this set brings. */
export type Waiting = { id: string; authorId: string; deviceId: string | null; payload: string }

export type Facts = {
  lane: { seq: number; head: string } | null
  rulesVersion: number | null
  ageCuts: number[]
  usedHolderId: string | null
  receipts: ReceiptRow[]
  /** Positions of the questions of right that were answered yes. */
  allowed: number[]
  people: PersonRow[]
  doses: StoredDose[]
  decisions: DecisionRow[]
  items: OpenItem[]
  sessions: SessionRow[]
  lots: LotRow[]
  balances: { holderId: string; lotId: string; doses: number }[]
  visits: VisitRow[]
  waiting: Waiting[]
}
