import type { Permission } from '#domain/access.ts'
import type { Entry, EntryKind } from '#domain/entry.ts'
import { correctedAt } from '#domain/entry.ts'
import type { Offered } from './types.ts'

/** One question of right: may this author do this there at that time? Answered for the whole set at once. */
export type Probe = {
  /** Position of the entry in the set; it is allowed when all its questions are. */
  ordinal: number
  authorId: string
  permissions: readonly Permission[]
  sessionId: string | null
  /** A dose recorded earlier: its own session decides, whatever session the entry names. */
  doseId: string | null
  /** Without a session the person's ward decides. */
  personId: string | null
  /** Ward of a person whom the same set brings. */
  wardId: string | null
  at: string
}

/** As the policies on the tables say (`migrations/0001_guards.sql`): the database asks again. */
const permissionsOf: Record<Exclude<EntryKind, 'dose' | 'void' | 'correction'>, readonly Permission[]> = {
  'walk-in': ['entry.check-in'],
  'check-in': ['entry.check-in'],
  consent: ['entry.check-in', 'entry.screen'],
  screening: ['entry.screen'],
  'not-given': ['entry.check-in', 'entry.screen', 'entry.dose'],
  observation: ['entry.observe'],
  reaction: ['entry.observe'],
}

function permissionsFor(entry: Entry, sessionId: string | null): readonly Permission[] {
  if (entry.kind === 'dose') return sessionId === null ? ['list.upload'] : ['entry.dose']
  if (entry.kind === 'void' || entry.kind === 'correction') {
    return [sessionId === null ? 'list.upload' : 'entry.dose', 'review.decide']
  }
  return permissionsOf[entry.kind]
}

/** The questions of right that a set asks. */
export function listProbes(set: readonly Offered[]): Probe[] {
  const doses = new Map(set.flatMap(({ entry }) => (entry.kind === 'dose' ? [[entry.id, entry]] : [])))
  const wards = new Map(
    set.flatMap(({ entry }) => (entry.kind === 'walk-in' ? [[entry.personId, entry.wardId]] : [])),
  )
  return set.flatMap(({ entry, author }, ordinal) => {
    const stated = 'doseId' in entry ? doses.get(entry.doseId) : undefined
    const sessionId = stated === undefined ? entry.sessionId : stated.sessionId
    const personId = stated?.personId ?? entry.personId
    const base: Probe = {
      ordinal,
      authorId: author.accountId,
      permissions: permissionsFor(entry, sessionId),
      sessionId,
      doseId: 'doseId' in entry && stated === undefined ? entry.doseId : null,
      personId,
      wardId: wards.get(personId) ?? null,
      at: correctedAt(entry.capturedAt, entry.clockOffsetMs),
    }
    // Who moves a dose to another session must have the right there as well.
    const movedTo = entry.kind === 'correction' ? entry.fields.sessionId : undefined
    return movedTo == null ? [base] : [base, { ...base, sessionId: movedTo, doseId: null }]
  })
}
