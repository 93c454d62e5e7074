/** One row of a registrant list read into one person: pure, and complete, so that every fault of a row is told at once. */
import { type LocalDate, ageOn } from '../dates.ts'
import type { Birth, Identifier, Sex } from '../identity/identifiers.ts'
import { cleanPersonName, cleanText, foldPersonName, nameKey } from '../identity/names.ts'
import { foldPlaceName } from '../place-names.ts'
import { readListDate, readPlaceCode, readSex } from './cells.ts'
import { type EarlierDose, readEarlierDoses } from './earlier-doses.ts'
import { type Headings, type ListField, type ListRow } from './headings.ts'
import { readBhyt, readIdNumber, readPhone } from './numbers.ts'
import { type RowProblem, type RowRepair, RowFindings } from './problems.ts'

/** A person as the list states them; texts are `''` when empty, as the tables keep them. */
export type Registrant = Birth & {
  fullName: string
  fullNameFolded: string
  nameKey: string
  sex: Sex
  /** Priority group 1–16 (QĐ 3355/QĐ-BYT). */
  priorityCode: number
  workplace: string
  /** Canonical (`0912345678`). */
  phone: string
  identifiers: readonly Identifier[]
  provinceCode: string
  districtCode: string
  /** Valid on the day of the list; the caller has the place behind it. */
  wardCode: string
  /** Residential group as written; the national form of Huế has it, the ministry's has not. */
  groupName: string
  address: string
  note: string
  earlierDoses: readonly EarlierDose[]
}

/** `registrant` is null exactly when there is an error among the problems. */
export type RowReading = {
  rowNumber: number
  registrant: Registrant | null
  problems: readonly RowProblem[]
  repairs: readonly RowRepair[]
}

/** The place that bore a code on the day of the list; null when none did. */
export type PlaceLookup = (code: string, level: 'province' | 'district' | 'ward') => { name: string } | null

export type RowContext = {
  headings: Headings
  /** The day on which the list is read: births and doses lie before it, place codes are valid on it. */
  on: LocalDate
  findPlace: PlaceLookup
  /** The ward that sends the list; null for an enterprise list, whose people live anywhere. */
  wardCode: string | null
}

const NAME_MAX = 100
const AGE_MAX = 120

export function readRow(row: ListRow, context: RowContext): RowReading {
  const findings = new RowFindings(row.rowNumber, context.headings)
  const cell = (field: ListField) => cellOf(row, context.headings, field)
  const fullName = readName(cell('fullName'), findings)
  const birth = readBirth(cell('bornOn'), context.on, findings)
  const sex = readSexCell(cell('sex'), findings)
  const priorityCode = readPriority(cell('priorityCode'), findings)
  const phone = readPhone(cell('phone'), findings)
  const known = { bornOn: birth?.bornOn ?? null, sex }
  const identifiers = [readIdNumber(cell('idNumber'), known, findings), readBhyt(cell('bhyt'), findings)]
  const residence = readResidence(cell, context, findings)
  const earlierDoses = readEarlierDoses(cell, context, birth?.bornOn ?? null, findings)
  const { rowNumber, problems, repairs } = findings
  if (findings.hasErrors || birth === null || sex === null || priorityCode === null) {
    return { rowNumber, registrant: null, problems, repairs }
  }
  const registrant: Registrant = {
    fullName,
    fullNameFolded: foldPersonName(fullName),
    nameKey: nameKey(fullName),
    ...birth,
    sex,
    priorityCode,
    workplace: cleanText(cell('workplace')),
    phone,
    identifiers: identifiers.filter((identifier) => identifier !== null),
    ...residence,
    groupName: cleanText(cell('groupName')),
    address: cleanText(cell('address')),
    note: cleanText(cell('note')),
    earlierDoses,
  }
  return { rowNumber, registrant, problems, repairs }
}

export function cellOf(row: ListRow, headings: Headings, field: ListField): string {
  const column = headings.columns.get(field)
  return column === undefined ? '' : (row.cells[column] ?? '')
}

