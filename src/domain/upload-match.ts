/**
 * What becomes of the rows of an uploaded list. Every row has exactly one outcome, so that an upload always adds up;
 * the same list sent again changes nothing, and a mended one changes only what was mended.
 *
 * The candidates that the judge needs; more of them change nothing, fewer lose matches (`identity/match-keys.ts`). For the
 * rows of a list, of people who are kept (`canonical_id = id`, the numbers of all who were merged into them included) and
 * live in the ward:
 * 1. who bears one of the numbers;
 * 2. who was born on the row's day, or on the day with day and month changed (precision `day`), whatever the name;
 * 3. of the row's group: who was born in the year, when either birth is not known to the day; whoever has the folded name
 *    and was born in the year, or on the same day and month of another year;
 * 4. everybody whom this list has sent before, wherever they live (`sent`, `contentKey`).
 * Of people elsewhere only `StagedRow.elsewhere`. Of each person all numbers with `kind`, `key` and `last4`.
 */
import type { Birth, Sex } from './identity/identifiers.ts'
import {
  compareMatches,
  judgeMatch,
  type Difference,
  type Match,
  type MatchNumber,
  type MatchReason,
  type MatchSubject,
} from './identity/match.ts'
import { compareNames } from './identity/name-likeness.ts'
import { MatchIndex } from './identity/match-keys.ts'
import { foldPersonName, matchName } from './identity/names.ts'
import { type DecidedPairs, pairKey } from './identity/pairs.ts'
import type { RowOutcome } from './person-list/words.ts'

/** What a list may say and mend of a person. The residence is not among it: people move by a decision, not by a list. */
export type PersonFields = Birth & {
  fullName: string
  sex: Sex
  priorityCode: number
  phone: string
  address: string
  workplace: string
  groupId: string | null
} & PersonHousehold

/** What the household book says of a person. */
export type PersonHousehold = { householdNumber: string; householdRelation: string; ethnicity: string }
/** Of people who come by no book. */
export const noHousehold: PersonHousehold = { householdNumber: '', householdRelation: '', ethnicity: '' }

/** `key` is the lookup hash of a number; here nobody reads the number itself. */
export type PersonKey = MatchNumber
export type ListedPerson = PersonFields & { wardId: string; identifiers: readonly PersonKey[] }

/** Somebody whom a row may mean. */
export type KnownPerson = {
  personId: string
  /** As kept now; null for one who lives elsewhere, whom this list may name but not read. */
  now: ListedPerson | null
  /** As this list sent them last; null when it never did. */
  sent: ListedPerson | null
  /** Hash of all that was sent then. */
  contentKey: string | null
}

export type StagedRow = {
  rowNumber: number
  /** Null when an error stops the row. */
  person: ListedPerson | null
  contentKey: string | null
  /** The earlier row of this file that it repeats or may repeat. */
  repeat: (Match & { earlierRow: number }) | null
  /**
   * Found in another ward by a number and the birth date. Not by a name: in a city it would hold back a row in a hundred that
   * the ward, which may not see the other, could not decide; such pairs are on the work list of the centre.
   */
  elsewhere: { personId: string; sameName: boolean } | null
}

export type RowMatch = {
  where: 'file' | 'here' | 'elsewhere'
  reason: MatchReason | 'sent-before'
  differs: readonly Difference[]
  /** Fields that the row would change; `identifiers` when it brings a new number. */
  changes: readonly string[]
}

export type RowJudgement = {
  rowNumber: number
  outcome: RowOutcome
  personId: string | null
  repeatsRow: number | null
  match: RowMatch | null
  change: PersonChange | null
}

export type PersonChange = {
  before: Partial<PersonFields>
  after: Partial<PersonFields>
  newKeys: readonly PersonKey[]
}

const texts = ['phone', 'address', 'workplace', 'householdNumber', 'householdRelation', 'ethnicity'] as const
const plain = ['fullName', 'sex', 'priorityCode'] as const

/**
 * What the row changes of the person. An empty cell erases nothing, a year does not replace a day of that year, and
 * what the list has said before is not said again: it may have been corrected since.
 */
export function decideChange(row: ListedPerson, known: Pick<KnownPerson, 'now' | 'sent'>): PersonChange {
  const before: Partial<PersonFields> = {}
  const after: Partial<PersonFields> = {}
  const { now, sent } = known
  if (now === null) return { before, after, newKeys: [] }
  const take = (...fields: (keyof PersonFields)[]) => {
    const saysAs = (person: ListedPerson) => fields.every((field) => row[field] === person[field])
    if (saysAs(now) || (sent !== null && saysAs(sent))) return
    for (const field of fields) {
      Object.assign(before, { [field]: now[field] })
      Object.assign(after, { [field]: row[field] })
    }
  }
  for (const field of plain) if (row[field] !== 'unknown') take(field)
  for (const field of texts) if (row[field] !== '') take(field)
  if (!isVaguer(row, now)) take('bornOn', 'bornPrecision')
  if (row.groupId !== null && row.wardId === now.wardId) take('groupId')
  const newKeys = row.identifiers.filter((own) => !now.identifiers.some((held) => isSameKey(own, held)))
  return { before, after, newKeys }
}

