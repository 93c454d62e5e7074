/**
 * The staff list of CV 6616 of 17/10/2021 (họ và tên, đơn vị, số CMND/CCCD, số điện thoại, nhiệm vụ): how its cells are
 * read, and what is wrong with a row. Who has an account already is asked elsewhere.
 */
import {
  canonicalIdentifier,
  canonicalPhone,
  cccdDoubts,
  readIdentifier,
  restorePhoneZero,
  type Identifier,
} from './identity/identifiers.ts'
import { cleanPersonName, cleanText, foldPersonName } from './identity/names.ts'
import { openFormula } from './person-list/cells.ts'
import { fontEvidence, legacyFonts, rescueFont } from './person-list/fonts.ts'
import { foldName } from './place-names.ts'
import { duties, dutyWords, selectMissingDuties, type Duty, type MissingDuty } from './roster.ts'
import {
  rosterFields,
  rosterHeadings,
  rosterProblems,
  type RosterField,
  type RosterProblemCode,
} from './roster-words.ts'

/** A row as typed. `duty` is what a person chose where the task says nothing that we know. */
export type RosterEntry = {
  rowNumber: number
  fullName: string
  unit: string
  idNumber: string
  phone: string
  task: string
  duty: Duty | null
}

export type RosterProblem = { code: RosterProblemCode; row: number | null }

export type JudgedEntry = {
  rowNumber: number
  fullName: string
  unit: string
  phone: string
  task: string
  identifier: Identifier | null
  duty: Duty | null
  problems: readonly RosterProblem[]
}

/** A row of a file as text; `rowNumber` is the one Excel shows, from 1. */
export type SheetRow = { rowNumber: number; cells: readonly string[] }

// On folded text without brackets; a column is what the first pattern says that fits.
const headingPatterns: readonly (readonly [RosterField, RegExp])[] = [
  ['idNumber', /\b(cccd|cmnd|cmt|can cuoc|chung minh|dinh danh|ho chieu|id number)\b/],
  ['phone', /dien thoai|^(so )?(sdt|dt|di dong|phone)\b/],
  ['task', /\b(nhiem vu|cong viec|phan cong|vai tro)\b|^(vi tri|task|duty|role)\b/],
  ['fullName', /^(ho va ten|ho ten|ten can bo|full name|name|ten)\b/],
  ['unit', /^(don vi|co quan|noi cong tac|noi lam viec|unit)\b/],
]
const HEADING_ROWS_MAX = 30
const FIELDS_MIN = 3

const foldHeading = (text: string) => foldName(cleanText(text.slice(0, 300)).replace(/\([^()]*\)/g, ' '))

function findField(heading: string): RosterField | null {
  const lao = rosterFields.find((field) => foldName(rosterHeadings[field].lo) === heading)
  return lao ?? headingPatterns.find(([, pattern]) => pattern.test(heading))?.[0] ?? null
}

export type RosterColumns = { row: number; columns: ReadonlyMap<RosterField, number> }

/** The row of headings, wherever it stands and whatever the order of its columns; null when there is none. */
export function findRosterColumns(rows: readonly SheetRow[]): RosterColumns | null {
  for (const { rowNumber, cells } of rows.slice(0, HEADING_ROWS_MAX)) {
    const columns = new Map<RosterField, number>()
    for (const [column, cell] of cells.entries()) {
      const field = findField(foldHeading(cell))
      if (field !== null && !columns.has(field)) columns.set(field, column)
    }
    if (columns.has('fullName') && columns.size >= FIELDS_MIN) return { row: rowNumber, columns }
  }
  return null
}

/** A sheet typed in TCVN3 or VNI as it was meant: by the font of its cells that can be nothing else. */
export function rescueRosterFonts(rows: readonly SheetRow[]): SheetRow[] {
  const votes = new Set(rows.flatMap(({ cells }) => cells.map(fontEvidence)))
  const font = legacyFonts.find((one) => votes.has(one) && !votes.has('unicode')) ?? null
  return rows.map(({ rowNumber, cells }) => ({
    rowNumber,
    cells: cells.map((cell) => rescueFont(cell, font) ?? cell),
  }))
}

const isNumbered = (text: string) => /^\(?\d{1,4}[.)]?$/.test(text.trim())
const digitsIn = (text: string) => text.replace(/\D/g, '').length
const DIGITS_OF_NUMBER = 8

