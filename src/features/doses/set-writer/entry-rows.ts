import type { Entry, WalkInEntry } from '#domain/entry.ts'
import { correctedAt } from '#domain/entry.ts'
import { canonicalIdentifier, canonicalPhone } from '#domain/identity/identifiers.ts'
import { cleanPersonName, foldPersonName, nameKey } from '#domain/identity/names.ts'
import type { Sealer } from '#db/seal.ts'
import type { Author } from './types.ts'
import type { Row, WritePlan } from './tables.ts'

export function addRow(plan: WritePlan, part: keyof WritePlan, row: Row): void {
  const rows = plan[part]
  if (rows === undefined) plan[part] = [row]
  else rows.push(row)
}

/** A `bytea` as its input function reads it. */
export const hex = (bytes: Buffer): string => `\\x${bytes.toString('hex')}`

/** The row of a visit's fact, as its table keeps it. */
export function addVisitRow(plan: WritePlan, entry: Entry, authorId: string): void {
  const { id, personId, sessionId } = entry
  const at = correctedAt(entry.capturedAt, entry.clockOffsetMs)
  const base = { id, person_id: personId, session_id: sessionId, at, author_id: authorId }
  switch (entry.kind) {
    case 'check-in':
      return addRow(plan, 'checkIn', { ...base, how: entry.how, reason: entry.reason })
    case 'consent':
      return addRow(plan, 'consent', {
        ...base,
        agreed: entry.agreed,
        given_by: entry.by,
        guardian_name: entry.guardianName,
        guardian_relation: entry.guardianRelation,
      })
    case 'screening': {
      const { outcome, findings, vitals, examinerName, note } = entry
      return addRow(plan, 'screening', {
        ...base,
        outcome,
        findings,
        vitals,
        examiner_name: examinerName,
        note,
      })
    }
    case 'not-given':
      return addRow(plan, 'notGiven', { ...base, reason: entry.reason })
    case 'observation':
      return addRow(plan, 'observation', {
        ...base,
        started_at: correctedAt(entry.startedAt, entry.clockOffsetMs),
        ended_at: correctedAt(entry.endedAt, entry.clockOffsetMs),
        note: entry.note,
      })
    case 'reaction': {
      const { doseId, severity, grade, symptoms, treatment, outcome } = entry
      const onset = correctedAt(entry.onsetAt, entry.clockOffsetMs)
      return addRow(plan, 'reaction', {
        ...base,
        dose_id: doseId,
        onset_at: onset,
        where_seen: entry.where,
        severity,
        grade,
        symptoms,
        treatment,
        outcome,
      })
    }
    default:
  }
}

/** A person whom nobody called: the row, the numbers sealed, and how the person came to be known. */
export function addPersonRows(
  plan: WritePlan,
  entry: WalkInEntry,
  author: Author,
  context: { sealer: Sealer; newId: () => string; now: Date; today: string },
): void {
  const { personId, fullName } = entry
  const { sealer, newId, now, today } = context
  addRow(plan, 'person', {
    id: personId,
    canonical_id: personId,
    ward_id: entry.wardId,
    group_id: entry.groupId,
    full_name: cleanPersonName(fullName),
    full_name_folded: foldPersonName(fullName),
    name_key: nameKey(fullName),
    born_on: entry.bornOn,
    born_precision: entry.bornPrecision,
    sex: entry.sex,
    priority_code: entry.priorityCode,
    phone: canonicalPhone(entry.phone) ?? entry.phone,
    address: entry.address,
    created_at: now.toISOString(),
  })
  const numbers = new Map(
    entry.identifiers.map(({ kind, value }) => {
      const canonical = canonicalIdentifier(kind, value) ?? value
      return [`${kind} ${canonical}`, { kind, canonical }]
    }),
  )
  for (const { kind, canonical } of numbers.values()) {
    addRow(plan, 'personIdentifier', {
      person_id: personId,
      kind,
      value: hex(sealer.seal(canonical)),
      lookup: hex(sealer.lookup(kind, canonical)),
      last4: canonical.slice(-4),
      source: 'walk-in',
      seen_on: today,
    })
  }
  addRow(plan, 'personEvent', {
    id: newId(),
    person_id: personId,
    kind: 'registered',
    before: {},
    after: { wardId: entry.wardId, groupId: entry.groupId },
    at: now.toISOString(),
    by_id: author.accountId,
    source: 'walk-in',
  })
}
