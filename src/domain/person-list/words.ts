/** What the official reads about a row: what is wrong and how to mend it. One row per code, in three languages. */
import { type Language, type Words, fillWords } from '../problem.ts'
import type { RepairKind, RowProblem, RowProblemCode } from './problems.ts'

export const rowProblemWords: Record<RowProblemCode, Words> = {
  'name-missing': {
    vi: 'Thiếu họ và tên. Hãy nhập họ tên đầy đủ.',
    en: 'The full name is missing. Enter it.',
    lo: 'ຂາດຊື່ ແລະ ນາມສະກຸນ. ກະລຸນາໃສ່ຊື່ເຕັມ.',
  },
  'name-unreadable': {
    vi: 'Họ và tên không đúng (có chữ số, quá dài hoặc không có chữ). Hãy nhập lại họ tên.',
    en: 'This is not a name (digits in it, too long, or no letters). Enter the full name.',
    lo: 'ຊື່ບໍ່ຖືກຕ້ອງ (ມີຕົວເລກ, ຍາວເກີນ ຫຼື ບໍ່ມີຕົວອັກສອນ). ກະລຸນາໃສ່ຊື່ໃໝ່.',
  },
  'birth-missing': {
    vi: 'Thiếu ngày sinh. Nhập dd/mm/yyyy; nếu không rõ ngày, nhập năm sinh.',
    en: 'The date of birth is missing. Enter dd/mm/yyyy, or the year alone when the day is not known.',
    lo: 'ຂາດວັນເດືອນປີເກີດ. ໃສ່ dd/mm/yyyy ຫຼື ໃສ່ແຕ່ປີເກີດ ຖ້າບໍ່ຮູ້ວັນ.',
  },
  'birth-unreadable': {
    vi: 'Không đọc được ngày sinh. Nhập dd/mm/yyyy hoặc chỉ năm sinh.',
    en: 'The date of birth cannot be read. Enter dd/mm/yyyy or the year alone.',
    lo: 'ອ່ານວັນເດືອນປີເກີດບໍ່ໄດ້. ໃສ່ dd/mm/yyyy ຫຼື ໃສ່ແຕ່ປີເກີດ.',
  },
  'birth-in-future': {
    vi: 'Ngày sinh ở sau hôm nay. Hãy xem lại.',
    en: 'The date of birth lies in the future. Check it.',
    lo: 'ວັນເກີດຢູ່ຫຼັງມື້ນີ້. ກະລຸນາກວດຄືນ.',
  },
  'birth-implausible': {
    vi: 'Theo ngày sinh này, người này trên {years} tuổi. Hãy xem lại năm sinh.',
    en: 'By this date the person would be over {years} years old. Check the year.',
    lo: 'ຕາມວັນເກີດນີ້ ຜູ້ກ່ຽວມີອາຍຸເກີນ {years} ປີ. ກະລຸນາກວດປີເກີດ.',
  },
  'sex-missing': {
    vi: 'Thiếu giới tính. Nhập 0 (nam) hoặc 1 (nữ).',
    en: 'The sex is missing. Enter 0 (male) or 1 (female).',
    lo: 'ຂາດເພດ. ໃສ່ 0 (ຊາຍ) ຫຼື 1 (ຍິງ).',
  },
  'sex-unreadable': {
    vi: 'Không hiểu giới tính. Nhập 0 hoặc Nam, 1 hoặc Nữ.',
    en: 'The sex cannot be understood. Enter 0 or Nam, 1 or Nữ.',
    lo: 'ບໍ່ເຂົ້າໃຈເພດ. ໃສ່ 0 (ຊາຍ) ຫຼື 1 (ຍິງ).',
  },
  'priority-missing': {
    vi: 'Thiếu mã nhóm đối tượng ưu tiên. Nhập số từ 1 đến 16.',
    en: 'The priority group is missing. Enter a number from 1 to 16.',
    lo: 'ຂາດລະຫັດກຸ່ມບູລິມະສິດ. ໃສ່ເລກ 1 ຫາ 16.',
  },
  'priority-unknown': {
    vi: 'Mã nhóm đối tượng ưu tiên không đúng. Nhập số từ 1 đến 16.',
    en: 'There is no such priority group. Enter a number from 1 to 16.',
    lo: 'ລະຫັດກຸ່ມບູລິມະສິດບໍ່ຖືກຕ້ອງ. ໃສ່ເລກ 1 ຫາ 16.',
  },
  'ward-missing': {
    vi: 'Thiếu mã xã/phường nơi ở hiện tại. Tra ở phụ lục 3.',
    en: 'The ward code of the present residence is missing. See annex 3.',
    lo: 'ຂາດລະຫັດບ້ານ/ຕາແສງບ່ອນຢູ່ປັດຈຸບັນ. ເບິ່ງເອກະສານຊ້ອນທ້າຍ 3.',
  },
  'ward-unknown': {
    vi: 'Mã xã/phường này không có hiệu lực vào ngày {on}. Hãy xem lại mã (5 chữ số).',
    en: 'No ward had this code on {on}. Check the code (5 digits).',
    lo: 'ລະຫັດນີ້ບໍ່ມີຜົນໃນວັນທີ {on}. ກະລຸນາກວດລະຫັດ (5 ຕົວເລກ).',
  },
  'dose-date-missing': {
    vi: 'Mũi {number} thiếu ngày tiêm. Nhập dd/mm/yyyy, hoặc để trống cả mũi nếu chưa tiêm.',
    en: 'Dose {number} has no date. Enter dd/mm/yyyy, or leave the whole dose empty if it was not given.',
    lo: 'ເຂັມ {number} ຂາດວັນທີສັກ. ໃສ່ dd/mm/yyyy ຫຼື ປະຫວ່າງທັງເຂັມ ຖ້າຍັງບໍ່ໄດ້ສັກ.',
  },
  'dose-date-unreadable': {
    vi: 'Không đọc được ngày tiêm mũi {number}. Nhập đủ dd/mm/yyyy.',
    en: 'The date of dose {number} cannot be read. Enter the whole day as dd/mm/yyyy.',
    lo: 'ອ່ານວັນທີສັກເຂັມ {number} ບໍ່ໄດ້. ໃສ່ໃຫ້ຄົບ dd/mm/yyyy.',
  },
  'dose-date-in-future': {
    vi: 'Ngày tiêm mũi {number} ở sau hôm nay. Hãy xem lại.',
    en: 'The date of dose {number} lies in the future. Check it.',
    lo: 'ວັນທີສັກເຂັມ {number} ຢູ່ຫຼັງມື້ນີ້. ກະລຸນາກວດຄືນ.',
  },
  'dose-before-birth': {
    vi: 'Ngày tiêm mũi {number} ở trước ngày sinh. Hãy xem lại cả hai.',
    en: 'Dose {number} was given before the person was born. Check both dates.',
    lo: 'ວັນທີສັກເຂັມ {number} ຢູ່ກ່ອນວັນເກີດ. ກະລຸນາກວດທັງສອງ.',
  },
  'dose-order': {
    vi: 'Mũi {number} không ở sau mũi {before}. Hãy xem lại ngày tiêm.',
    en: 'Dose {number} does not come after dose {before}. Check the dates.',
    lo: 'ເຂັມ {number} ບໍ່ໄດ້ຢູ່ຫຼັງເຂັມ {before}. ກະລຸນາກວດວັນທີ.',
  },
  'dose-product-missing': {
    vi: 'Mũi {number} thiếu tên vắc xin. Tra ở phụ lục 5.',
    en: 'Dose {number} has no vaccine name. See annex 5.',
    lo: 'ເຂັມ {number} ຂາດຊື່ວັກຊີນ. ເບິ່ງເອກະສານຊ້ອນທ້າຍ 5.',
  },
  'phone-missing': {
    vi: 'Không có số điện thoại: người này sẽ không nhận được tin nhắn hẹn.',
    en: 'There is no phone number: this person will get no message.',
    lo: 'ບໍ່ມີເບີໂທ: ຜູ້ກ່ຽວຈະບໍ່ໄດ້ຮັບຂໍ້ຄວາມ.',
  },
  'phone-unreadable': {
    vi: 'Số điện thoại không đúng và không được lưu. Cần ít nhất 10 số.',
    en: 'This is not a phone number and is not kept. It needs at least 10 digits.',
    lo: 'ເບີໂທບໍ່ຖືກຕ້ອງ ແລະ ບໍ່ຖືກບັນທຶກ. ຕ້ອງມີຢ່າງໜ້ອຍ 10 ຕົວເລກ.',
  },
  'id-unreadable': {
    vi: 'Số CMT/CCCD không đúng và không được lưu. Cần 8, 9 hoặc 12 số; đặt ô ở dạng văn bản để giữ số 0 đầu.',
    en: 'This ID number is not valid and is not kept. It has 8, 9 or 12 digits; format the cell as text to keep zeros.',
    lo: 'ເລກບັດບໍ່ຖືກຕ້ອງ ແລະ ບໍ່ຖືກບັນທຶກ. ຕ້ອງມີ 8, 9 ຫຼື 12 ຕົວເລກ; ຕັ້ງຊ່ອງເປັນຂໍ້ຄວາມເພື່ອຮັກສາເລກ 0.',
  },
  'id-disagrees': {
    vi: 'Số CCCD không khớp với {with}. Hãy xem lại thẻ; số vẫn được lưu.',
    en: 'The ID number does not agree with {with}. Look at the card; the number is kept.',
    lo: 'ເລກບັດບໍ່ກົງກັບ {with}. ກະລຸນາເບິ່ງບັດ; ເລກຍັງຖືກບັນທຶກ.',
  },
  'bhyt-unreadable': {
    vi: 'Số thẻ bảo hiểm y tế không đúng và không được lưu. Cần 10 hoặc 15 ký tự.',
    en: 'The insurance number is not valid and is not kept. It has 10 or 15 characters.',
    lo: 'ເລກບັດປະກັນສຸຂະພາບບໍ່ຖືກຕ້ອງ ແລະ ບໍ່ຖືກບັນທຶກ. ຕ້ອງມີ 10 ຫຼື 15 ຕົວ.',
  },
  'province-unknown': {
    vi: 'Không có mã tỉnh/thành phố này; hệ thống lấy theo xã/phường.',
    en: 'There is no such province code; the ward decides.',
    lo: 'ບໍ່ມີລະຫັດແຂວງນີ້; ລະບົບຈະເອົາຕາມບ້ານ/ຕາແສງ.',
  },
  'district-unknown': {
    vi: 'Không có mã quận/huyện này; hệ thống lấy theo xã/phường.',
    en: 'There is no such district code; the ward decides.',
    lo: 'ບໍ່ມີລະຫັດເມືອງນີ້; ລະບົບຈະເອົາຕາມບ້ານ/ຕາແສງ.',
  },
  'ward-name-differs': {
    vi: 'Mã xã/phường là của {name}, khác tên đã ghi. Hệ thống lấy theo mã.',
    en: 'The ward code is that of {name}, not of the name written. The code is taken.',
    lo: 'ລະຫັດນີ້ແມ່ນຂອງ {name} ບໍ່ກົງກັບຊື່ທີ່ຂຽນ. ລະບົບຈະເອົາຕາມລະຫັດ.',
  },
  'ward-other': {
    vi: 'Người này ở xã/phường khác với nơi gửi danh sách ({code}).',
    en: 'This person lives in another ward than the one that sends the list ({code}).',
    lo: 'ຜູ້ກ່ຽວຢູ່ບ່ອນອື່ນ ບໍ່ແມ່ນບ່ອນທີ່ສົ່ງລາຍຊື່ ({code}).',
  },
  'ward-assumed': {
    vi: 'Thiếu mã xã/phường: lấy mã của nơi gửi danh sách ({code}).',
    en: 'The ward code is missing: the ward that sends the list is taken ({code}).',
    lo: 'ຂາດລະຫັດ: ເອົາລະຫັດຂອງບ່ອນທີ່ສົ່ງລາຍຊື່ ({code}).',
  },
  'dose-lot-missing': {
    vi: 'Mũi {number} thiếu lô vắc xin.',
    en: 'Dose {number} has no lot number.',
    lo: 'ເຂັມ {number} ຂາດເລກຊຸດວັກຊີນ.',
  },
  'dose-place-missing': {
    vi: 'Mũi {number} thiếu địa điểm tiêm (mã cơ sở, phụ lục 4).',
    en: 'Dose {number} has no place of vaccination (facility code, annex 4).',
    lo: 'ເຂັມ {number} ຂາດສະຖານທີ່ສັກ (ລະຫັດ, ເອກະສານຊ້ອນທ້າຍ 4).',
  },
}

