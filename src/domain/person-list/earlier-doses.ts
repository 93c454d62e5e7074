/**
 * Doses that the list says were given before. A half-told dose stops the row: losing it could put the next needle
 * in too early. Lot and place may be unknown.
 */
import type { LocalDate } from '../dates.ts'
import { cleanText } from '../identity/names.ts'
import { type ListDate, readListDate } from './cells.ts'
import { type DosePart, type Headings, type ListField, doseParts } from './headings.ts'
import type { RowFindings } from './problems.ts'

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
  context: { headings: Headings; on: LocalDate },
  bornOn: LocalDate | null,
  findings: RowFindings,
): EarlierDose[] {
  const doses: EarlierDose[] = []
  for (const number of doseNumbers(context.headings)) {
    const text = (part: DosePart) => cleanText(cell(`dose${number}.${part}`))
    if (doseParts.every((part) => text(part) === '')) continue
    const givenOn = readGivenOn(number, text('givenOn'), context.on, bornOn, findings)
    if (text('product') === '') findings.add(`dose${number}.product`, 'dose-product-missing', '', { number })
    if (text('lot') === '') findings.add(`dose${number}.lot`, 'dose-lot-missing', '', { number })
    if (text('place') === '') findings.add(`dose${number}.place`, 'dose-place-missing', '', { number })
    const before = doses.at(-1)
    if (givenOn !== null && before !== undefined && before.givenOn >= givenOn) {
      findings.add(`dose${number}.givenOn`, 'dose-order', text('givenOn'), { number, before: before.number })
    }
    if (givenOn !== null)
      doses.push({ number, product: text('product'), givenOn, lot: text('lot'), place: text('place') })
  }
  return doses
}

function doseNumbers(headings: Headings): number[] {
  const numbers = [...headings.columns.keys()].flatMap((field) => /^dose(\d)\./.exec(field)?.[1] ?? [])
  return [...new Set(numbers)].map(Number).sort((a, b) => a - b)
}

function readGivenOn(
  number: number,
  text: string,
  on: LocalDate,
  bornOn: LocalDate | null,
  findings: RowFindings,
): LocalDate | null {
  const field: ListField = `dose${number}.givenOn`
  const date: ListDate | null = text === '' ? null : readListDate(text, on)
  if (text === '') findings.add(field, 'dose-date-missing', text, { number })
  else if (date === null || date.precision !== 'day')
    findings.add(field, 'dose-date-unreadable', text, { number })
  else if (date.day > on) findings.add(field, 'dose-date-in-future', text, { number })
  else if (bornOn !== null && date.day < bornOn) findings.add(field, 'dose-before-birth', text, { number })
  else {
    if (date.repair !== null) findings.repaired(field, date.repair, text, date.day)
    return date.day
  }
  return null
}
