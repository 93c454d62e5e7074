/**
 * Who may be the same person. A number finds a duplicate; a name never decides alone. Twins (same birth, other
 * tên or other đệm) and people on one phone are not duplicates. Nothing here merges anybody.
 */
import type { LocalDate } from '../dates.ts'
import type { BirthPrecision, IdentifierKind, Sex } from './identifiers.ts'

export type MatchSubject = {
  fullNameFolded: string
  bornOn: LocalDate
  bornPrecision: BirthPrecision
  sex: Sex
  /** `key` is the canonical value or its lookup hash: only ever compared with keys made the same way. */
  identifiers: readonly { kind: IdentifierKind; key: string }[]
  wardKey: string
  /** Residential group; null when the list does not say. */
  groupKey: string | null
}

export type MatchReason =
  | 'same-identifier'
  | 'same-bhyt'
  | 'same-name-birth'
  | 'same-name-birth-year'
  | 'near-name-group'
export type Difference = 'name' | 'birth' | 'sex'
export type Match = {
  kind: 'duplicate' | 'suspected'
  reason: MatchReason
  /** What does not agree, to be shown beside the match. */
  differs: readonly Difference[]
}

const rank: Record<MatchReason, number> = {
  'same-identifier': 0,
  'same-bhyt': 1,
  'same-name-birth': 2,
  'same-name-birth-year': 3,
  'near-name-group': 4,
}

export function judgeMatch(a: MatchSubject, b: MatchSubject): Match | null {
  const reason = findReason(a, b)
  if (reason === null) return null
  const kind = reason === 'same-identifier' || reason === 'same-bhyt' ? 'duplicate' : 'suspected'
  return { kind, reason, differs: listDifferences(a, b) }
}

function findReason(a: MatchSubject, b: MatchSubject): MatchReason | null {
  const shared = a.identifiers.filter((own) => b.identifiers.some((other) => isSameNumber(own, other)))
  if (shared.length > 0) return shared.every(({ kind }) => kind === 'bhyt') ? 'same-bhyt' : 'same-identifier'
  const sameName = a.fullNameFolded === b.fullNameFolded
  const byDay = a.bornPrecision === 'day' && b.bornPrecision === 'day'
  if (sameName && byDay && a.bornOn === b.bornOn) return 'same-name-birth'
  // From here on the evidence is thin: two different cards, sexes or groups are two people.
  if (!isNeighbour(a, b) || differentNumbers(a, b) || differentSex(a, b) || !birthsAgree(a, b)) return null
  if (sameName) return 'same-name-birth-year'
  return isNearName(a.fullNameFolded, b.fullNameFolded) ? 'near-name-group' : null
}

/** The matches of one person, strongest first; equal ones keep the order of the candidates. */
export function selectMatches<T extends MatchSubject>(
  subject: MatchSubject,
  candidates: readonly T[],
): { candidate: T; match: Match }[] {
  return candidates
    .flatMap((candidate) => {
      const match = judgeMatch(subject, candidate)
      return match === null ? [] : [{ candidate, match }]
    })
    .sort((x, y) => rank[x.match.reason] - rank[y.match.reason])
}

function isSameNumber(
  a: { kind: IdentifierKind; key: string },
  b: { kind: IdentifierKind; key: string },
): boolean {
  return a.kind === b.kind && a.key === b.key
}

function differentNumbers(a: MatchSubject, b: MatchSubject): boolean {
  return a.identifiers.some((own) =>
    b.identifiers.some((other) => own.kind === other.kind && own.key !== other.key),
  )
}

function isNeighbour(a: MatchSubject, b: MatchSubject): boolean {
  return a.groupKey !== null && a.groupKey === b.groupKey && a.wardKey === b.wardKey
}

function differentSex(a: MatchSubject, b: MatchSubject): boolean {
  return a.sex !== b.sex && a.sex !== 'unknown' && b.sex !== 'unknown'
}

/** As far as both are known; a year-only birth agrees with any day of that year. Day and month may be swapped. */
function birthsAgree(a: MatchSubject, b: MatchSubject): boolean {
  if (a.bornOn.slice(0, 4) !== b.bornOn.slice(0, 4)) return false
  if (a.bornPrecision === 'year' || b.bornPrecision === 'year') return true
  if (
    a.bornOn.slice(5, 7) === b.bornOn.slice(5, 7) &&
    (a.bornPrecision === 'month' || b.bornPrecision === 'month')
  ) {
    return true
  }
  return a.bornOn === b.bornOn || a.bornOn.slice(5) === `${b.bornOn.slice(8)}-${b.bornOn.slice(5, 7)}`
}

/**
 * The same tên, and họ and đệm the same but for one letter in one word, or one word left out. The tên must be
 * equal: siblings and twins differ in it, or in a whole đệm.
 */
export function isNearName(a: string, b: string): boolean {
  const [long, short] = [a.split(' '), b.split(' ')].sort((x, y) => y.length - x.length) as [
    string[],
    string[],
  ]
  if (long.at(-1) !== short.at(-1) || short.length < 2) return false
  if (long.length === short.length + 1) {
    return long.some((_, at) => long.toSpliced(at, 1).join(' ') === short.join(' '))
  }
  if (long.length !== short.length) return false
  const pairs = long.map((word, at) => [word, short[at]!] as const).filter(([x, y]) => x !== y)
  return pairs.length === 1 && isOneSlip(...pairs[0]!)
}

/** One letter more, less, other, or two neighbours swapped. */
function isOneSlip(a: string, b: string): boolean {
  let start = 0
  while (start < a.length && start < b.length && a[start] === b[start]) start += 1
  let end = 0
  while (end < a.length - start && end < b.length - start && a.at(-1 - end) === b.at(-1 - end)) end += 1
  const [left, right] = [a.slice(start, a.length - end), b.slice(start, b.length - end)]
  return (
    (left.length <= 1 && right.length <= 1) ||
    (left.length === 2 && right.length === 2 && left[0] === right[1] && left[1] === right[0])
  )
}

function listDifferences(a: MatchSubject, b: MatchSubject): Difference[] {
  const differs: Difference[] = []
  if (a.fullNameFolded !== b.fullNameFolded) differs.push('name')
  if (!birthsAgree(a, b)) differs.push('birth')
  if (differentSex(a, b)) differs.push('sex')
  return differs
}
