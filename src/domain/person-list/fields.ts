/** What a column of a list can hold. Which columns a list has is told by its headings (`headings.ts`). */

export const doseParts = ['product', 'givenOn', 'lot', 'place'] as const
export type DosePart = (typeof doseParts)[number]

const personFields = [
  'rowLabel',
  'fullName',
  'bornOn',
  'sex',
  'priorityCode',
  'workplace',
  'phone',
  'idNumber',
  'bhyt',
  'provinceName',
  'provinceCode',
  'districtName',
  'districtCode',
  'wardName',
  'wardCode',
  'groupName',
  'address',
  'note',
  'result',
] as const
/** One thing in several columns: `Họ đệm | Tên`, `Ngày | Tháng | Năm`, and `Nam | Nữ` with a mark or the birth. */
const splitFields = [
  'familyName',
  'givenName',
  'bornDay',
  'bornMonth',
  'bornYear',
  'sexMale',
  'sexFemale',
] as const
/** The household book (sổ A0). */
const householdFields = [
  'householdNumber',
  'relation',
  'ethnicity',
  'education',
  'maritalStatus',
  'stay',
] as const
const enterpriseFields = ['enterpriseName', 'contactName', 'headcount', 'taxCode'] as const
/** Ours: why a row was not taken, in the file of bad rows. Never read. */
const ownFields = ['reason'] as const

/** Lists with more doses than this in columns of their own have not been seen. */
const DOSES_MAX = 6

export type PlainField =
  | (typeof personFields)[number]
  | (typeof splitFields)[number]
  | (typeof householdFields)[number]
  | (typeof enterpriseFields)[number]
  | (typeof ownFields)[number]
/** `dose1.lot`: the part of an earlier dose, by the number of its group (Mũi 1, Mũi 2…). */
export type ListField = PlainField | `dose${number}.${DosePart}`

/** Everything that a heading can be mapped to by hand. */
export const listFields: readonly ListField[] = [
  ...personFields,
  ...splitFields,
  ...householdFields,
  ...enterpriseFields,
  ...ownFields,
  ...Array.from({ length: DOSES_MAX }, (_, at) =>
    doseParts.map((part): ListField => `dose${at + 1}.${part}`),
  ).flat(),
]

export function isListField(text: string): text is ListField {
  return (listFields as readonly string[]).includes(text)
}
