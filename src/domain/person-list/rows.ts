/** One row of a registrant list read into one person: pure, and complete, so that every fault of a row is told at once. */
import { type LocalDate, ageOn } from '../dates.ts'
import type { Birth, Identifier, Sex } from '../identity/identifiers.ts'
import { cleanText, foldPersonName, nameKey } from '../identity/names.ts'
import { foldName } from '../place-names.ts'
import { cellOf } from './cell-of.ts'
import { readSex } from './cells.ts'
import { readDateCell } from './dates.ts'
import { type EarlierDose, readEarlierDoses } from './earlier-doses.ts'
import type { ListField } from './fields.ts'
import type { ListRow } from './headings.ts'
import { type ListLayout, decideLayout } from './layouts.ts'
import type { PlaceBook } from './list-places.ts'
import { readHousehold, type Household } from './household.ts'
import { readBhyt, readIdNumber, readPhone } from './numbers.ts'
import { type ReadingRules, type RowProblem, type RowRepair, RowFindings } from './problems.ts'
import { readPriority } from './priority.ts'
import { readResidence } from './residence.ts'
import { fixText } from './texts.ts'
import { writtenRow, type WrittenRow } from './written.ts'

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
  /** What the household book says besides; empty in most lists. */
  household: Household
}

/** `registrant` is null exactly when there is an error among the problems: then `written` is what the row says. */
export type RowReading = {
  rowNumber: number
  registrant: Registrant | null
  written: WrittenRow | null
  problems: readonly RowProblem[]
  repairs: readonly RowRepair[]
}

export type RowContext = ReadingRules & {
  /** The day on which the list is read: births and doses lie before it, place codes are valid on it. */
  on: LocalDate
  places: PlaceBook
  /** The ward that sends the list; null for an enterprise list, whose people live anywhere. */
  wardCode: string | null
  /** What the columns make it, unless the official said so. */
  layout?: ListLayout
}

const NAME_MAX = 100
const AGE_MAX = 120

/** @param groupName the residential group that a row above named for the rows below it. */
export function readRow(row: ListRow, context: RowContext, groupName = ''): RowReading {
  const findings = new RowFindings(row.rowNumber, context)
  const layout = context.layout ?? decideLayout(context.headings.columns)
  const cell = (field: ListField) => cellOf(row, context.headings, field)
  const text = (field: ListField) => fixText(field, cell(field), context, findings)
  const fullName = readName(text('fullName'), findings)
  const birth = readBirth(cell('bornOn'), context, findings)
  const sex = readSexCell(cell('sex'), context, findings)
  const priorityCode = readPriority(cell('priorityCode'), { layout, birth, on: context.on }, findings)
  const phone = readPhone(cell('phone'), findings)
  const known = { bornOn: birth?.bornOn ?? null, sex }
  const identifiers = [readIdNumber(cell('idNumber'), known, findings), readBhyt(cell('bhyt'), findings)]
  const residence = readResidence(cell, text('wardName'), context, findings)
  const earlierDoses = readEarlierDoses(cell, context, birth?.bornOn ?? null, findings)
  if (layout === 'history' && earlierDoses.length === 0 && !findings.hasErrors)
    findings.add('dose1.givenOn', 'history-empty', '')
  const said = {
    workplace: text('workplace'),
    groupName: text('groupName') || groupName,
    address: text('address'),
    note: text('note'),
  }
  const household = readHousehold(cell, text)
  const { rowNumber, problems, repairs } = findings
  if (findings.hasErrors || birth === null || sex === null || priorityCode === null) {
    return { rowNumber, registrant: null, written: writtenRow(fullName, cell), problems, repairs }
  }
  const registrant: Registrant = {
    fullName,
    fullNameFolded: foldPersonName(fullName),
    nameKey: nameKey(fullName),
    ...birth,
    sex,
    priorityCode,
    phone,
    identifiers: identifiers.filter((identifier) => identifier !== null),
    ...residence,
    ...said,
    earlierDoses,
    household,
  }
  return { rowNumber, registrant, written: null, problems, repairs }
}

function readName(name: string, findings: RowFindings): string {
  if (name === '') findings.add('fullName', 'name-missing', '')
  // `#REF!` is what a broken formula leaves behind.
  else if (name.length > NAME_MAX || /\p{Nd}|^#/u.test(name) || !/\p{L}/u.test(name)) {
    findings.add('fullName', 'name-unreadable', name)
  }
  return name
}

function readBirth(text: string, context: RowContext, findings: RowFindings): Birth | null {
  if (cleanText(text) === '') {
    findings.add('bornOn', 'birth-missing', text)
    return null
  }
  const date = readDateCell('bornOn', text, context, findings)
  if (date === null) findings.add('bornOn', 'birth-unreadable', text)
  else if (date.day > context.on) findings.add('bornOn', 'birth-in-future', text)
  else if (ageOn(date.day, context.on) > AGE_MAX)
    findings.add('bornOn', 'birth-implausible', text, { years: AGE_MAX })
  else return { bornOn: date.day, bornPrecision: date.precision }
  return null
}

function readSexCell(text: string, { conventions }: ReadingRules, findings: RowFindings): Sex | null {
  const typed = cleanText(text)
  if (typed === '') {
    findings.add('sex', 'sex-missing', text)
    return null
  }
  const isDigit = /^\d/.test(typed)
  const sex = isDigit && conventions?.sexDigits === false ? null : readSex(typed)
  if (sex !== null) return sex
  const meant = foldName(typed) === 'n' ? (conventions?.sexOfN ?? null) : null
  if (meant !== null && findings.repaired('sex', 'sex-letter', text, meant === 'male' ? 'Nam' : 'Nữ'))
    return meant
  findings.add('sex', 'sex-unreadable', text)
  return null
}
