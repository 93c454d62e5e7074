/**
 * Doses that the list says were given before. A half-told dose stops the row: losing it could put the next needle
 * in too early. Lot and place may be unknown.
 */
import type { LocalDate } from '../dates.ts'
import { cleanText } from '../identity/names.ts'
import { readDateCell } from './dates.ts'
import { type DosePart, type ListField, doseParts } from './fields.ts'
import type { Headings } from './headings.ts'
import type { ReadingRules, RowFindings } from './problems.ts'

export type EarlierDose = {
  /** The number of its column group: Mũi 1, Mũi 2… */
  number: number
  /** As written, or the code of annex PL5; the caller knows the products. */
  product: string
  givenOn: LocalDate
  lot: string
  /** Facility code of annex PL4, as written. */
  place: string
}

type Cell = (field: ListField) => string

export function readEarlierDoses(
  cell: Cell,
  context: ReadingRules & { on: LocalDate },
  bornOn: LocalDate | null,
  findings: RowFindings,
): EarlierDose[] {
  const doses: EarlierDose[] = []
  for (const { number, fields } of doseGroups(context.headings)) {
    const cells = fields.map(cell)
    if (cells.every((each) => each === '' || cleanText(each) === '')) continue
    const text = (part: DosePart) => cleanText(cells[doseParts.indexOf(part)]!)
    const givenOn = readGivenOn(number, text('givenOn'), context, bornOn, findings)
    if (text('product') === '') findings.add(`dose${number}.product`, 'dose-product-missing', '', { number })
    // A list without such a column has nowhere to say it.
    const isAsked = (part: DosePart) => context.headings.columns.has(`dose${number}.${part}`)
    if (text('lot') === '' && isAsked('lot'))
      findings.add(`dose${number}.lot`, 'dose-lot-missing', '', { number })
    if (text('place') === '' && isAsked('place'))
      findings.add(`dose${number}.place`, 'dose-place-missing', '', { number })
    const before = doses.at(-1)
    if (givenOn !== null && before !== undefined && before.givenOn >= givenOn) {
      findings.add(`dose${number}.givenOn`, 'dose-order', text('givenOn'), { number, before: before.number })
    }
    if (givenOn !== null)
      doses.push({ number, product: text('product'), givenOn, lot: text('lot'), place: text('place') })
  }
  return doses
}

type DoseGroup = { number: number; fields: readonly ListField[] }

/** The same for every row of a list. */
const groupsOf = new WeakMap<Headings, readonly DoseGroup[]>()

function doseGroups(headings: Headings): readonly DoseGroup[] {
  const known = groupsOf.get(headings)
  if (known !== undefined) return known
  const numbers = new Set<number>()
  for (const field of headings.columns.keys()) if (field.startsWith('dose')) numbers.add(Number(field[4]))
  const groups = [...numbers]
    .sort((a, b) => a - b)
    .map((number) => ({ number, fields: doseParts.map((part): ListField => `dose${number}.${part}`) }))
  groupsOf.set(headings, groups)
  return groups
}

function readGivenOn(
  number: number,
  text: string,
  context: ReadingRules & { on: LocalDate },
  bornOn: LocalDate | null,
  findings: RowFindings,
): LocalDate | null {
  const field: ListField = `dose${number}.givenOn`
  if (text === '') {
    findings.add(field, 'dose-date-missing', text, { number })
    return null
  }
  const date = readDateCell(field, text, context, findings)
  if (date === null || date.precision !== 'day') findings.add(field, 'dose-date-unreadable', text, { number })
  else if (date.day > context.on) findings.add(field, 'dose-date-in-future', text, { number })
  else if (bornOn !== null && date.day < bornOn) findings.add(field, 'dose-before-birth', text, { number })
  else return date.day
  return null
}
