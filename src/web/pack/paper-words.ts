import { catalogue } from '../shared/words.ts'

/** What a phone says of a paper or a number without a network. */
const paperWords = {
  'paper.foreign': {
    vi: 'Giấy mời của nơi khác, không phải của cơ quan này.',
    en: 'An invitation of another authority, not of this one.',
    lo: 'ໃບເຊີນຂອງໜ່ວຍງານອື່ນ, ບໍ່ແມ່ນຂອງທີ່ນີ້.',
  },
  'paper.forged': {
    vi: 'GIẤY MỜI GIẢ: chữ ký không đúng. Không cho vào bằng giấy này.',
    en: 'FORGED INVITATION: the signature is wrong. Let nobody in with it.',
    lo: 'ໃບເຊີນປອມ: ລາຍເຊັນບໍ່ຖືກ. ຢ່າໃຫ້ເຂົ້າດ້ວຍໃບນີ້.',
  },
  'paper.not-yet-valid': {
    vi: 'Giấy mời thật, nhưng chỉ dùng từ ngày {day}.',
    en: 'A true invitation, but only from {day} on.',
    lo: 'ໃບເຊີນແທ້, ແຕ່ໃຊ້ໄດ້ຕັ້ງແຕ່ວັນທີ {day}.',
  },
  'paper.expired': {
    vi: 'Giấy mời thật, nhưng đã hết hạn ngày {day}.',
    en: 'A true invitation, but it ended on {day}.',
    lo: 'ໃບເຊີນແທ້, ແຕ່ໝົດກຳນົດວັນທີ {day}.',
  },
  'paper.revoked': {
    vi: 'Giấy mời này đã bị huỷ (báo mất hoặc cấp lại). Hỏi giấy mới hoặc tìm bằng tên.',
    en: 'This invitation was revoked (lost or replaced). Ask for the new one, or search by name.',
    lo: 'ໃບເຊີນນີ້ຖືກຍົກເລີກ (ເສຍ ຫຼື ອອກໃໝ່). ຖາມໃບໃໝ່ ຫຼື ຊອກດ້ວຍຊື່.',
  },
  'paper.not-listed': {
    vi: 'Giấy mời THẬT của {ward}, dùng đến {day}, nhưng người này không có trong danh sách của buổi tiêm. Ghi là người chưa có trong danh sách, hoặc quét lại khi có mạng.',
    en: 'A TRUE invitation of {ward}, valid until {day}, but this person is not on the list of the session. Write them down as somebody who is not on the list, or scan again with a network.',
    lo: 'ໃບເຊີນແທ້ຂອງ {ward}, ໃຊ້ໄດ້ຮອດ {day}, ແຕ່ຜູ້ນີ້ບໍ່ຢູ່ໃນລາຍຊື່ຂອງຮອບນີ້. ບັນທຶກເປັນຄົນບໍ່ມີໃນລາຍຊື່ ຫຼື ສະແກນໃໝ່ເມື່ອມີເຄືອຂ່າຍ.',
  },
  'paper.unreadable': {
    vi: 'Không đọc được mã này. Hãy tìm bằng tên hoặc bốn số cuối.',
    en: 'This code cannot be read. Search by name or the last four digits.',
    lo: 'ອ່ານລະຫັດນີ້ບໍ່ໄດ້. ຊອກດ້ວຍຊື່ ຫຼື ສີ່ຕົວເລກທ້າຍ.',
  },
  'number.birth': {
    vi: 'Cần cả ngày sinh để tra theo số.',
    en: 'A number is looked up together with the birth date.',
    lo: 'ຕ້ອງມີວັນເກີດນຳ ຈຶ່ງຊອກດ້ວຍເລກໄດ້.',
  },
  'number.wrong': {
    vi: 'Số này không đúng dạng. Xem lại trên thẻ.',
    en: 'The number is not of that kind. Look at the card again.',
    lo: 'ເລກນີ້ບໍ່ຖືກຮູບແບບ. ເບິ່ງບັດຄືນ.',
  },
  'number.nobody': {
    vi: 'Không có ai trong danh sách trên máy với số và ngày sinh này. Tìm bằng tên, hoặc ghi là người chưa có trong danh sách.',
    en: 'Nobody on the list of this phone has this number and birth date. Search by name, or write down somebody new.',
    lo: 'ບໍ່ມີໃຜໃນລາຍຊື່ຂອງເຄື່ອງທີ່ມີເລກ ແລະ ວັນເກີດນີ້. ຊອກດ້ວຍຊື່ ຫຼື ບັນທຶກຄົນໃໝ່.',
  },
} as const

export type PaperWord = keyof typeof paperWords
export const t = catalogue(paperWords)
