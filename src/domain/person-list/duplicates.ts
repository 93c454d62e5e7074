/** People who stand in one file twice. Linear in the rows: only rows that share a key are compared. */
import { type Match, type MatchSubject, judgeMatch } from '../identity/match.ts'
import { foldPlaceName } from '../place-names.ts'
import type { Registrant, RowReading } from './rows.ts'

/** The earlier row stands; the later one repeats it or may repeat it. */
export type FileMatch = Match & { rowNumber: number; earlierRow: number }

/** More rows on one weak key than this say nothing (a year-only list of one group), and would cost the square. */
const BUCKET_MAX = 50

/** @returns the strongest match of each repeated row, by its row number. */
export function findFileDuplicates(readings: readonly RowReading[]): Map<number, FileMatch> {
  const found = new Map<number, FileMatch>()
  const buckets = new Map<string, { rowNumber: number; subject: MatchSubject }[]>()
  for (const { rowNumber, registrant } of readings) {
    if (registrant === null) continue
    const subject = toMatchSubject(registrant)
    for (const key of matchKeys(subject)) {
      const bucket = buckets.get(key) ?? []
      for (const earlier of bucket)
        keepStrongest(found, rowNumber, earlier.rowNumber, judgeMatch(earlier.subject, subject))
      if (bucket.length < BUCKET_MAX) bucket.push({ rowNumber, subject })
      buckets.set(key, bucket)
    }
  }
  return found
}

function keepStrongest(
  found: Map<number, FileMatch>,
  rowNumber: number,
  earlierRow: number,
  match: Match | null,
): void {
  if (match === null) return
  const held = found.get(rowNumber)
  if (held === undefined || (held.kind === 'suspected' && match.kind === 'duplicate')) {
    found.set(rowNumber, { ...match, rowNumber, earlierRow })
  }
}

/** Two people can only match when they share one of these: numbers first, so that a duplicate is found before a doubt. */
export function matchKeys(subject: MatchSubject): string[] {
  const last = subject.fullNameFolded.slice(subject.fullNameFolded.lastIndexOf(' ') + 1)
  const group =
    subject.groupKey === null
      ? []
      : [`g ${subject.wardKey} ${subject.groupKey} ${last} ${subject.bornOn.slice(0, 4)}`]
  return [
    ...subject.identifiers.map(({ kind, key }) => `n ${kind} ${key}`),
    `b ${subject.fullNameFolded} ${subject.bornOn}`,
    ...group,
  ]
}

export function toMatchSubject(registrant: Registrant): MatchSubject {
  return {
    fullNameFolded: registrant.fullNameFolded,
    bornOn: registrant.bornOn,
    bornPrecision: registrant.bornPrecision,
    sex: registrant.sex,
    identifiers: registrant.identifiers.map(({ kind, value }) => ({ kind, key: value })),
    wardKey: registrant.wardCode,
    groupKey: registrant.groupName === '' ? null : foldPlaceName(registrant.groupName, 'group'),
  }
}
