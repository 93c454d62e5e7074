import type { Words } from './problem.ts'

/** Stops the row until it is mended, or asks for a look. */
export type RosterSeverity = 'error' | 'warning'

export const rosterFields = ['fullName', 'unit', 'idNumber', 'phone', 'task'] as const
export type RosterField = (typeof rosterFields)[number]

/** The columns of the staff list in the words of CV 6616. */
export const rosterHeadings: Record<RosterField, Words> = {
  fullName: { vi: 'Họ và tên', en: 'Full name', lo: 'ຊື່ ແລະ ນາມສະກຸນ' },
  unit: { vi: 'Đơn vị', en: 'Unit', lo: 'ໜ່ວຍງານ' },
  idNumber: { vi: 'Số CMND/CCCD', en: 'ID number', lo: 'ເລກບັດປະຈຳຕົວ' },
  phone: { vi: 'Số điện thoại', en: 'Phone', lo: 'ເບີໂທ' },
  task: { vi: 'Nhiệm vụ thực hiện', en: 'Task', lo: 'ໜ້າທີ່' },
}

/** What may be wrong with one row of a staff list, and how to mend it. */
export const rosterProblems = {
  'name-missing': {
    field: 'fullName',
    severity: 'error',
    vi: 'Thiếu họ và tên. Hãy ghi đủ họ, đệm và tên.',
    en: 'The name is missing. Write the full name.',
    lo: 'ຂາດຊື່. ຂຽນຊື່ ແລະ ນາມສະກຸນໃຫ້ຄົບ.',
  },
  'unit-missing': {
    field: 'unit',
    severity: 'warning',
    vi: 'Thiếu đơn vị công tác.',
    en: 'The unit is missing.',
    lo: 'ຂາດໜ່ວຍງານ.',
  },
  'number-missing': {
    field: 'idNumber',
    severity: 'error',
    vi: 'Thiếu số CCCD hoặc CMND. Cần số này để nhận ra người đã có tài khoản.',
    en: 'The ID number is missing. It is how somebody with an account is known again.',
    lo: 'ຂາດເລກບັດ. ຕ້ອງມີເພື່ອຮູ້ຈັກຜູ້ທີ່ມີບັນຊີແລ້ວ.',
  },
  'number-invalid': {
    field: 'idNumber',
    severity: 'error',
    vi: 'Số không đúng dạng: CCCD có 12 chữ số, CMND có 9 chữ số.',
    en: 'Not a valid number: a CCCD has 12 digits, a CMND 9.',
    lo: 'ເລກບໍ່ຖືກຮູບແບບ: CCCD ມີ 12 ຕົວ, CMND ມີ 9 ຕົວ.',
  },
  'number-restored': {
    field: 'idNumber',
    severity: 'warning',
    vi: 'Excel đã bỏ số 0 ở đầu; hệ thống thêm lại. Hãy đối chiếu với thẻ.',
    en: 'Excel dropped a leading zero; it was put back. Compare it with the card.',
    lo: 'Excel ຕັດເລກ 0 ຕົວໜ້າ; ລະບົບໃສ່ຄືນແລ້ວ. ກະລຸນາກວດກັບບັດ.',
  },
  'phone-missing': {
    field: 'phone',
    severity: 'warning',
    vi: 'Thiếu số điện thoại: khi cần sẽ không gọi được.',
    en: 'The phone is missing: nobody can call this person.',
    lo: 'ຂາດເບີໂທ: ເວລາຈຳເປັນຈະໂທບໍ່ໄດ້.',
  },
  'phone-invalid': {
    field: 'phone',
    severity: 'error',
    vi: 'Số điện thoại không đúng: cần 10 chữ số, bắt đầu bằng 0.',
    en: 'Not a phone number: 10 digits, beginning with 0.',
    lo: 'ເບີໂທບໍ່ຖືກຕ້ອງ: 10 ຕົວເລກ ເລີ່ມດ້ວຍ 0.',
  },
  'phone-restored': {
    field: 'phone',
    severity: 'warning',
    vi: 'Excel đã bỏ số 0 ở đầu số điện thoại; hệ thống thêm lại.',
    en: 'Excel dropped the leading zero of the phone; it was put back.',
    lo: 'Excel ຕັດເລກ 0 ຕົວໜ້າຂອງເບີໂທ; ລະບົບໃສ່ຄືນແລ້ວ.',
  },
  'task-unknown': {
    field: 'task',
    severity: 'error',
    vi: 'Chưa rõ nhiệm vụ này. Hãy chọn một nhiệm vụ của buổi tiêm.',
    en: 'This task is not known. Choose one of the duties of a session.',
    lo: 'ຍັງບໍ່ຮູ້ໜ້າທີ່ນີ້. ກະລຸນາເລືອກໜ້າທີ່ຂອງຮອບສັກ.',
  },
  repeated: {
    field: 'fullName',
    severity: 'error',
    vi: 'Trùng với dòng {row}: cùng người, cùng nhiệm vụ. Hãy bỏ một dòng.',
    en: 'The same as row {row}: the same person with the same task. Leave one out.',
    lo: 'ຊ້ຳກັບແຖວ {row}: ຄົນດຽວກັນ ໜ້າທີ່ດຽວກັນ. ເອົາອອກແຖວໜຶ່ງ.',
  },
  'number-twice': {
    field: 'idNumber',
    severity: 'error',
    vi: 'Dòng {row} ghi cùng số này với tên khác. Hãy kiểm tra số của hai người.',
    en: 'Row {row} has this number with another name. Check the numbers of both.',
    lo: 'ແຖວ {row} ມີເລກນີ້ແຕ່ຊື່ອື່ນ. ກວດເລກຂອງທັງສອງຄົນ.',
  },
  'number-of-another': {
    field: 'idNumber',
    severity: 'error',
    vi: 'Số này đang thuộc một tài khoản mang tên khác. Hãy kiểm tra số và tên trên thẻ.',
    en: 'This number belongs to an account with another name. Check number and name on the card.',
    lo: 'ເລກນີ້ເປັນຂອງບັນຊີຊື່ອື່ນ. ກວດເລກ ແລະ ຊື່ໃນບັດ.',
  },
  'own-account': {
    field: 'fullName',
    severity: 'error',
    vi: 'Đây là chính bạn. Không ai tự giao quyền cho mình; hãy nhờ người khác gửi dòng này.',
    en: 'This is yourself. Nobody grants to themselves; have somebody else send this row.',
    lo: 'ນີ້ແມ່ນຕົວທ່ານເອງ. ບໍ່ມີໃຜໃຫ້ສິດແກ່ຕົນເອງ; ໃຫ້ຜູ້ອື່ນສົ່ງແຖວນີ້.',
  },
  'account-disabled': {
    field: 'fullName',
    severity: 'error',
    vi: 'Tài khoản của người này đã bị khoá. Hãy nhờ trung tâm y tế mở lại.',
    en: 'The account of this person is disabled. Ask the health centre to enable it.',
    lo: 'ບັນຊີຂອງຄົນນີ້ຖືກປິດ. ໃຫ້ສູນສາທາລະນະສຸກເປີດຄືນ.',
  },
} as const satisfies Record<string, Words & { field: RosterField; severity: RosterSeverity }>

export type RosterProblemCode = keyof typeof rosterProblems
