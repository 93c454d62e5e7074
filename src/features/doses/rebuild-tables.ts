import { countColumns } from './set-writer/visits.ts'

/** A kept projection: its key and values, in the order in which they are written as text. */
export type Projection = {
  table: 'coverage_ward' | 'coverage_day' | 'entry_delay' | 'session_count' | 'balance'
  key: readonly { name: string; type: string }[]
  values: readonly { name: string; type: string }[]
  /** The value that equals no row. */
  zero: string
  /** A column that follows from the key. */
  fixed?: string
}

const uuid = (name: string) => ({ name, type: 'uuid' })
const text = (name: string) => ({ name, type: 'text' })
const day = (name: string) => ({ name, type: 'date' })
const small = (name: string) => ({ name, type: 'smallint' })
const whole = (name: string) => ({ name, type: 'integer' })
const doses = [whole('doses')]

export const projections: readonly Projection[] = [
  {
    table: 'coverage_ward',
    key: [uuid('ward_id'), text('antigen'), text('step'), small('age_cell'), small('priority_code')],
    values: doses,
    zero: '0',
  },
  {
    table: 'coverage_day',
    key: [uuid('ward_id'), day('given_on'), text('antigen'), text('step'), small('age_cell')],
    values: doses,
    zero: '0',
  },
  {
    table: 'entry_delay',
    key: [
      day('given_on'),
      uuid('ward_id'),
      uuid('site_id'),
      uuid('product_id'),
      text('step'),
      day('entered_on'),
    ],
    values: doses,
    zero: '0',
  },
  {
    table: 'session_count',
    key: [uuid('session_id')],
    values: countColumns.map(whole),
    zero: countColumns.map(() => '0').join('|'),
  },
  {
    table: 'balance',
    key: [uuid('holder_id'), uuid('lot_id')],
    values: doses,
    zero: '0',
    fixed: 'holder_kind',
  },
]
