/**
 * An empty list in the national form, for wards that begin: cells of phones, cards and codes are text, so that no zero
 * is lost, and sex and group are chosen from lists. Its words are Vietnamese, as those of the form.
 */
import { type WriteSheet, writeXlsx } from 'hucre/xlsx'
import { RESULT_HEADING } from '#domain/person-list/headings.ts'

type Column = { heading: string; width: number; group?: string }

const residence = 'Nơi ở tạm trú (hiện tại) (*)\n(Tham khảo PL3)'
const vaccine = 'Tên vắc xin (*)\n(Tham khảo PL5)'
const doseColumns = (group: string): Column[] => [
  { heading: vaccine, width: 18 },
  { heading: 'Ngày tiêm dạng dd/mm/yyyy (*)', width: 14, group },
  { heading: 'Lô vắc xin(*)', width: 14, group },
  { heading: 'Địa điểm tiêm (*)\n(Tham khảo PL4)', width: 18, group },
]

const columns: readonly Column[] = [
  { heading: '#', width: 6 },
  { heading: 'Họ và tên (*)', width: 26 },
  { heading: 'Ngày sinh dạng dd/mm/yyyy (*)', width: 14 },
  { heading: 'Giới tính (*)\n(0:nam, 1:nữ)', width: 11 },
  { heading: 'Mã nhóm\nđối tượng ưu tiên (*)\n(Tham khảo PL2)', width: 14 },
  { heading: 'Đơn vị công tác', width: 22 },
  { heading: 'Số điện thoại(*)\n(Tối thiểu 10 số)', width: 15 },
  { heading: 'Số CMT/CCCD\n(Loại 8/9/12 số)', width: 17 },
  { heading: 'Số thẻ bảo hiểm y tế\n(Mã thẻ 10/15 ký tự)', width: 18 },
  { heading: 'Tỉnh/Thành phố', width: 16, group: residence },
  { heading: 'Mã\nTỉnh/Thành phố (*)', width: 10, group: residence },
  { heading: 'Quận/Huyện', width: 16, group: residence },
  { heading: 'Mã Quận/Huyện\n(*)', width: 10, group: residence },
  { heading: 'Xã/Phường', width: 16, group: residence },
  { heading: 'Mã Xã/Phường\n(*)', width: 10, group: residence },
  { heading: 'Địa bàn cơ sở', width: 18, group: residence },
  { heading: 'Địa chỉ chi tiết', width: 28, group: residence },
  ...doseColumns('Mũi 1'),
  ...doseColumns('Mũi 2'),
  { heading: 'Ghi chú', width: 20 },
  { heading: RESULT_HEADING, width: 30 },
]

const notes = [
  'DANH SÁCH ĐỐI TƯỢNG TIÊM CHỦNG – mỗi người một dòng, từ dòng 9 trở đi.',
  'Các cột có dấu (*) là bắt buộc; riêng các cột của mũi đã tiêm chỉ điền khi đã tiêm. Ô không có thông tin thì để trống.',
  'Ngày sinh: dd/mm/yyyy; không rõ ngày thì chỉ ghi năm. Giới tính: 0 là nam, 1 là nữ.',
  'Ví dụ: Nguyễn Văn Mẫu | 05/03/1991 | 0 | 9 | 0900000000 | (CCCD) 12 số | mã xã/phường 5 số.',
  'Ô số điện thoại, CMT/CCCD, BHYT và các mã đã đặt dạng văn bản để giữ số 0 ở đầu: xin đừng đổi.',
]

const HEADING_ROW = 6
const FIRST_ROW = HEADING_ROW + 3
/** As many rows as are prepared with lists to choose from. */
const LAST_ROW = 5000
const SHEET = 'PL1_Danh sach doi tuong tiem'

export function writeTemplate(): Promise<Uint8Array> {
  const upper = columns.map(({ heading, group }, at) =>
    group === undefined ? heading : columns[at - 1]?.group === group ? '' : group,
  )
  const lower = columns.map(({ heading, group }) => (group === undefined ? '' : heading))
  const sheet: WriteSheet = {
    name: SHEET,
    rows: [...notes.map((note) => [note]), [''], upper, lower],
    columns: columns.map(({ width }) => ({ width, style: { numFmt: '@' } })),
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
  return columns.flatMap(({ group }, at) => {
    if (group === undefined) return [merge(HEADING_ROW, at, HEADING_ROW + 1, at)]
    if (columns[at - 1]?.group === group) return []
    const count = columns.slice(at).findIndex((column) => column.group !== group)
    return [merge(HEADING_ROW, at, HEADING_ROW, at + count - 1)]
  })
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
