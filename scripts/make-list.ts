/**
 * Writes an invented list of registrants in the national form:
 *   node scripts/make-list.ts --out list.xlsx --rows 1000 --ward 19753 --ward-name "Thuận Lộc" [--seed 1]
 *     [--dirty 0.03] [--repeated 0.01] [--on 2021-10-18]
 * The ending of the file (.xlsx, .xls, .csv) says how. The same arguments give the same list.
 */
import { writeFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import * as sheetJs from '@e965/xlsx'
import { stringify } from 'csv-stringify/sync'
import { addDays, dayFromNumber, dayNumber } from '../src/domain/dates.ts'
import {
  FORM_NOTE_ROWS,
  formColumns,
  formHeadingRows,
  formHeadingSpans,
} from '../src/domain/person-list/form-columns.ts'
import { guardFormula } from '../src/domain/person-list/cells.ts'

export type ListRecipe = {
  rows: number
  wardCode: string
  wardName: string
  seed: number
  /** Share of rows with an error that stops them. */
  dirty: number
  /** Share of rows that repeat the identity number of an earlier row. */
  repeated: number
  /** The day of the list. */
  on: string
}

export type MadeList = {
  /** Note rows, two heading rows, people: as a spreadsheet shows them. */
  rows: readonly (readonly string[])[]
  /** How many rows are sound, stopped by an error, and repeat an earlier one: they add up to the rows asked for. */
  counts: { sound: number; dirty: number; repeated: number }
}

const noteRows = [
  ['Danh sách giả lập, mọi người trong danh sách đều không có thật'],
  ...Array.from({ length: FORM_NOTE_ROWS - 1 }, () => ['']),
]
const headingRows = formHeadingRows(formColumns)
const headingAt = noteRows.length

const families = [
  'Nguyễn',
  'Trần',
  'Lê',
  'Phạm',
  'Hoàng',
  'Phan',
  'Võ',
  'Đặng',
  'Bùi',
  'Đỗ',
  'Hồ',
  'Ngô',
  'Dương',
  'Tôn Thất',
]
const middles = [
  ['Văn', 'Hữu', 'Đức', 'Quang', 'Minh', 'Đình', 'Công', 'Xuân'],
  ['Thị', 'Thị Ngọc', 'Thị Thu', 'Thị Kim', 'Ngọc', 'Thị Mỹ', 'Thị Hồng', 'Diệu'],
] as const
const givens = [
  [
    'An',
    'Bình',
    'Cường',
    'Dũng',
    'Hải',
    'Hùng',
    'Khánh',
    'Long',
    'Nam',
    'Phúc',
    'Quân',
    'Sơn',
    'Tuấn',
    'Vinh',
    'Đạt',
  ],
  [
    'Anh',
    'Chi',
    'Dung',
    'Giang',
    'Hà',
    'Hương',
    'Lan',
    'Linh',
    'Mai',
    'Nga',
    'Nhung',
    'Oanh',
    'Thảo',
    'Vy',
    'Yến',
  ],
] as const
const workplaces = [
  '',
  '',
  'Chợ Đông Ba',
  'Trường tiểu học',
  'Công ty may',
  'Hộ kinh doanh',
  'Lao động tự do',
]
const streets = ['Chi Lăng', 'Đặng Thái Thân', 'Lê Thánh Tôn', 'Mai Thúc Loan', 'Nguyễn Chí Thanh']
/** Cell (zero-based column) and what spoils it: each is an error of its own. */
const spoilers: readonly (readonly [number, string])[] = [
  [1, ''],
  [2, '31/02/1980'],
  [2, ''],
  [3, 'x'],
  [4, '99'],
  [14, '99999'],
]

export function makeList(recipe: ListRecipe): MadeList {
  const random = seededRandom(recipe.seed)
  const counts = { sound: 0, dirty: 0, repeated: 0 }
  const people: string[][] = []
  const known = new Set<string>()
  const numbered: string[][] = []
  for (let at = 0; at < recipe.rows; at += 1) {
    let person = makePerson(recipe, at, random, people.at(-1))
    // Two people of one name and birth would be suspected: here only the rows counted as repeated are.
    while (known.has(`${person[1]} ${person[2]}`)) person = makePerson(recipe, at, random, people.at(-1))
    known.add(`${person[1]} ${person[2]}`)
    const draw = random()
    const earlier = numbered[Math.floor(random() * numbered.length)]
    if (draw < recipe.dirty) {
      const [column, text] = spoilers[counts.dirty % spoilers.length]!
      person[column] = text
      counts.dirty += 1
    } else if (draw < recipe.dirty + recipe.repeated && earlier !== undefined) {
      person = earlier.with(0, String(at + 1))
      counts.repeated += 1
    } else {
      counts.sound += 1
      if (person[7] !== '') numbered.push(person)
    }
    people.push(person)
  }
  return { rows: [...noteRows, ...headingRows, ...people], counts }
}

function makePerson(
  recipe: ListRecipe,
  at: number,
  random: () => number,
  before: string[] | undefined,
): string[] {
  const pick = <T>(from: readonly T[]) => from[Math.floor(random() * from.length)]!
  const sex = random() < 0.52 ? 1 : 0
  const bornOn = dayFromNumber(dayNumber(addDays(recipe.on, -18 * 366)) - Math.floor(random() * 70 * 365))
  const [year, month, date] = bornOn.split('-') as [string, string, string]
  // 36 wards with seeds of their own and up to 27,000 rows each share no number.
  const number = String((recipe.seed * 27_779 + at) % 1_000_000).padStart(6, '0')
  const cccd = `046${(Number(year.slice(0, 2)) - 19) * 2 + sex}${year.slice(2)}${number}`
  const phone = `09${String(Math.floor(random() * 1e8)).padStart(8, '0')}`
  const bhyt = `GD446${recipe.wardCode.slice(-3)}${String(recipe.seed % 100).padStart(2, '0')}${String(at).padStart(5, '0')}`
  return [
    String(at + 1),
    `${pick(families)} ${pick(middles[sex])} ${pick(givens[sex])}`,
    random() < 0.08 ? year : `${date}/${month}/${year}`,
    String(sex),
    String(pick([9, 10, 11, 13, 15, 16])),
    pick(workplaces),
    random() < 0.15 && before !== undefined ? before[6]! : phone,
    random() < 0.1 ? '' : cccd,
    random() < 0.6 ? bhyt : '',
    'Thừa Thiên Huế',
    '46',
    'Thành phố Huế',
    '474',
    recipe.wardName,
    recipe.wardCode,
    `${1 + Math.floor(random() * 200)} ${pick(streets)}`,
    ...Array.from({ length: 10 }, () => ''),
  ]
}

/** Mulberry32: small, and the same on every machine. */
function seededRandom(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}

/** @param kind the file's ending. Cells are text, so that no number loses its zeros. */
export function packList(rows: MadeList['rows'], kind: 'xlsx' | 'xls' | 'csv'): Buffer {
  if (kind === 'csv')
    return Buffer.from(
      stringify(
        rows.map((row) => row.map(guardFormula)),
        { bom: true },
      ),
    )
  const sheet = sheetJs.utils.aoa_to_sheet(rows.map((row) => row.map((text) => (text === '' ? null : text))))
  const { groups, tall } = formHeadingSpans(formColumns)
  sheet['!merges'] = [
    ...groups.map(([from, to]) => ({ s: { r: headingAt, c: from }, e: { r: headingAt, c: to } })),
    ...tall.map((at) => ({ s: { r: headingAt, c: at }, e: { r: headingAt + 1, c: at } })),
  ]
  sheet['!cols'] = formColumns.map((_, column) => ({ wch: column === 1 ? 26 : 16 }))
  const workbook = sheetJs.utils.book_new()
  sheetJs.utils.book_append_sheet(workbook, sheet, 'PL1_Danh sach doi tuong tiem')
  return sheetJs.write(workbook, {
    type: 'buffer',
    bookType: kind === 'xls' ? 'biff8' : 'xlsx',
    compression: true,
  }) as Buffer
}

function main(): void {
  const { values } = parseArgs({
    options: {
      out: { type: 'string' },
      rows: { type: 'string', default: '1000' },
      ward: { type: 'string', default: '19753' },
      'ward-name': { type: 'string', default: 'Thuận Lộc' },
      seed: { type: 'string', default: '1' },
      dirty: { type: 'string', default: '0' },
      repeated: { type: 'string', default: '0' },
      on: { type: 'string', default: '2021-10-18' },
    },
  })
  const kind = /\.(xlsx|xls|csv)$/.exec(values.out ?? '')?.[1] as 'xlsx' | 'xls' | 'csv' | undefined
  if (values.out === undefined || kind === undefined) throw new Error('--out must end in .xlsx, .xls or .csv')
  const { rows, counts } = makeList({
    rows: Number(values.rows),
    wardCode: values.ward,
    wardName: values['ward-name'],
    seed: Number(values.seed),
    dirty: Number(values.dirty),
    repeated: Number(values.repeated),
    on: values.on,
  })
  writeFileSync(values.out, packList(rows, kind))
  console.log(JSON.stringify(counts))
}

if (import.meta.main) main()
