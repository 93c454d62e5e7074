/**
 * Who may be the same person. A number with a like name finds a duplicate; a name never decides alone. Twins (same birth,
 * other tên or other đệm), a father and his son, and people on one phone are not duplicates. Nothing here merges anybody.
 *
 * | evidence                                   | where                        | answer                        |
 * | ------------------------------------------ | ---------------------------- | ----------------------------- |
 * | same number, like name and birth           | anywhere                     | duplicate                     |
 * | same number, otherwise                     | anywhere                     | suspected: mistyped or shared |
 * | same name, same day of birth               | anywhere                     | suspected                     |
 * | same name, near or vaguer birth            | residential group            | suspected                     |
 * | near name, same birth                      | residential group, or ward where a group is not known | suspected |
 *
 * In the last two rows another sex, or two numbers of one kind that are not a slip of each other, make two people.
 */
import type { LocalDate } from '../dates.ts'
import { type BirthPrecision, type IdentifierKind, identifierKinds, type Sex } from './identifiers.ts'
import { compareNames, isOneSlip, type NameLikeness } from './name-likeness.ts'

export type MatchNumber = {
  kind: IdentifierKind
  /** The canonical value or its lookup hash: only ever compared with keys made the same way. */
  key: string
  /** What may be read of a sealed number: enough to tell a slip from another card. */
  last4: string
}

export type MatchSubject = {
  /** By `matchName`. */
  fullNameFolded: string
  bornOn: LocalDate
  bornPrecision: BirthPrecision
  sex: Sex
  identifiers: readonly MatchNumber[]
  wardKey: string
  /** Residential group; null when the list does not say. */
  groupKey: string | null
}

/** Strongest first. */
export const matchReasons = [
  'same-identifier',
  'same-bhyt',
  'same-name-birth',
  'same-name-near-birth',
  'same-name-birth-year',
  'near-name-birth',
  'near-name-group',
] as const
export type MatchReason = (typeof matchReasons)[number]
export type Difference = 'name' | 'birth' | 'sex'
export type Match = {
  kind: 'duplicate' | 'suspected'
  reason: MatchReason
  /** What does not agree, to be shown beside the match. */
  differs: readonly Difference[]
}

type Evidence = {
  numbers: NumberLikeness
  names: NameLikeness
  births: BirthLikeness
  isOtherSex: boolean
  places: 'same-group' | 'same-ward' | 'apart'
}

export function judgeMatch(a: MatchSubject, b: MatchSubject): Match | null {
  const names = compareNames(a.fullNameFolded, b.fullNameFolded)
  // Most who share a day of birth and no more end here.
  if (names === 'other' && !hasSharedNumber(a.identifiers, b.identifiers)) return null
  const evidence: Evidence = {
    numbers: compareNumbers(a.identifiers, b.identifiers),
    names,
    births: compareBirths(a, b),
    isOtherSex: a.sex !== b.sex && a.sex !== 'unknown' && b.sex !== 'unknown',
    places: comparePlaces(a, b),
  }
  const reason = findReason(evidence)
  if (reason === null) return null
  return {
    kind: isSurelyOne(evidence) ? 'duplicate' : 'suspected',
    reason,
    differs: listDifferences(evidence),
  }
}

/** Duplicates first, then by the strength of the reason. */
export function compareMatches(a: Match, b: Match): number {
  if (a.kind !== b.kind) return a.kind === 'duplicate' ? -1 : 1
  return matchReasons.indexOf(a.reason) - matchReasons.indexOf(b.reason)
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
    .sort((x, y) => compareMatches(x.match, y.match))
}

/**
 * One number, a like name and a like birth. One thing may speak against it (a slip in the name, a corrected sex, another
 * card), two make it a question. So does another birth or another tên, whatever else agrees: the number of one twin copied
 * to the other, that of a mother used for her child.
 */
function isSurelyOne({ names, births, isOtherSex, numbers }: Evidence): boolean {
  if (numbers.shared === null || births === 'other' || (names !== 'same' && names !== 'near')) return false
  const doubts = [names === 'near', isOtherSex, numbers.others === 'other']
  return doubts.filter(Boolean).length <= 1
}

function findReason({ names, births, isOtherSex, numbers, places }: Evidence): MatchReason | null {
  if (numbers.shared !== null) return numbers.shared
  const isOtherNumber = numbers.others === 'other'
  if (names === 'same' && births === 'same') {
    return isOtherSex && isOtherNumber ? null : 'same-name-birth'
  }
  // From here on the evidence is thin: two different cards, sexes or places are two people.
  if (isOtherSex || isOtherNumber || places === 'apart' || births === 'other' || names === 'other')
    return null
  const isGroup = places === 'same-group'
  if (names === 'same') {
    if (births === 'vague') return isGroup ? 'same-name-birth-year' : null
    return isGroup || births === 'swapped' ? 'same-name-near-birth' : null
  }
  // Twins and sisters: a slip in the tên is believed only where their cards do not tell them apart.
  if (names === 'near-given' && (births === 'vague' || numbers.others === 'next')) return null
  if (births === 'near') return null
  if (births === 'vague') return isGroup ? 'near-name-group' : null
  return isGroup ? 'near-name-group' : 'near-name-birth'
}

