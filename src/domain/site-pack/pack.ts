/**
 * What a phone carries for one session, so that its tables work without a network: the session's own people with as
 * little of each as the work needs, what may be injected, the rules, and how to tell a true invitation.
 */
import type { LocalDate } from '../dates.ts'
import type { IdentifierKind, Sex } from '../identity/identifiers.ts'
import type { StepCode } from '../vaccination/steps.ts'
import type { BornPrecision, DoseOrigin, DoseSource } from '../vaccination/types.ts'
import type { Visit } from '../visit.ts'

/** A dose as it counts now: what eligibility asks, and what the card says of the last one. */
export type PackDose = {
  doseId: string
  productId: string
  givenOn: LocalDate
  givenAt: string
  /** Null for a dose that does not count. */
  step: StepCode | null
  dayRank: number | null
  basicDoses: number | null
  isVoided: boolean
  origin: DoseOrigin
  source: DoseSource
  /** Given at this session; only then its lot is said. */
  isHere: boolean
  lotCode: string
}

export type PackPerson = {
  /** The canonical person. */
  id: string
  /** Other ids under which facts of this person may have been captured. */
  mergedIds: string[]
  fullName: string
  bornOn: LocalDate
  bornPrecision: BornPrecision
  sex: Sex
  priorityCode: number
  wardId: string
  wardName: string
  groupId: string | null
  groupName: string
  /** The last four digits. */
  phoneEnd: string
  /** The last four characters of each number. */
  numbers: { kind: IdentifierKind; end: string }[]
  /** Time called to, `HH:MM`. */
  slotTime: string | null
  /** Of each invitation that holds: see `invitationMark`. */
  invitations: string[]
  doses: PackDose[]
  /** Null for who has not come yet, and of whom no dose is waited for. */
  visit: Visit | null
}

/** One answer of the service; a pack of many people comes in several. */
export type PackPage<Part> = {
  /** Another one than before: the service was restored from a backup, and the pack begins anew. */
  timelineId: string
  /** By the server's clock: what was recorded by then is in it. */
  asOf: string
  /** True on the first page of a pack that replaces whatever the phone had. */
  isWhole: boolean
  /** Asks for what follows: the next page, or what has changed since. */
  cursor: string
  hasMore: boolean
  /** Null: as before. */
  parts: { [Name in keyof Part]: Part[Name] | null }
  people: PackPerson[]
  /** No longer of this session, or known under another id now. */
  removedIds: string[]
}

/** What a phone holds after it has read to the end. */
export type Pack<Part> = {
  timelineId: string
  asOf: string
  cursor: string
  parts: Part
  people: ReadonlyMap<string, PackPerson>
}