/** Names of what a 12-digit number may disagree with. */
const doubtWords: Readonly<Record<string, Words>> = {
  province: { vi: 'mã tỉnh', en: 'the province codes', lo: 'ລະຫັດແຂວງ' },
  'birth-year': { vi: 'năm sinh', en: 'the year of birth', lo: 'ປີເກີດ' },
  sex: { vi: 'giới tính', en: 'the sex', lo: 'ເພດ' },
}

export const repairWords: Record<RepairKind, Words> = {
  'date-from-number': {
    vi: 'Ngày ghi bằng số của Excel',
    en: 'Date stored as a number',
    lo: 'ວັນທີເກັບເປັນຕົວເລກ',
  },
  'date-two-digit-year': { vi: 'Năm ghi hai chữ số', en: 'Year in two digits', lo: 'ປີຂຽນສອງຕົວເລກ' },
  'date-month-first': { vi: 'Tháng ghi trước ngày', en: 'Month written before the day', lo: 'ເດືອນຂຽນກ່ອນວັນ' },
  'letter-for-digit': { vi: 'Chữ O thay cho số 0', en: 'Letter O for zero', lo: 'ຕົວ O ແທນເລກ 0' },
  'phone-zero': {
    vi: 'Điện thoại mất số 0 đầu',
    en: 'Phone lost its leading zero',
    lo: 'ເບີໂທຂາດເລກ 0 ທາງໜ້າ',
  },
  'id-zeros': { vi: 'CCCD mất số 0 đầu', en: 'ID number lost its leading zeros', lo: 'ເລກບັດຂາດເລກ 0 ທາງໜ້າ' },
  'place-code-zeros': {
    vi: 'Mã địa phương mất số 0 đầu',
    en: 'Place code lost its zeros',
    lo: 'ລະຫັດຂາດເລກ 0',
  },
  'character-form': {
    vi: 'Ký tự lạ hoặc dấu cách thừa',
    en: 'Odd characters or extra spaces',
    lo: 'ຕົວອັກສອນແປກ ຫຼື ຍະຫວ່າງເກີນ',
  },
}

