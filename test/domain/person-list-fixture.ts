/** One list of an invented ward, row by row. */
import { recogniseHeadings } from '#domain/person-list/headings.ts'
import { type ListPlace, openPlaceBook } from '#domain/person-list/list-places.ts'
import { type RowContext, type RowReading, readRow } from '#domain/person-list/rows.ts'

export const on = '2021-10-18'
export const toRows = (texts: readonly (readonly string[])[], from = 1) =>
  texts.map((cells, at) => ({ rowNumber: from + at, cells }))

export const simple = [
  'STT',
  'Họ và tên',
  'Ngày sinh',
  'Giới tính',
  'Mã nhóm',
  'Số điện thoại',
  'CCCD',
  'Số thẻ BHYT',
  'Tên xã/phường',
  'Mã xã/phường',
  'Tổ dân phố',
  'Ghi chú',
]
export const doses = [
  'Tên vắc xin mũi 1',
  'Ngày tiêm mũi 1',
  'Lô mũi 1',
  'Nơi tiêm mũi 1',
  'Tên vắc xin mũi 2',
  'Ngày tiêm mũi 2',
  'Lô mũi 2',
  'Nơi tiêm mũi 2',
]
export const headings = recogniseHeadings(toRows([[...simple.with(8, 'Xã/Phường'), ...doses]]))!
const ward = (code: string, name: string): ListPlace => ({ level: 'ward', code, name, heir: { code, name } })
const places = [
  ward('19753', 'Phường Thuận Lộc'),
  ward('19756', 'Phường Thuận Lộc'),
  ward('00115', 'Phường Thuận Lộc'),
]
export const context: RowContext = {
  headings,
  on,
  wardCode: '19753',
  places: openPlaceBook(places),
}
export const good = [
  '1',
  'Nguyễn Văn Thử',
  '05/03/1991',
  '0',
  '9',
  '0912345538',
  '046091000123',
  '4612345678',
  'P. Thuận Lộc',
  '19753',
  'Tổ 5',
  '',
]
export const read = (cells: readonly string[], change: Partial<RowContext> = {}): RowReading =>
  readRow({ rowNumber: 12, cells }, { ...context, ...change })
export const codes = (reading: RowReading) => reading.problems.map((problem) => problem.code)