/** A signature block stands below the last row that is surely somebody's: it is numbered, or tells a card or a phone. */
function findLastPerson(rows: readonly SheetRow[], { columns }: RosterColumns): number {
  const name = columns.get('fullName') ?? 0
  const told = [columns.get('idNumber'), columns.get('phone')].filter((column) => column !== undefined)
  const sure = rows.findLast(
    ({ cells }) =>
      cells.slice(0, name).some(isNumbered) ||
      told.some((column) => digitsIn(cells[column] ?? '') >= DIGITS_OF_NUMBER),
  )
  return sure?.rowNumber ?? Infinity
}

/** @returns the rows that say anything of a person; numbered lines left empty and signatures are none. */
export function readRosterRows(sheet: readonly SheetRow[], found: RosterColumns): RosterEntry[] {
  const { row, columns } = found
  const rows = sheet.filter(({ rowNumber }) => rowNumber > row)
  const last = findLastPerson(rows, found)
  const at = ({ cells }: SheetRow, field: RosterField) => {
    const column = columns.get(field)
    return column === undefined ? '' : cleanText(openFormula(cells[column] ?? ''))
  }
  return rows
    .filter(({ rowNumber }) => rowNumber <= last)
    .map((line) => ({
      rowNumber: line.rowNumber,
      fullName: at(line, 'fullName'),
      unit: at(line, 'unit'),
      idNumber: at(line, 'idNumber'),
      phone: at(line, 'phone'),
      task: at(line, 'task'),
      duty: null,
    }))
    .filter(({ fullName, unit, idNumber, phone, task }) => {
      const said = [fullName, unit, idNumber, phone, task].filter((text) => text !== '')
      // One cell alone is a signature, a date or a sum; a row of `1 2 3 4 5` numbers the columns.
      return said.length >= 2 && !said.every((text) => /^\(?\d{1,2}\)?$/.test(text))
    })
}

/** `điểm tiêm`, `trước khi tiêm`, `dữ liệu tiêm chủng` speak of the place, the time, the data; not of the needle. */
const aroundTheNeedle =
  /\b(diem|ban|buoi|truoc|sau|truoc khi|sau khi|du lieu|thong tin|he thong|phan mem|ma) tiem( chung)?\b/g
const taskPatterns: Readonly<Record<Duty, RegExp>> = {
  scanner: /\b(quet|scan|scanner|scanning|qr|check in|don tiep|tiep don)\b/,
  'data-entry': /\b(nhap lieu|nhap du lieu|nhap so lieu|nhap thong tin|nhap may|nhap|data entry|entry)\b/,
  screening: /\b(kham|sang loc|screening)\b/,
  vaccinator: /\b(tiem( chung)?|chich|vaccinator|vaccination)\b/,
  'site-lead': /\b(truong diem|phu trach|diem truong|truong nhom|to truong|site lead|lead)\b/,
}
const laoTasks: readonly (readonly [Duty, string])[] = [
  ['scanner', foldName('ສະແກນ')],
  ['data-entry', foldName('ປ້ອນຂໍ້ມູນ')],
  ['screening', foldName('ຄັດກອງ')],
  ['site-lead', foldName('ຫົວໜ້າ')],
]
const laoNeedle = foldName('ສັກ')
const laoSite = foldName('ຈຸດສັກ')

/** The one duty that a task names; null when it names none, or several. */
export function readTask(text: string): Duty | null {
  const task = foldName(cleanText(text))
  const own = duties.find((duty) => Object.values(dutyWords[duty]).some((words) => foldName(words) === task))
  if (own !== undefined) return own
  const plain = task.replace(aroundTheNeedle, '$1')
  const named = duties.filter((duty) => taskPatterns[duty].test(plain))
  const lao = laoTasks.filter(([, word]) => task.includes(word)).map(([duty]) => duty)
  if (task.replaceAll(laoSite, '').includes(laoNeedle)) lao.push('vaccinator')
  const all = new Set([...named, ...lao])
  return all.size === 1 ? [...all][0]! : null
}