const precision = { year: 4, month: 7, day: 10 } as const

function isVaguer(row: Birth, now: Birth): boolean {
  const known = precision[row.bornPrecision]
  return known < precision[now.bornPrecision] && row.bornOn.slice(0, known) === now.bornOn.slice(0, known)
}

function isSameKey(a: PersonKey, b: PersonKey): boolean {
  return a.kind === b.kind && a.key === b.key
}

export function changedFields({ after, newKeys }: PersonChange): string[] {
  return [...Object.keys(after), ...(newKeys.length > 0 ? ['identifiers'] : [])]
}

/**
 * Who is meant by each row, surest first; nobody is taken for two rows. Rows in the order of the file.
 *
 * @param decided what was answered before: a question is not asked twice.
 */
export function judgeRows(
  rows: readonly StagedRow[],
  people: readonly KnownPerson[],
  decided: DecidedPairs = new Set(),
): RowJudgement[] {
  const taken = new Map<string, number>()
  const judged = new Map<number, RowJudgement>()
  const unchanged = Map.groupBy(people, ({ contentKey }) => contentKey)
  for (const { rowNumber, contentKey } of rows) {
    if (contentKey === null) continue
    const known = unchanged.get(contentKey)?.find(({ personId }) => !taken.has(personId))
    if (known === undefined) continue
    taken.set(known.personId, rowNumber)
    const match: RowMatch = { where: whereIs(known), reason: 'sent-before', differs: [], changes: [] }
    const { personId } = known
    judged.set(rowNumber, { rowNumber, outcome: 'same', personId, repeatsRow: null, match, change: null })
  }
  if (judged.size === rows.length) return rows.map(({ rowNumber }) => judged.get(rowNumber)!)
  const subjectOf = subjects()
  const index = indexPeople(people, subjectOf)
  const find = (person: ListedPerson) => findMatches(subjectOf(person), index)
  const contentKeys = new Map(rows.map(({ rowNumber, contentKey }) => [rowNumber, contentKey]))
  return rows.map(
    (row) =>
      judged.get(row.rowNumber) ?? judgeRow(withoutDecided(row, contentKeys, decided), find, taken, decided),
  )
}

/** Without the questions that were answered "another person". */
function withoutDecided(
  row: StagedRow,
  contentKeys: ReadonlyMap<number, string | null>,
  decided: DecidedPairs,
): StagedRow {
  const { contentKey, repeat, elsewhere } = row
  if (decided.size === 0 || contentKey === null) return row
  const earlierKey = repeat === null ? null : (contentKeys.get(repeat.earlierRow) ?? null)
  const isOther = (key: string | null) => key !== null && decided.has(pairKey(contentKey, key))
  return {
    ...row,
    repeat: repeat?.kind === 'suspected' && isOther(earlierKey) ? null : repeat,
    elsewhere: elsewhere?.sameName === false && isOther(elsewhere.personId) ? null : elsewhere,
  }
}

function judgeRow(
  row: StagedRow,
  find: (person: ListedPerson) => Found[],
  taken: Map<string, number>,
  decided: DecidedPairs,
): RowJudgement {
  const { rowNumber, person, contentKey, repeat, elsewhere } = row
  const plainRow = { rowNumber, personId: null, repeatsRow: null, match: null, change: null }
  if (person === null) return { ...plainRow, outcome: 'rejected' }
  const inFile: RowMatch | null =
    repeat === null ? null : { where: 'file', reason: repeat.reason, differs: repeat.differs, changes: [] }
  const repeatsRow = repeat?.earlierRow ?? null
  if (repeat?.kind === 'duplicate') return { ...plainRow, outcome: 'duplicate', repeatsRow, match: inFile }
  const found = find(person)
  const sure = found.find(({ isSure, known }) => isSure && !taken.has(known.personId))
  if (sure !== undefined) {
    taken.set(sure.known.personId, rowNumber)
    return matched(row, person, sure, sure.known.now === null ? 'duplicate' : null)
  }
  if (elsewhere !== null) {
    const { personId, sameName } = elsewhere
    const differs = sameName ? [] : (['name'] as const)
    const match: RowMatch = { where: 'elsewhere', reason: 'same-identifier', differs, changes: [] }
    return { ...plainRow, outcome: sameName ? 'duplicate' : 'suspected', personId, match }
  }
  const isAsked = ({ known }: Found) =>
    contentKey === null || !decided.has(pairKey(contentKey, known.personId))
  const doubtful = found.find(isAsked)
  if (doubtful !== undefined) {
    const judgement = matched(row, person, doubtful, 'suspected')
    return { ...judgement, repeatsRow: taken.get(doubtful.known.personId) ?? null }
  }
  if (inFile !== null) return { ...plainRow, outcome: 'suspected', repeatsRow, match: inFile }
  return { ...plainRow, outcome: 'new' }
}

