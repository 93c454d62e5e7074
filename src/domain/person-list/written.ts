/** A row that could not be read, as its file says it: enough for its sender to find it again on the screen. */
import { maskNumbersIn } from '../identity/identifiers.ts'
import { maskCell } from './cells.ts'
import type { ListField } from './fields.ts'

/** Texts as written, shortened; numbers are masked, whatever column they stand in. */
export type WrittenRow = {
  fullName: string
  bornOn: string
  sex: string
  priorityCode: string
  phone: string
  idNumber: string
  bhyt: string
}

const NAME_MAX = 100
const CELL_MAX = 20

export function writtenRow(fullName: string, cell: (field: ListField) => string): WrittenRow {
  const short = (field: ListField) => maskCell(cell(field)).slice(0, CELL_MAX)
  return {
    fullName: maskNumbersIn(fullName.slice(0, NAME_MAX)),
    bornOn: short('bornOn'),
    sex: short('sex'),
    priorityCode: short('priorityCode'),
    phone: maskCell(cell('phone')),
    idNumber: maskCell(cell('idNumber')),
    bhyt: maskCell(cell('bhyt')),
  }
}