/** Each row on its own, and against those before it. */
export function judgeRoster(entries: readonly RosterEntry[], country: 'VN' | 'LA'): JudgedEntry[] {
  const before = new Map<string, { row: number; name: string; duties: Map<Duty, number> }>()
  return entries.map((entry) => {
    const judged = judgeEntry(entry, country)
    const { identifier, duty, rowNumber } = judged
    if (identifier === null) return judged
    const key = `${identifier.kind} ${identifier.value}`
    const name = foldPersonName(judged.fullName)
    const known = before.get(key)
    if (known === undefined) {
      before.set(key, { row: rowNumber, name, duties: new Map(duty === null ? [] : [[duty, rowNumber]]) })
      return judged
    }
    if (known.name !== name) return withProblem(judged, 'number-twice', known.row)
    const same = duty === null ? undefined : known.duties.get(duty)
    if (same !== undefined) return withProblem(judged, 'repeated', same)
    if (duty !== null) known.duties.set(duty, rowNumber)
    return judged
  })
}

export function withProblem(
  entry: JudgedEntry,
  code: RosterProblemCode,
  row: number | null = null,
): JudgedEntry {
  return { ...entry, problems: [...entry.problems, { code, row }] }
}

function judgeEntry(entry: RosterEntry, country: 'VN' | 'LA'): JudgedEntry {
  const codes: RosterProblemCode[] = []
  const fullName = cleanPersonName(entry.fullName)
  if (fullName === '') codes.push('name-missing')
  const unit = cleanText(entry.unit)
  if (unit === '') codes.push('unit-missing')
  const number = readNumber(entry.idNumber, country)
  if (number.code !== null) codes.push(number.code)
  const phone = readPhone(entry.phone)
  if (phone.code !== null) codes.push(phone.code)
  const task = cleanText(entry.task)
  const duty = entry.duty ?? readTask(task)
  if (duty === null) codes.push('task-unknown')
  return {
    rowNumber: entry.rowNumber,
    fullName,
    unit,
    phone: phone.value,
    task,
    identifier: number.value,
    duty,
    problems: codes.map((code) => ({ code, row: null })),
  }
}

type Read<T> = { value: T; code: RosterProblemCode | null }

function readNumber(text: string, country: 'VN' | 'LA'): Read<Identifier | null> {
  if (cleanText(text) === '') return { value: null, code: 'number-missing' }
  const found = readIdentifier(text)
  if (found !== null) return { value: found, code: null }
  const digits = cleanText(text).replace(/[\s.\-']/g, '')
  // Every 12-digit number begins with 0; where the province then is one, the zeros were Excel's.
  const restored = /^\d{10,11}$/.test(digits) ? digits.padStart(12, '0') : null
  if (restored !== null && cccdDoubts(restored, { bornOn: null, sex: null }).length === 0)
    return { value: { kind: 'cccd', value: restored }, code: 'number-restored' }
  const other = country === 'LA' ? canonicalIdentifier('other', text) : null
  return other === null
    ? { value: null, code: 'number-invalid' }
    : { value: { kind: 'other', value: other }, code: null }
}

function readPhone(text: string): Read<string> {
  if (cleanText(text) === '') return { value: '', code: 'phone-missing' }
  const found = canonicalPhone(text)
  if (found !== null) return { value: found, code: null }
  const restored = restorePhoneZero(text)
  return restored === null
    ? { value: '', code: 'phone-invalid' }
    : { value: restored, code: 'phone-restored' }
}

export const isStopped = ({ problems }: Pick<JudgedEntry, 'problems'>): boolean =>
  problems.some(({ code }) => rosterProblems[code].severity === 'error')

/** Whom a site lacks when all on the list come: one scans, two enter data, and no two of them one person. */
export function selectLackingDuties(people: readonly { key: string; duty: Duty | null }[]): MissingDuty[] {
  return selectMissingDuties(
    people.flatMap(({ key, duty }) =>
      duty === null ? [] : [{ accountId: key, duty, joinedAt: 'listed', leftAt: null }],
    ),
  )
}

/** `Nguyễn Văn Thử` → `thunv`: tên, then the first letters of họ and đệm. What has no Latin letters is `canbo`. */
export function proposeSignInName(fullName: string): string {
  const words = foldPersonName(fullName)
    .split(' ')
    .map((word) => word.replace(/[^a-z0-9]/g, ''))
    .filter((word) => word !== '')
  const last = words.pop() ?? ''
  const name = (last + words.map((word) => word[0]).join('')).slice(0, 40)
  return name.length >= 3 ? name : 'canbo'
}