function readName(text: string, findings: RowFindings): string {
  const name = cleanPersonName(text)
  if (name === '') findings.add('fullName', 'name-missing', text)
  else if (name.length > NAME_MAX || /\p{Nd}/u.test(name) || !/\p{L}/u.test(name)) {
    findings.add('fullName', 'name-unreadable', text)
  } else if (name !== text.trim()) findings.repaired('fullName', 'character-form', text, name)
  return name
}

function readBirth(text: string, on: LocalDate, findings: RowFindings): Birth | null {
  if (cleanText(text) === '') {
    findings.add('bornOn', 'birth-missing', text)
    return null
  }
  const date = readListDate(text, on)
  if (date === null) findings.add('bornOn', 'birth-unreadable', text)
  else if (date.day > on) findings.add('bornOn', 'birth-in-future', text)
  else if (ageOn(date.day, on) > AGE_MAX)
    findings.add('bornOn', 'birth-implausible', text, { years: AGE_MAX })
  else {
    if (date.repair !== null) findings.repaired('bornOn', date.repair, text, date.day)
    return { bornOn: date.day, bornPrecision: date.precision }
  }
  return null
}

function readSexCell(text: string, findings: RowFindings): Sex | null {
  if (cleanText(text) === '') {
    findings.add('sex', 'sex-missing', text)
    return null
  }
  const sex = readSex(text)
  if (sex === null) findings.add('sex', 'sex-unreadable', text)
  return sex
}

function readPriority(text: string, findings: RowFindings): number | null {
  if (cleanText(text) === '') {
    findings.add('priorityCode', 'priority-missing', text)
    return null
  }
  const match = /^(?:nh[oó]m )?0*(\d{1,2})(?:\.0+)?$/i.exec(cleanText(text))
  const code = Number(match?.[1] ?? 0)
  if (code >= 1 && code <= 16) return code
  findings.add('priorityCode', 'priority-unknown', text)
  return null
}

type Cell = (field: ListField) => string
type Residence = Pick<Registrant, 'provinceCode' | 'districtCode' | 'wardCode'>

/** Codes are required, names are not; the ward decides, the units above it only warn (they follow from the ward). */
function readResidence(cell: Cell, context: RowContext, findings: RowFindings): Residence {
  return {
    provinceCode: readUpperCode(cell('provinceCode'), 'province', context, findings),
    districtCode: readUpperCode(cell('districtCode'), 'district', context, findings),
    wardCode: readWard(cell, context, findings),
  }
}

function readUpperCode(
  text: string,
  level: 'province' | 'district',
  context: RowContext,
  findings: RowFindings,
): string {
  if (cleanText(text) === '') return ''
  const code = readPlaceCode(text, level === 'province' ? 2 : 3)
  if (code !== null && context.findPlace(code, level) !== null) return code
  findings.add(`${level}Code`, `${level}-unknown`, text)
  return ''
}

function readWard(cell: Cell, context: RowContext, findings: RowFindings): string {
  const text = cell('wardCode')
  if (cleanText(text) === '') {
    if (context.wardCode === null) findings.add('wardCode', 'ward-missing', text)
    else findings.add('wardCode', 'ward-assumed', text, { code: context.wardCode })
    return context.wardCode ?? ''
  }
  const code = readPlaceCode(text, 5)
  const place = code === null ? null : context.findPlace(code, 'ward')
  if (code === null || place === null) {
    findings.add('wardCode', 'ward-unknown', text, { on: context.on })
    return ''
  }
  if (code !== cleanText(text)) findings.repaired('wardCode', 'place-code-zeros', text, code)
  if (context.wardCode !== null && code !== context.wardCode) {
    findings.add('wardCode', 'ward-other', text, { code: context.wardCode })
  }
  const name = cell('wardName')
  if (cleanText(name) !== '' && foldPlaceName(name, 'ward') !== foldPlaceName(place.name, 'ward')) {
    findings.add('wardName', 'ward-name-differs', name, { name: place.name })
  }
  return code
}