type NumberLikeness = {
  shared: 'same-identifier' | 'same-bhyt' | null
  /**
   * How the numbers that are not shared compare. `slip`: one may be the other mistyped. `next`: it may, or the two cards were
   * issued one after the other, as those of twins are.
   */
  others: 'unknown' | 'slip' | 'next' | 'other'
}

function hasSharedNumber(a: readonly MatchNumber[], b: readonly MatchNumber[]): boolean {
  return a.some(({ kind, key }) => b.some((held) => held.key === key && held.kind === kind))
}

/** Kind by kind: of several numbers of one kind (a new card and the old), one in common is enough. */
function compareNumbers(a: readonly MatchNumber[], b: readonly MatchNumber[]): NumberLikeness {
  const found: NumberLikeness = { shared: null, others: 'unknown' }
  if (a.length === 0 || b.length === 0) return found
  for (const kind of identifierKinds) {
    const likeness = compareKind(kind, a, b)
    if (likeness === 'shared')
      found.shared = kind === 'bhyt' && found.shared === null ? 'same-bhyt' : 'same-identifier'
    else if (likeness !== 'unknown' && found.others !== 'other') found.others = likeness
  }
  return found
}

function compareKind(
  kind: IdentifierKind,
  a: readonly MatchNumber[],
  b: readonly MatchNumber[],
): NumberLikeness['others'] | 'shared' {
  let likeness: NumberLikeness['others'] = 'unknown'
  for (const own of a) {
    if (own.kind !== kind) continue
    for (const held of b) {
      if (held.kind !== kind) continue
      if (held.key === own.key) return 'shared'
      if (likeness !== 'slip') likeness = compareTails(own.last4, held.last4)
    }
  }
  return likeness
}

/** Of numbers that are not equal: where the tails are, the slip lies before them. */
function compareTails(a: string, b: string): NumberLikeness['others'] {
  if (!isOneSlip(a, b)) return 'other'
  return a !== b && Math.abs(Number(a) - Number(b)) < 10 ? 'next' : 'slip'
}

/** A group that is not known does not part two people of one ward. */
function comparePlaces(a: MatchSubject, b: MatchSubject): Evidence['places'] {
  if (a.wardKey !== b.wardKey) return 'apart'
  if (a.groupKey === null || b.groupKey === null) return 'same-ward'
  return a.groupKey === b.groupKey ? 'same-group' : 'apart'
}

type BirthLikeness = 'same' | 'vague' | 'swapped' | 'near' | 'other'

/**
 * `vague`: agrees as far as both are known (a year-only birth agrees with any day of that year). `swapped`: day and month
 * changed places. `near`: one slip in the day, the month or the year.
 */
function compareBirths(a: MatchSubject, b: MatchSubject): BirthLikeness {
  const [first, second] = [a.bornOn, b.bornOn]
  const isSameYear = first.startsWith(second.slice(0, 4))
  if (a.bornPrecision !== 'day' || b.bornPrecision !== 'day') {
    const isYearOnly = a.bornPrecision === 'year' || b.bornPrecision === 'year'
    return isSameYear && (isYearOnly || first.slice(5, 7) === second.slice(5, 7)) ? 'vague' : 'other'
  }
  if (first === second) return 'same'
  const [monthDay, otherMonthDay] = [first.slice(5), second.slice(5)]
  if (!isSameYear) {
    return monthDay === otherMonthDay && isOneSlip(first.slice(0, 4), second.slice(0, 4)) ? 'near' : 'other'
  }
  if (monthDay === `${otherMonthDay.slice(3)}-${otherMonthDay.slice(0, 2)}`) return 'swapped'
  const isSamePart =
    monthDay.slice(0, 2) === otherMonthDay.slice(0, 2) || monthDay.slice(3) === otherMonthDay.slice(3)
  return isSamePart && isOneSlip(monthDay, otherMonthDay) ? 'near' : 'other'
}

function listDifferences({ names, births, isOtherSex }: Evidence): Difference[] {
  const differs: Difference[] = []
  if (names !== 'same') differs.push('name')
  if (births !== 'same' && births !== 'vague') differs.push('birth')
  if (isOtherSex) differs.push('sex')
  return differs
}
