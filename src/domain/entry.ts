import { canonicalJson } from './canonical-json.ts'
import type { LocalDate } from './dates.ts'
import { localDateAt } from './dates.ts'
import type { ScreeningOutcome, NotGivenReason } from './visit.ts'
import type { CorrectableFields } from './vaccination/changes.ts'
import type { StepCode } from './vaccination/steps.ts'
import type { BornPrecision, DoseOrigin, DoseSource } from './vaccination/types.ts'

/** Every fact of a site comes in as one entry, online or offline, under the id its phone gave it. */
type Envelope = {
  id: string
  deviceId: string | null
  /** Counts the device's entries; gaps tell of entries still on the way. */
  deviceSeq: number | null
  /** ISO instant by the phone's clock. */
  capturedAt: string
  /** Server minus phone, as last measured. Not part of the payload: it may differ when sent again. */
  clockOffsetMs: number
}

type AtVisit = { personId: string; sessionId: string }

export const checkInWays = ['invitation', 'cccd', 'bhyt', 'search', 'walk-in', 'family'] as const

/** A person nobody called. The phone made the id, so that what follows can name it at once. */
export type WalkInEntry = Envelope &
  AtVisit & {
    kind: 'walk-in'
    fullName: string
    bornOn: LocalDate
    bornPrecision: BornPrecision
    sex: 'male' | 'female' | 'unknown'
    wardId: string
    groupId: string | null
    phone: string
    address: string
    priorityCode: number
    identifiers: { kind: 'cccd' | 'cmnd' | 'passport' | 'bhyt' | 'other'; value: string }[]
  }

export type CheckInEntry = Envelope &
  AtVisit & {
    kind: 'check-in'
    how: (typeof checkInWays)[number]
    /** Why the person was let in although a rule said no; empty otherwise. */
    reason: string
  }

export type ConsentEntry = Envelope &
  AtVisit & {
    kind: 'consent'
    agreed: 'agreed' | 'refused'
    by: 'self' | 'guardian'
    guardianName: string
    guardianRelation: string
  }

export type ScreeningEntry = Envelope &
  AtVisit & {
    kind: 'screening'
    outcome: ScreeningOutcome
    /** Items of the form answered yes. */
    findings: string[]
    vitals: Record<string, number>
    examinerName: string
    note: string
  }

export type NotGivenEntry = Envelope & AtVisit & { kind: 'not-given'; reason: NotGivenReason }

/** A lot that the phone knows, or what stood on the vial. */
export type StatedLot = { lotId: string } | { code: string; expiresOn: LocalDate | null }

export type DoseEntry = Envelope & {
  kind: 'dose'
  personId: string
  /** Null for a dose that no session of ours gave. */
  sessionId: string | null
  productId: string
  /** Null only where the slip of a reported dose names none. */
  lot: StatedLot | null
  statedStep: StepCode | null
  /** By the phone's clock for `site`; as written on paper or slip otherwise. */
  givenAt: string
  /** Stated for paper and history, where only the day may be known; null = the day of `givenAt`. */
  givenOn: LocalDate | null
  origin: DoseOrigin
  source: DoseSource
  /** Where, for a dose given elsewhere. */
  place: string
  vaccinatorName: string
  volumeMl: number | null
  arm: 'left' | 'right' | ''
  /** Why, where a rule said no, there was no check-in, or the entry is of an earlier day. */
  reason: string
}

export type ObservationEntry = Envelope &
  AtVisit & { kind: 'observation'; startedAt: string; endedAt: string; note: string }

export type ReactionEntry = Envelope &
  AtVisit & {
    kind: 'reaction'
    doseId: string
    onsetAt: string
    where: 'site' | 'home' | 'facility'
    severity: 'common' | 'severe'
    /** I–IV of anaphylaxis, as 1–4. */
    grade: number | null
    symptoms: string[]
    treatment: string
    outcome: string
  }

/** Takes a dose back: one tap within two minutes, later with a reason. */
export type VoidEntry = Envelope & {
  kind: 'void'
  personId: string
  sessionId: string | null
  doseId: string
  reason: string
}

export type CorrectionEntry = Envelope & {
  kind: 'correction'
  personId: string
  sessionId: string | null
  doseId: string
  fields: Partial<CorrectableFields>
  reason: string
}

export type Entry =
  | WalkInEntry
  | CheckInEntry
  | ConsentEntry
  | ScreeningEntry
  | NotGivenEntry
  | DoseEntry
  | ObservationEntry
  | ReactionEntry
  | VoidEntry
  | CorrectionEntry

export type EntryKind = Entry['kind']

/** How far a phone's clock may be off before it is said. */
export const CLOCK_TOLERANCE_MS = 5 * 60_000
/** How long a dose may be taken back without a reason. */
export const UNDO_WINDOW_MS = 2 * 60_000

/** The instant by the server's clock at which a phone read `at`. */
export function correctedAt(at: string, clockOffsetMs: number): string {
  return new Date(Date.parse(at) + clockOffsetMs).toISOString()
}

export function clockIsWrong(clockOffsetMs: number): boolean {
  return Math.abs(clockOffsetMs) > CLOCK_TOLERANCE_MS
}

/** When a dose was given: the phone's time is corrected, what a person wrote down is not. */
export function givenTimeOf(
  entry: Pick<DoseEntry, 'origin' | 'givenAt' | 'givenOn' | 'clockOffsetMs'>,
  timeZone: string,
): { givenAt: string; givenOn: LocalDate } {
  const isPhoneTime = entry.origin === 'site'
  const givenAt = correctedAt(entry.givenAt, isPhoneTime ? entry.clockOffsetMs : 0)
  const givenOn = isPhoneTime ? null : entry.givenOn
  return { givenAt, givenOn: givenOn ?? localDateAt(new Date(givenAt), timeZone) }
}

/** May this dose be taken back without a reason? Both instants corrected. */
export function isWithinUndoWindow(recordedAt: string, voidedAt: string): boolean {
  const elapsed = Date.parse(voidedAt) - Date.parse(recordedAt)
  return elapsed >= 0 && elapsed <= UNDO_WINDOW_MS
}

/** What is hashed to tell a repeat from another content under the same id. */
export function entryPayloadText(entry: Entry): string {
  const { clockOffsetMs: _measuredAnewEachTime, ...payload } = entry
  return canonicalJson(payload)
}
