/** A row of an employers' list: how many people an enterprise has, before their names are known. */
import { cleanText } from '../identity/names.ts'
import { cellOf } from './cell-of.ts'
import type { ListField } from './fields.ts'
import type { ListRow } from './headings.ts'
import { readPhone } from './numbers.ts'
import { type ReadingRules, type RowProblem, type RowRepair, RowFindings } from './problems.ts'
import { fixText } from './texts.ts'

export type Enterprise = {
  name: string
  taxCode: string
  address: string
  contactName: string
  /** Canonical (`0912345678`). */
  phone: string
  headcount: number
  note: string
}

/** `enterprise` is null exactly when there is an error among the problems. */
export type EnterpriseReading = {
  rowNumber: number
  enterprise: Enterprise | null
  problems: readonly RowProblem[]
  repairs: readonly RowRepair[]
}

const NAME_MAX = 200
/** The largest employers of the country have some tens of thousands of people in one place. */
const HEADCOUNT_MAX = 100_000

export function readEnterpriseRow(row: ListRow, rules: ReadingRules): EnterpriseReading {
  const findings = new RowFindings(row.rowNumber, rules)
  const text = (field: ListField) => fixText(field, cellOf(row, rules.headings, field), rules, findings)
  const name = text('enterpriseName')
  if (name === '') findings.add('enterpriseName', 'name-missing', '')
  else if (name.length > NAME_MAX || !/\p{L}/u.test(name))
    findings.add('enterpriseName', 'name-unreadable', name)
  const headcount = readHeadcount(cellOf(row, rules.headings, 'headcount'), findings)
  const enterprise: Enterprise = {
    name,
    taxCode: text('taxCode'),
    address: text('address'),
    contactName: text('contactName'),
    phone: readPhone(cellOf(row, rules.headings, 'phone'), findings),
    headcount: headcount ?? 0,
    note: text('note'),
  }
  const { rowNumber, problems, repairs } = findings
  return { rowNumber, enterprise: findings.hasErrors ? null : enterprise, problems, repairs }
}

/** `1.250`, `1 250`, `1,250` and `125 người` are how people write it. */
function readHeadcount(text: string, findings: RowFindings): number | null {
  const typed = cleanText(text)
  if (typed === '') {
    findings.add('headcount', 'headcount-missing', text)
    return null
  }
  const found =
    /^(\d{1,3}(?:[., ]\d{3})+|\d+)(?:\.0+)?(?: ?(?:người|nguoi|lao động|lao dong|ld|lđ))?$/iu.exec(
      typed.slice(0, 40),
    )
  const count = found === null ? Number.NaN : Number(found[1]!.replace(/[., ]/g, ''))
  if (count >= 1 && count <= HEADCOUNT_MAX) return count
  findings.add('headcount', 'headcount-unreadable', text, { limit: HEADCOUNT_MAX })
  return null
}
