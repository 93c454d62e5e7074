import type { Entry } from '#domain/entry.ts'
import { compareInstants } from '#domain/vaccination/changes.ts'
import type { VisitRow } from './fact-types.ts'

/** What the counters of a session keep of visits, reactions and doses. */
export const countColumns = [
  'arrived',
  'eligible',
  'caution',
  'deferred',
  'contraindicated',
  'referred',
  'refused',
  'absent',
  'given',
  'counted',
  'reactions_common',
  'reactions_severe',
  'observed',
] as const
export type CountColumn = (typeof countColumns)[number]
export type SessionCounts = Partial<Record<CountColumn, number>>

export function emptyVisit(sessionId: string, personId: string): VisitRow {
  return {
    sessionId,
    personId,
    checkedIn: false,
    screening: null,
    consent: null,
    refused: false,
    absent: false,
    observed: false,
  }
}

/** The visit with one more fact. The newest screening and answer hold, whatever the order of arrival. */
export function addToVisit(visit: VisitRow, entry: Entry, at: string): VisitRow {
  const { id } = entry
  switch (entry.kind) {
    case 'check-in':
      return { ...visit, checkedIn: true }
    case 'screening': {
      const isNewer = visit.screening === null || compareInstants({ at, id }, visit.screening) > 0
      return isNewer ? { ...visit, screening: { at, id, outcome: entry.outcome } } : visit
    }
    case 'consent': {
      const isNewer = visit.consent === null || compareInstants({ at, id }, visit.consent) > 0
      return isNewer ? { ...visit, consent: { at, id, agreed: entry.agreed } } : visit
    }
    case 'not-given':
      return {
        ...visit,
        refused: visit.refused || entry.reason === 'refused',
        absent: visit.absent || entry.reason === 'absent',
      }
    case 'observation':
      return { ...visit, observed: true }
    default:
      return visit
  }
}

/** What one visit adds to its session's counts. */
export function countVisit(visit: VisitRow): SessionCounts {
  const isRefused = visit.refused || visit.consent?.agreed === 'refused'
  return {
    arrived: Number(visit.checkedIn),
    ...(visit.screening === null ? {} : { [visit.screening.outcome]: 1 }),
    refused: Number(isRefused),
    absent: Number(visit.absent),
    observed: Number(visit.observed),
  }
}

/** Adds up counts per session. */
export function addCounts(
  all: Map<string, SessionCounts>,
  sessionId: string,
  counts: SessionCounts,
  sign: 1 | -1,
): void {
  const sum = all.get(sessionId) ?? {}
  for (const column of countColumns) {
    const by = counts[column] ?? 0
    if (by !== 0) sum[column] = (sum[column] ?? 0) + sign * by
  }
  all.set(sessionId, sum)
}
