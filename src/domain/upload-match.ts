/**
 * What becomes of the rows of an uploaded list. Every row has exactly one outcome, so that an upload always adds up;
 * the same list sent again changes nothing, and a mended one changes only what was mended.
 */
import type { Birth, IdentifierKind, Sex } from './identity/identifiers.ts'
import {
  judgeMatch,
  type Difference,
  type Match,
  type MatchReason,
  type MatchSubject,
} from './identity/match.ts'
import { foldPersonName } from './identity/names.ts'
import { matchKeys } from './person-list/duplicates.ts'
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
}

/** `key` is the lookup hash of a number; here nobody reads the number itself. */
export type PersonKey = { kind: IdentifierKind; key: string }
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
  /** Found in another ward by a number and the birth date. */
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

const texts = ['phone', 'address', 'workplace'] as const
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
    const says = (person: ListedPerson) => JSON.stringify(fields.map((field) => person[field]))
    if (says(row) === says(now) || (sent !== null && says(row) === says(sent))) return
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

/** More people on one weak key than this say nothing, and would cost the square. */
const BUCKET_MAX = 200

/** Who is meant by each row, surest first; nobody is taken for two rows. Rows in the order of the file. */
export function judgeRows(rows: readonly StagedRow[], people: readonly KnownPerson[]): RowJudgement[] {
  const index = indexPeople(people)
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
  return rows.map((row) => judged.get(row.rowNumber) ?? judgeRow(row, index, taken))
}

function judgeRow(
  row: StagedRow,
  index: ReadonlyMap<string, readonly KnownPerson[]>,
  taken: Map<string, number>,
): RowJudgement {
  const { rowNumber, person, repeat, elsewhere } = row
  const plainRow = { rowNumber, personId: null, repeatsRow: null, match: null, change: null }
  if (person === null) return { ...plainRow, outcome: 'rejected' }
  const inFile: RowMatch | null =
    repeat === null ? null : { where: 'file', reason: repeat.reason, differs: repeat.differs, changes: [] }
  const repeatsRow = repeat?.earlierRow ?? null
  if (repeat?.kind === 'duplicate') return { ...plainRow, outcome: 'duplicate', repeatsRow, match: inFile }
  const found = findMatches(person, index)
  const sure = found.find(({ isSure, known }) => isSure && !taken.has(known.personId))
  if (sure !== undefined) {
    taken.set(sure.known.personId, rowNumber)
    return matched(row, person, sure, sure.known.now === null ? 'duplicate' : null)
  }
  if (elsewhere !== null) {
    const match: RowMatch = {
      where: 'elsewhere',
      reason: 'same-identifier',
      differs: elsewhere.sameName ? [] : ['name'],
      changes: [],
    }
    const outcome = elsewhere.sameName ? 'duplicate' : 'suspected'
    return { ...plainRow, outcome, personId: elsewhere.personId, match }
  }
  const doubtful = found[0]
  if (doubtful !== undefined) {
    const judgement = matched(row, person, doubtful, 'suspected')
    return { ...judgement, repeatsRow: taken.get(doubtful.known.personId) ?? null }
  }
  if (inFile !== null) return { ...plainRow, outcome: 'suspected', repeatsRow, match: inFile }
  return { ...plainRow, outcome: 'new' }
}

/** Everybody whom a person at the desk may be, surest first. */
export function selectLikely(person: ListedPerson, people: readonly KnownPerson[]): Found[] {
  return findMatches(person, indexPeople(people))
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

/** Sure ones first, then doubtful ones, each once. */
function findMatches(person: ListedPerson, index: ReadonlyMap<string, readonly KnownPerson[]>): Found[] {
  const subject = subjectOf(person)
  const seen = new Set<string>()
  const found: Found[] = []
  for (const key of matchKeys(subject)) {
    for (const known of index.get(key) ?? []) {
      if (seen.has(known.personId)) continue
      seen.add(known.personId)
      const match = findMatch(subject, known)
      if (match !== null) found.push(match)
    }
  }
  return found.sort((a, b) => Number(b.isSure) - Number(a.isSure))
}

function findMatch(subject: MatchSubject, known: KnownPerson): Found | null {
  let best: Found | null = null
  for (const state of [known.now, known.sent]) {
    if (state === null) continue
    const other = subjectOf(state)
    const match = judgeMatch(subject, other)
    const isSure = isSameNumber(match) || (known.sent !== null && isSameRow(subject, other))
    const reason = match ?? { reason: 'same-name-birth-year' as const, differs: [] }
    if (isSure) return { known, match: { reason: reason.reason, differs: reason.differs }, isSure }
    if (match !== null) best ??= { known, match: { reason: match.reason, differs: match.differs }, isSure }
  }
  return best
}

/** One number with another name and another birth is a question, not an answer. */
function isSameNumber(match: Match | null): boolean {
  return match?.kind === 'duplicate' && !(match.differs.includes('name') && match.differs.includes('birth'))
}

/** On one and the same list, name and birth as written tell its rows apart, unless a number or the sex speaks against it. */
function isSameRow(a: MatchSubject, b: MatchSubject): boolean {
  const otherNumber = a.identifiers.some((own) =>
    b.identifiers.some((held) => own.kind === held.kind && own.key !== held.key),
  )
  const sameBirth = a.bornOn === b.bornOn && a.bornPrecision === b.bornPrecision
  return a.fullNameFolded === b.fullNameFolded && sameBirth && a.sex === b.sex && !otherNumber
}

function indexPeople(people: readonly KnownPerson[]): Map<string, KnownPerson[]> {
  const index = new Map<string, KnownPerson[]>()
  for (const known of people) {
    const states = [known.now, known.sent].filter((state) => state !== null)
    for (const key of new Set(states.flatMap((state) => matchKeys(subjectOf(state))))) {
      const bucket = index.get(key) ?? []
      if (bucket.length < BUCKET_MAX) bucket.push(known)
      index.set(key, bucket)
    }
  }
  return index
}

function subjectOf(person: ListedPerson): MatchSubject {
  const { bornOn, bornPrecision, sex, identifiers, wardId, groupId } = person
  const fullNameFolded = foldPersonName(person.fullName)
  return { fullNameFolded, bornOn, bornPrecision, sex, identifiers, wardKey: wardId, groupKey: groupId }
}
