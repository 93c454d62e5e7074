import type { Entry } from '#domain/entry.ts'
import type { ScreeningOutcome } from '#domain/visit.ts'
import { mayBeInjected } from '#domain/visit.ts'
import type { Author, Offered } from '#features/doses/set-writer/types.ts'

/** One person at one session, as it went. */
export type Visit = {
  personId: string
  sessionId: string
  productId: string
  lotId: string
  arrivedAt: Date
  screening: ScreeningOutcome
  agrees: boolean
  /** False: the vial was empty. */
  hasVaccine: boolean
  /** When the facts were typed: at the table, or days later from paper. */
  typedAt: Date | null
  scanner: Author
  dataEntry: Author
  vaccinatorName: string
}

const MINUTE_MS = 60_000

/** The facts of the visit in the order in which they happened; the dose, if there was one, is among them. */
export function visitEntries(newId: () => string, visit: Visit): Offered[] {
  const { personId, sessionId, arrivedAt, typedAt, screening, agrees, hasVaccine } = visit
  const after = (minutes: number) => new Date(arrivedAt.getTime() + minutes * MINUTE_MS)
  const envelope = (at: Date) => ({
    id: newId(),
    deviceId: null,
    deviceSeq: null,
    capturedAt: (typedAt ?? at).toISOString(),
    clockOffsetMs: 0,
    personId,
    sessionId,
  })
  const offered: Offered[] = []
  const add = (author: Author, entry: Entry) => offered.push({ entry, author })
  add(visit.scanner, { kind: 'check-in', ...envelope(arrivedAt), how: 'search', reason: '' })
  add(visit.dataEntry, {
    kind: 'screening',
    ...envelope(after(4)),
    outcome: screening,
    findings: [],
    vitals: {},
    examinerName: visit.vaccinatorName,
    note: '',
  })
  if (!mayBeInjected(screening)) return offered
  add(visit.dataEntry, {
    kind: 'consent',
    ...envelope(after(5)),
    agreed: agrees ? 'agreed' : 'refused',
    by: 'self',
    guardianName: '',
    guardianRelation: '',
  })
  if (!agrees) return offered
  if (!hasVaccine) {
    add(visit.dataEntry, { kind: 'not-given', ...envelope(after(6)), reason: 'no-vaccine' })
    return offered
  }
  const givenAt = after(8)
  add(visit.dataEntry, {
    kind: 'dose',
    ...envelope(givenAt),
    productId: visit.productId,
    lot: { lotId: visit.lotId },
    statedStep: null,
    givenAt: givenAt.toISOString(),
    givenOn: null,
    origin: typedAt === null ? 'site' : 'paper',
    source: 'administered',
    place: '',
    vaccinatorName: visit.vaccinatorName,
    volumeMl: null,
    arm: 'left',
    reason: typedAt === null ? '' : 'Nhập lại từ phiếu giấy',
  })
  return offered
}