export const rowOutcomes = ['new', 'changed', 'same', 'duplicate', 'suspected', 'rejected'] as const
export type RowOutcome = (typeof rowOutcomes)[number]

const outcomeWords: Record<RowOutcome, Words> = {
  new: { vi: 'Đã nhận: người mới', en: 'Accepted: new person', lo: 'ຮັບແລ້ວ: ຄົນໃໝ່' },
  changed: { vi: 'Đã nhận: cập nhật thông tin', en: 'Accepted: details updated', lo: 'ຮັບແລ້ວ: ປັບປຸງຂໍ້ມູນ' },
  same: { vi: 'Đã có, không thay đổi', en: 'Already there, nothing changed', lo: 'ມີແລ້ວ, ບໍ່ປ່ຽນແປງ' },
  duplicate: { vi: 'Trùng, không nhận', en: 'Duplicate, not accepted', lo: 'ຊ້ຳກັນ, ບໍ່ຮັບ' },
  suspected: {
    vi: 'Nghi trùng, chờ xem xét',
    en: 'Possible duplicate, to be decided',
    lo: 'ອາດຊ້ຳກັນ, ລໍຖ້າພິຈາລະນາ',
  },
  rejected: { vi: 'Không nhận', en: 'Not accepted', lo: 'ບໍ່ຮັບ' },
}

export function describeRowProblem(problem: RowProblem, language: Language): string {
  const doubts = problem.facts.with
  const facts = Array.isArray(doubts)
    ? {
        ...problem.facts,
        with: doubts.map((doubt: string) => doubtWords[doubt]?.[language] ?? doubt).join(', '),
      }
    : problem.facts
  return fillWords(rowProblemWords[problem.code], language, facts)
}

/**
 * What the returned workbook says of a row: the outcome and, for a row that was stopped, its errors with their
 * columns. Never empty: whoever opens the file sees that every row was read.
 */
export function describeResult(
  outcome: RowOutcome,
  problems: readonly RowProblem[],
  language: Language,
  repeatsRow: number | null = null,
): string {
  const head = outcomeWords[outcome][language]
  const row = { vi: 'dòng', en: 'row', lo: 'ແຖວ' }[language]
  const first = repeatsRow === null ? head : `${head} (${row} ${repeatsRow})`
  const shown = outcome === 'rejected' ? problems.filter((problem) => problem.severity === 'error') : problems
  const told = shown.map((problem) => {
    const sentence = describeRowProblem(problem, language)
    return problem.column === null ? sentence : `[${problem.column}] ${sentence}`
  })
  return [first, ...told].join('; ').slice(0, 1000)
}
