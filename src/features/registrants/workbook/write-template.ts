/**
 * An empty list in the national form, for wards that begin: cells of phones, cards and codes are text, so that no zero
 * is lost, and sex and group are chosen from lists. Its words are Vietnamese, as those of the form.
 */
import { type WriteSheet, writeXlsx } from 'hucre/xlsx'
import type { ListField } from '#domain/person-list/fields.ts'
import {
  FORM_NOTE_ROWS,
  FORM_SHEET,
  formColumnsWithGroup,
  formHeadingRows,
  formHeadingSpans,
} from '#domain/person-list/form-columns.ts'

const columns = formColumnsWithGroup

/** In characters; what is not named here takes a date or a lot. */
const widths: Partial<Record<ListField, number>> = {
  rowLabel: 6,
  fullName: 26,
  sex: 11,
  workplace: 22,
  phone: 15,
  idNumber: 17,
  bhyt: 18,
  provinceName: 16,
  provinceCode: 10,
  districtName: 16,
  districtCode: 10,
  wardName: 16,
  wardCode: 10,
  groupName: 18,
  address: 28,
  'dose1.product': 18,
  'dose1.place': 18,
  'dose2.product': 18,
  'dose2.place': 18,
  note: 20,
  result: 30,
}
const WIDTH = 14

const notes = [
  'DANH SÁCH ĐỐI TƯỢNG TIÊM CHỦNG – mỗi người một dòng, từ dòng 9 trở đi.',
  'Các cột có dấu (*) là bắt buộc; riêng các cột của mũi đã tiêm chỉ điền khi đã tiêm. Ô không có thông tin thì để trống.',
  'Ngày sinh: dd/mm/yyyy; không rõ ngày thì chỉ ghi năm. Giới tính: 0 là nam, 1 là nữ.',
  'Ví dụ: Nguyễn Văn Mẫu | 05/03/1991 | 0 | 9 | 0900000000 | (CCCD) 12 số | mã xã/phường 5 số.',
  'Ô số điện thoại, CMT/CCCD, BHYT và các mã đã đặt dạng văn bản để giữ số 0 ở đầu: xin đừng đổi.',
]

const HEADING_ROW = FORM_NOTE_ROWS
const FIRST_ROW = HEADING_ROW + 3
/** As many rows as are prepared with lists to choose from. */
const LAST_ROW = 5000

export function writeTemplate(): Promise<Uint8Array> {
  const sheet: WriteSheet = {
    name: FORM_SHEET,
    rows: [...notes.map((note) => [note]), [''], ...formHeadingRows(columns)],
    columns: columns.map(({ field }) => ({ width: widths[field] ?? WIDTH, style: { numFmt: '@' } })),
    merges: [...notes.map((_, at) => merge(at, 0, at, 11)), ...headingMerges()],
    freezePane: { rows: FIRST_ROW - 1, columns: 2 },
    rowDefs: new Map([
      [HEADING_ROW, { height: 30 }],
      [HEADING_ROW + 1, { height: 48 }],
    ]),
    cells: headingCells(),
    dataValidations: [
      chosen('D', ['0', '1'], 'Giới tính', '0: nam, 1: nữ'),
      chosen(
        'E',
        Array.from({ length: 16 }, (_, at) => String(at + 1)),
        'Mã nhóm',
        'Số từ 1 đến 16 (PL2)',
      ),
    ],
  }
  return writeXlsx({ sheets: [sheet] })
}

function merge(startRow: number, startCol: number, endRow: number, endCol: number) {
  return { startRow, startCol, endRow, endCol }
}

/** A group spans its columns; a heading without one spans both rows. */
function headingMerges() {
  const { groups, tall } = formHeadingSpans(columns)
  return [
    ...tall.map((at) => merge(HEADING_ROW, at, HEADING_ROW + 1, at)),
    ...groups.map(([from, to]) => merge(HEADING_ROW, from, HEADING_ROW, to)),
  ]
}

function headingCells(): NonNullable<WriteSheet['cells']> {
  const style = {
    font: { bold: true },
    alignment: { horizontal: 'center', vertical: 'center', wrapText: true },
  } as const
  const places = columns.flatMap((_, at) => [`${HEADING_ROW},${at}`, `${HEADING_ROW + 1},${at}`])
  return new Map(places.map((place) => [place, { style }]))
}

function chosen(letter: string, values: string[], title: string, message: string) {
  return {
    type: 'list' as const,
    values,
    allowBlank: true,
    showInputMessage: true,
    showErrorMessage: true,
    inputTitle: title,
    inputMessage: message,
    errorTitle: title,
    errorMessage: message,
    range: `${letter}${FIRST_ROW}:${letter}${LAST_ROW}`,
  }
}
