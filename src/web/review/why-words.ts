import type { Words } from '#domain/problem.ts'
import { language } from '../shared/words.ts'

/** Why an entry is held, and what is odd about a dose, each in one sentence with what to do. */
const rows: Record<string, Words> = {
  'author-not-allowed': {
    vi: 'Người ghi không có quyền ở buổi tiêm này vào giờ đó (quyền đã hết, hoặc chưa được phân công). Nếu người đó thật sự làm ở đó: cho vào sổ.',
    en: 'Whoever recorded it had no right at this session at that hour (ended, or never assigned). If they did work there, let it in.',
    lo: 'ຜູ້ບັນທຶກບໍ່ມີສິດໃນຮອບສັກນີ້ໃນເວລານັ້ນ. ຖ້າເຮັດວຽກຢູ່ນັ້ນແທ້: ໃຫ້ເຂົ້າບັນຊີ.',
  },
  'device-ended': {
    vi: 'Máy gửi bản ghi này đã bị báo mất hoặc bị khóa. Hãy đối chiếu với sổ giấy của buổi tiêm trước khi cho vào sổ.',
    en: 'The phone that sent it was reported lost or taken off. Compare it with the paper of the session before letting it in.',
    lo: 'ເຄື່ອງທີ່ສົ່ງບັນທຶກນີ້ຖືກແຈ້ງເສຍ ຫຼື ປິດແລ້ວ. ໃຫ້ທຽບກັບເຈ້ຍຂອງຮອບສັກກ່ອນ.',
  },
  'product-unknown': {
    vi: 'Loại vắc xin không có trong danh mục. Bổ sung danh mục, bản ghi tự vào sổ.',
    en: 'The vaccine is not in the catalogue. Add it, and the entry comes in by itself.',
    lo: 'ວັກຊີນບໍ່ມີໃນບັນຊີ. ເພີ່ມໃສ່ ແລ້ວບັນທຶກເຂົ້າເອງ.',
  },
  'person-unknown': {
    vi: 'Chưa có người này trong hệ thống: bản ghi đăng ký của họ chưa đến. Khi máy kia gửi lên, bản ghi tự vào sổ.',
    en: 'The person has not arrived yet: another phone still holds their registration. It comes in by itself then.',
    lo: 'ຍັງບໍ່ມີຄົນນີ້ໃນລະບົບ: ເຄື່ອງອື່ນຍັງບໍ່ສົ່ງການລົງທະບຽນ. ມາຮອດແລ້ວຈະເຂົ້າເອງ.',
  },
  'session-unknown': {
    vi: 'Không có buổi tiêm này trong hệ thống.',
    en: 'There is no such session here.',
    lo: 'ບໍ່ມີຮອບສັກນີ້ໃນລະບົບ.',
  },
  'dose-unknown': {
    vi: 'Mũi tiêm mà bản ghi nói tới chưa đến. Khi đến, bản ghi tự vào sổ.',
    en: 'The dose that it speaks of has not arrived. It comes in by itself then.',
    lo: 'ເຂັມທີ່ບັນທຶກກ່າວເຖິງຍັງບໍ່ມາ. ມາຮອດແລ້ວຈະເຂົ້າເອງ.',
  },
  'no-check-in': {
    vi: 'Không có tiếp đón của người này tại buổi tiêm.',
    en: 'No check-in of this person at the session.',
    lo: 'ບໍ່ມີການລົງທະບຽນຂອງຄົນນີ້ໃນຮອບສັກ.',
  },
  'not-cleared': {
    vi: 'Khám sàng lọc chưa cho tiêm.',
    en: 'Screening had not cleared them.',
    lo: 'ການກວດຍັງບໍ່ອະນຸຍາດໃຫ້ສັກ.',
  },
  'reason-missing': {
    vi: 'Hủy sau 2 phút mà không nêu lý do.',
    en: 'Taken back after 2 minutes without a reason.',
    lo: 'ຍົກເລີກຫຼັງ 2 ນາທີໂດຍບໍ່ມີເຫດຜົນ.',
  },
  'entered-again': {
    vi: 'Trên máy nói: đã nhập lại từ sổ giấy.',
    en: 'Said on the phone: entered again from the paper.',
    lo: 'ບອກຢູ່ເຄື່ອງ: ປ້ອນຄືນຈາກເຈ້ຍແລ້ວ.',
  },
  'not-on-paper': {
    vi: 'Trên máy nói: không có trên giấy, không nhập lại được.',
    en: 'Said on the phone: not on paper, and could not be entered again.',
    lo: 'ບອກຢູ່ເຄື່ອງ: ບໍ່ມີໃນເຈ້ຍ, ປ້ອນຄືນບໍ່ໄດ້.',
  },
  interval: {
    vi: 'Sớm hơn khoảng cách tối thiểu.',
    en: 'Before the shortest interval.',
    lo: 'ໄວກວ່າໄລຍະຕ່ຳສຸດ.',
  },
  'not-offered': {
    vi: 'Mũi này chưa được triển khai cho người này.',
    en: 'This dose is not offered to this person yet.',
    lo: 'ເຂັມນີ້ຍັງບໍ່ໃຫ້ຄົນນີ້.',
  },
  'history-unknown': {
    vi: 'Chưa biết các mũi trước.',
    en: 'The doses before are unknown.',
    lo: 'ບໍ່ຮູ້ເຂັມກ່ອນໜ້າ.',
  },
  'stated-step': {
    vi: 'Số mũi khai khác số mũi tính được.',
    en: 'The stated dose differs from the computed one.',
    lo: 'ເລກເຂັມທີ່ບອກຕ່າງຈາກທີ່ຄິດໄລ່.',
  },
  'course-unknown': {
    vi: 'Chưa có phác đồ cho loại vắc xin này.',
    en: 'No course is known for this vaccine.',
    lo: 'ບໍ່ມີແຜນສຳລັບວັກຊີນນີ້.',
  },
  mix: {
    vi: 'Phối hợp với mũi trước không theo hướng dẫn.',
    en: 'Not a recommended mix with the dose before.',
    lo: 'ປະສົມກັບເຂັມກ່ອນບໍ່ຕາມຄຳແນະນຳ.',
  },
  product: {
    vi: 'Loại vắc xin khác với chiến dịch.',
    en: 'Not a vaccine of the campaign.',
    lo: 'ວັກຊີນບໍ່ແມ່ນຂອງຂະບວນການ.',
  },
  age: { vi: 'Ngoài độ tuổi cho phép.', en: 'Outside the allowed age.', lo: 'ນອກເກນອາຍຸ.' },
  expired: { vi: 'Lô đã quá hạn vào ngày tiêm.', en: 'The lot had expired that day.', lo: 'ລັອດໝົດອາຍຸໃນມື້ສັກ.' },
  recalled: {
    vi: 'Lô đã có lệnh thu hồi hoặc tạm dừng vào ngày tiêm.',
    en: 'The lot was recalled or on hold that day.',
    lo: 'ລັອດຖືກເກັບຄືນ ຫຼື ຖືກພັກໃນມື້ສັກ.',
  },
  'future-date': { vi: 'Ngày tiêm ở tương lai.', en: 'Dated in the future.', lo: 'ວັນສັກຢູ່ອະນາຄົດ.' },
  'before-birth': { vi: 'Ngày tiêm trước ngày sinh.', en: 'Dated before the birth.', lo: 'ວັນສັກກ່ອນວັນເກີດ.' },
  'same-day': { vi: 'Có một mũi khác cùng ngày.', en: 'Another dose on the same day.', lo: 'ມີອີກເຂັມໃນມື້ດຽວ.' },
}

const other: Words = {
  vi: 'Máy chủ không ghi được bản ghi này; nội dung được giữ nguyên để xem.',
  en: 'The server could not write this entry; it is kept whole to be looked at.',
  lo: 'ເຊີບເວີບັນທຶກບໍ່ໄດ້; ເນື້ອໃນຮັກສາໄວ້ຄົບ.',
}

/** The sentences for what a question rests on; ids and days among it say nothing to a person. */
export function whyWords(seen: readonly string[]): string[] {
  return seen.flatMap((code) => (rows[code] === undefined ? [] : [rows[code][language.value]]))
}

/** Of an entry that is held there is always one. */
export const heldWhy = (why: string): string => (rows[why] ?? other)[language.value]
