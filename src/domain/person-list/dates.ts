/** A date in its column: which part is the day, and what was mended to read it. */
import type { LocalDate } from '../dates.ts'
import { type ListDate, dateOrderOf, readListDate } from './cells.ts'
import type { ListField } from './fields.ts'
import type { ReadingRules, RowFindings } from './problems.ts'

/** Lists the repair, or reads on without it where such repairs are refused. Null when it is no date. */
export function readDateCell(
  field: ListField,
  text: string,
  rules: ReadingRules & { on: LocalDate },
  findings: RowFindings,
): ListDate | null {
  const { on, conventions } = rules
  const order = conventions?.dateOrders.get(field) ?? 'day-first'
  const evidence = order === 'day-first' ? null : dateOrderOf(text, on)
  const date = readListDate(text, on, order === 'month-first' ? 'month-first' : 'day-first')
  const isDoubtful =
    (order === 'unsure' && evidence === 'either') ||
    (order === 'cells-unsure' && evidence === 'cell-to-twelve')
  if (isDoubtful) findings.add(field, 'date-order-unsure', text)
  if (date === null || date.repair === null || findings.repaired(field, date.repair, text, date.day))
    return date
  if (date.repair !== 'date-month-first' || evidence !== 'either') return null
  findings.add(field, 'date-order-unsure', text)
  return readListDate(text, on)
}
