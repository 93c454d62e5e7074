/**
 * The national form for people to be vaccinated (sheet PL1 of the ministry's workbook): its headings word for word, in
 * order. Vietnamese whoever reads it: the national platform takes no other. Every file of ours in this form is made of them.
 */
import type { ListField } from './fields.ts'
import { RESULT_HEADING } from './headings.ts'

export type FormColumn = {
  field: ListField
  heading: string
  /** What stands above it in the upper of the two heading rows, merged over all columns of the group. */
  group?: string
}

/** As the ministry's workbook calls it. */
export const FORM_SHEET = 'PL1_Danh sach doi tuong tiem'
/** Rows of notes and blank ones above the headings. */
export const FORM_NOTE_ROWS = 6

const residence = 'Nơi ở tạm trú (hiện tại) (*)\n(Tham khảo PL3)'

function doseColumns(number: 1 | 2): FormColumn[] {
  const group = `Mũi ${number}`
  return [
    { field: `dose${number}.product`, heading: 'Tên vắc xin (*)\n(Tham khảo PL5)' },
    { field: `dose${number}.givenOn`, heading: 'Ngày tiêm dạng dd/mm/yyyy (*)', group },
    { field: `dose${number}.lot`, heading: 'Lô vắc xin(*)', group },
    { field: `dose${number}.place`, heading: 'Địa điểm tiêm (*)\n(Tham khảo PL4)', group },
  ]
}

/** 26 columns, as the ministry gives them out. */
export const formColumns: readonly FormColumn[] = [
  { field: 'rowLabel', heading: '#' },
  { field: 'fullName', heading: 'Họ và tên (*)' },
  { field: 'bornOn', heading: 'Ngày sinh dạng dd/mm/yyyy (*)' },
  { field: 'sex', heading: 'Giới tính (*)\n(0:nam, 1:nữ)' },
  { field: 'priorityCode', heading: 'Mã nhóm\nđối tượng ưu tiên (*)\n(Tham khảo PL2)' },
  { field: 'workplace', heading: 'Đơn vị công tác' },
  { field: 'phone', heading: 'Số điện thoại(*)\n(Tối thiểu 10 số)' },
  { field: 'idNumber', heading: 'Số CMT/CCCD\n(Loại 8/9/12 số)' },
  { field: 'bhyt', heading: 'Số thẻ bảo hiểm y tế\n(Mã thẻ 10/15 ký tự)' },
  { field: 'provinceName', heading: 'Tỉnh/Thành phố', group: residence },
  { field: 'provinceCode', heading: 'Mã\nTỉnh/Thành phố (*)', group: residence },
  { field: 'districtName', heading: 'Quận/Huyện', group: residence },
  { field: 'districtCode', heading: 'Mã Quận/Huyện\n(*)', group: residence },
  { field: 'wardName', heading: 'Xã/Phường', group: residence },
  { field: 'wardCode', heading: 'Mã Xã/Phường\n(*)', group: residence },
  { field: 'address', heading: 'Địa chỉ chi tiết', group: residence },
  ...doseColumns(1),
  ...doseColumns(2),
  { field: 'note', heading: 'Ghi chú' },
  { field: 'result', heading: RESULT_HEADING },
]

/** The column that Huế's form has before the address. */
const groupColumn: FormColumn = { field: 'groupName', heading: 'Địa bàn cơ sở', group: residence }

/** 27 columns: with the residential group. */
export const formColumnsWithGroup: readonly FormColumn[] = formColumns.flatMap((column) =>
  column.field === 'address' ? [groupColumn, column] : [column],
)

type Heading = Pick<FormColumn, 'heading' | 'group'>

/** The two heading rows: a group stands over its first column only, a heading without a group in the upper row. */
export function formHeadingRows(columns: readonly Heading[]): [upper: string[], lower: string[]] {
  const upper = columns.map(({ heading, group }, at) => {
    if (group === undefined) return heading
    return columns[at - 1]?.group === group ? '' : group
  })
  return [upper, columns.map(({ heading, group }) => (group === undefined ? '' : heading))]
}

/** First and last column of what is merged above the columns, zero-based: the groups, then headings that span both rows. */
export function formHeadingSpans(columns: readonly Heading[]): {
  groups: (readonly [from: number, to: number])[]
  tall: number[]
} {
  const groups: (readonly [number, number])[] = []
  columns.forEach(({ group }, at) => {
    if (group === undefined || columns[at - 1]?.group === group) return
    const past = columns.findIndex((column, other) => other > at && column.group !== group)
    groups.push([at, (past < 0 ? columns.length : past) - 1])
  })
  return { groups, tall: columns.flatMap(({ group }, at) => (group === undefined ? [at] : [])) }
}
