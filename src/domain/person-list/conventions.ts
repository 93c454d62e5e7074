/**
 * What only a whole column can tell: whether the month or the day comes first, what `N` stands for, in which font
 * a text was typed. Gathered in one pass before the rows are read.
 */
import type { LocalDate } from '../dates.ts'
import type { Sex } from '../identity/identifiers.ts'
import { cleanText } from '../identity/names.ts'
import { foldName } from '../place-names.ts'
import { cellOf, columnOf } from './cell-of.ts'
import { dateOrderOf } from './cells.ts'
import type { ListField } from './fields.ts'
import { type FontEvidence, type LegacyFont, fontEvidence, legacyFonts } from './fonts.ts'
import type { Headings, ListRow } from './headings.ts'

/**
 * `unsure`: dates that can be read both ways are read day first, with a warning. `cells-unsure`: texts have days after
 * the 12th only and date cells only up to it, which is what a spreadsheet in another language leaves behind.
 */
export type DateOrder = 'day-first' | 'month-first' | 'unsure' | 'cells-unsure'

export type Conventions = {
  dateOrders: ReadonlyMap<ListField, DateOrder>
  fonts: ReadonlyMap<ListField, LegacyFont>
  /** What a lone `N` means in this file; null where nothing tells. */
  sexOfN: Sex | null
  /** False where a 2 stands among the digits: then 1 is not the form's 1. */
  sexDigits: boolean
}

const textFields: readonly ListField[] = [
  'fullName',
  'workplace',
  'provinceName',
  'districtName',
  'wardName',
  'groupName',
  'address',
  'note',
  'enterpriseName',
  'contactName',
  'relation',
  'ethnicity',
]

type DateCounts = {
  dayFirst: number
  monthFirst: number
  either: number
  cellsToTwelve: number
  cellsAfter: number
}
type FontCounts = Record<FontEvidence, number>

/** Fewer date cells than this say nothing about who wrote them. */
const SWAPPED_MIN = 3

export class ListSurvey {
  readonly #headings: Headings
  readonly #on: LocalDate
  readonly #dates = new Map<ListField, DateCounts>()
  readonly #fonts = new Map<ListField, FontCounts>()
  readonly #sexWords = new Set<string>()
  constructor(headings: Headings, on: LocalDate) {
    this.#headings = headings
    this.#on = on
    const isThere = (field: ListField) => columnOf(headings, field) !== undefined
    const doseDays = [...headings.columns.keys()].filter((field) => field.endsWith('.givenOn'))
    for (const field of ['bornOn' as const, ...doseDays].filter(isThere)) {
      this.#dates.set(field, { dayFirst: 0, monthFirst: 0, either: 0, cellsToTwelve: 0, cellsAfter: 0 })
    }
    for (const field of textFields.filter(isThere)) {
      this.#fonts.set(field, { tcvn3: 0, vni: 0, unicode: 0, none: 0 })
    }
  }

  add(row: ListRow): void {
    const cell = (field: ListField) => cellOf(row, this.#headings, field)
    for (const [field, counts] of this.#dates) countDate(counts, cell(field), this.#on)
    for (const [field, counts] of this.#fonts) counts[fontEvidence(cell(field))] += 1
    const sex = cell('sex')
    if (sex !== '' && sex.length < 20) this.#sexWords.add(foldName(cleanText(sex)))
  }

  conventions(): Conventions {
    const dateOrders = new Map<ListField, DateOrder>()
    for (const [field, counts] of this.#dates) {
      dateOrders.set(field, decideOrder(counts, this.#headings.dayFirst.has(field)))
    }
    const file = { tcvn3: 0, vni: 0, unicode: 0, none: 0 }
    for (const counts of this.#fonts.values()) for (const font of legacyFonts) file[font] += counts[font]
    const fonts = new Map<ListField, LegacyFont>()
    for (const [field, counts] of this.#fonts) {
      const silent = counts.unicode + counts.tcvn3 + counts.vni === 0
      const font = decideFont(silent ? file : counts)
      if (font !== null) fonts.set(field, font)
    }
    return { dateOrders, fonts, sexOfN: this.#sexOfN(), sexDigits: !this.#sexWords.has('2') }
  }

  /** `Nam` beside `N` makes it nữ, `Nữ` beside it makes it nam; both or neither leave it open. */
  #sexOfN(): Sex | null {
    const says = (...words: readonly string[]) => words.some((word) => this.#sexWords.has(word))
    const [male, female] = [says('nam', 'm', 'male', 'trai'), says('nu', 'f', 'female', 'gai')]
    return male === female ? null : male ? 'female' : 'male'
  }
}

function countDate(counts: DateCounts, text: string, on: LocalDate): void {
  const found = dateOrderOf(text, on)
  if (found === null) return
  if (found === 'cell-to-twelve') counts.cellsToTwelve += 1
  else if (found === 'cell-after') counts.cellsAfter += 1
  else if (found === 'day-first') counts.dayFirst += 1
  else if (found === 'month-first') counts.monthFirst += 1
  else counts.either += 1
}

function decideOrder(counts: DateCounts, headingSaysDayFirst: boolean): DateOrder {
  const { dayFirst, monthFirst, either, cellsToTwelve, cellsAfter } = counts
  if (monthFirst > 0) return dayFirst > 0 ? 'unsure' : 'month-first'
  if (cellsToTwelve >= SWAPPED_MIN && cellsAfter === 0 && dayFirst >= SWAPPED_MIN && either === 0)
    return 'cells-unsure'
  return dayFirst > 0 || either === 0 || headingSaysDayFirst ? 'day-first' : 'unsure'
}

function decideFont(counts: FontCounts): LegacyFont | null {
  const best = counts.vni > counts.tcvn3 ? 'vni' : 'tcvn3'
  return counts[best] > 0 && counts[best] > counts.unicode ? best : null
}