/** Everybody whom a person at the desk may be, surest first. */
export function selectLikely(person: ListedPerson, people: readonly KnownPerson[]): Found[] {
  const subjectOf = subjects()
  return findMatches(subjectOf(person), indexPeople(people, subjectOf))
}

export type Found = { known: KnownPerson; match: Omit<RowMatch, 'where' | 'changes'>; isSure: boolean }

function matched(
  { rowNumber }: StagedRow,
  person: ListedPerson,
  { known, match }: Found,
  said: 'duplicate' | 'suspected' | null,
): RowJudgement {
  const change = decideChange(person, known)
  const changes = changedFields(change)
  return {
    rowNumber,
    outcome: said ?? (changes.length > 0 ? 'changed' : 'same'),
    personId: known.personId,
    repeatsRow: null,
    match: { where: whereIs(known), ...match, changes },
    change: known.now === null ? null : change,
  }
}

function whereIs({ now }: KnownPerson): 'here' | 'elsewhere' {
  return now === null ? 'elsewhere' : 'here'
}

type Indexed = { known: KnownPerson; states: readonly MatchSubject[] }
type Ranked = Found & { strength: Match | null }

/** Sure ones first, then by the strength of the match. */
function findMatches(subject: MatchSubject, index: MatchIndex<Indexed>): Found[] {
  const found: Ranked[] = []
  for (const candidate of index.find(subject)) {
    const match = findMatch(subject, candidate)
    if (match !== null) found.push(match)
  }
  if (found.length < 2) return found
  return found.sort((a, b) => Number(b.isSure) - Number(a.isSure) || compareStrength(a.strength, b.strength))
}

function compareStrength(a: Match | null, b: Match | null): number {
  if (a === null || b === null) return Number(a === null) - Number(b === null)
  return compareMatches(a, b) || a.differs.length - b.differs.length
}

function findMatch(subject: MatchSubject, { known, states }: Indexed): Ranked | null {
  let best: Ranked | null = null
  for (const other of states) {
    const strength = judgeMatch(subject, other)
    const isSure =
      strength?.kind === 'duplicate' ||
      (strength !== null && isMended(subject, other, strength)) ||
      (known.sent !== null && isSameRow(subject, other))
    const { reason, differs } = strength ?? { reason: 'same-name-birth-year' as const, differs: [] }
    if (isSure) return { known, match: { reason, differs }, isSure, strength }
    if (strength !== null) best ??= { known, match: { reason, differs }, isSure, strength }
  }
  return best
}

/** Years between a birth and its correction; between a mother and her child there are more. */
const MENDED_YEARS_MAX = 9

/**
 * One number, and all the same but for a slip in the tên or another birth: in one file two rows that somebody must look at,
 * against who is kept a mended one.
 */
function isMended(a: MatchSubject, b: MatchSubject, { reason, differs }: Match): boolean {
  if ((reason !== 'same-identifier' && reason !== 'same-bhyt') || differs.length !== 1) return false
  if (differs[0] === 'name') return compareNames(a.fullNameFolded, b.fullNameFolded) === 'near-given'
  const years = Math.abs(Number(a.bornOn.slice(0, 4)) - Number(b.bornOn.slice(0, 4)))
  return differs[0] === 'birth' && years <= MENDED_YEARS_MAX
}

/** On one and the same list, name and birth as written tell its rows apart, unless a number or the sex speaks against it. */
function isSameRow(a: MatchSubject, b: MatchSubject): boolean {
  const otherNumber = a.identifiers.some((own) =>
    b.identifiers.some((held) => own.kind === held.kind && own.key !== held.key),
  )
  const sameBirth = a.bornOn === b.bornOn && a.bornPrecision === b.bornPrecision
  return a.fullNameFolded === b.fullNameFolded && sameBirth && a.sex === b.sex && !otherNumber
}

function indexPeople(people: readonly KnownPerson[], subjectOf: SubjectOf): MatchIndex<Indexed> {
  const index = new MatchIndex<Indexed>()
  for (const known of people) {
    const states = [known.now, known.sent].filter((state) => state !== null).map(subjectOf)
    if (states.length > 0) index.add({ known, states }, ...states)
  }
  return index
}

type SubjectOf = (person: ListedPerson) => MatchSubject

/** Folding a name is the dearest part, and most names come many times. */
function subjects(): SubjectOf {
  const names = new Map<string, string>()
  return ({ fullName, bornOn, bornPrecision, sex, identifiers, wardId, groupId }) => {
    const fullNameFolded = names.get(fullName) ?? matchName(foldPersonName(fullName))
    names.set(fullName, fullNameFolded)
    return { fullNameFolded, bornOn, bornPrecision, sex, identifiers, wardKey: wardId, groupKey: groupId }
  }
}
