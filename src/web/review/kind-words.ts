import type { ReviewAnswer } from '#domain/vaccination/review.ts'
import type { ReviewKind } from '#domain/vaccination/types.ts'
import type { Words } from '#domain/problem.ts'
import { language } from '../shared/words.ts'

type Said = { name: Words; ask: Words }

/** Each question in a few words, and what is asked. */
const kinds: Record<ReviewKind, Said> = {
  'two-phones': {
    name: { vi: 'Hai bản ghi trong một ngày', en: 'Two records on one day', lo: 'ສອງບັນທຶກໃນມື້ດຽວ' },
    ask: {
      vi: 'Cùng người, cùng vắc xin, cùng ngày được ghi hai lần. Mũi nào là thật?',
      en: 'The same person, vaccine and day was recorded twice. Which one is real?',
      lo: 'ຄົນດຽວ, ວັກຊີນດຽວ, ມື້ດຽວ ຖືກບັນທຶກສອງເທື່ອ. ເຂັມໃດແມ່ນແທ້?',
    },
  },
  interval: {
    name: { vi: 'Khoảng cách hai mũi', en: 'Interval of two doses', lo: 'ໄລຍະຫ່າງສອງເຂັມ' },
    ask: {
      vi: 'Mũi này sớm hơn khoảng cách quy định. Ngày tiêm có đúng không?',
      en: 'This dose came earlier than the rule allows. Is its day right?',
      lo: 'ເຂັມນີ້ໄວກວ່າໄລຍະທີ່ກຳນົດ. ວັນທີຖືກບໍ?',
    },
  },
  'unknown-lot': {
    name: { vi: 'Lô chưa nhập kho', en: 'Lot never received', lo: 'ລັອດທີ່ບໍ່ໄດ້ຮັບ' },
    ask: {
      vi: 'Số lô này chưa có trong sổ kho. Gõ nhầm hay chưa nhập kho?',
      en: 'This lot is in no stock book. Mistyped, or not received yet?',
      lo: 'ລັອດນີ້ບໍ່ມີໃນບັນຊີສາງ. ພິມຜິດ ຫຼື ຍັງບໍ່ໄດ້ຮັບ?',
    },
  },
  'stock-short': {
    name: { vi: 'Tiêm nhiều hơn sổ kho', en: 'More given than held', lo: 'ສັກຫຼາຍກວ່າໃນບັນຊີ' },
    ask: {
      vi: 'Số mũi đã ghi nhiều hơn số liều được cấp cho buổi tiêm.',
      en: 'More doses were recorded than the session was issued.',
      lo: 'ຈຳນວນເຂັມທີ່ບັນທຶກຫຼາຍກວ່າໂດສທີ່ເບີກໃຫ້ຮອບສັກ.',
    },
  },
  clock: {
    name: { vi: 'Giờ máy sai', en: 'Wrong clock', lo: 'ໂມງເຄື່ອງຜິດ' },
    ask: {
      vi: 'Đồng hồ của máy lệch hơn 5 phút. Giờ tiêm đã được sửa theo giờ máy chủ.',
      en: 'The phone’s clock was off by more than 5 minutes. Times were corrected by the server’s.',
      lo: 'ໂມງຂອງເຄື່ອງຜິດເກີນ 5 ນາທີ. ເວລາຖືກແກ້ຕາມໂມງເຊີບເວີ.',
    },
  },
  'stated-step': {
    name: {
      vi: 'Số mũi khai khác số tính',
      en: 'Stated and computed dose differ',
      lo: 'ເລກເຂັມບອກ ແລະ ຄິດໄລ່ຕ່າງກັນ',
    },
    ask: {
      vi: 'Mũi do người nhập khai không khớp với lịch sử trong hệ thống.',
      en: 'The dose as stated does not fit the history that is known here.',
      lo: 'ເຂັມທີ່ບອກບໍ່ກົງກັບປະຫວັດໃນລະບົບ.',
    },
  },
  recall: {
    name: { vi: 'Lô bị thu hồi', en: 'Recalled lot', lo: 'ລັອດຖືກເກັບຄືນ' },
    ask: {
      vi: 'Lô này đã có lệnh thu hồi hoặc tạm dừng.',
      en: 'This lot was recalled or put on hold.',
      lo: 'ລັອດນີ້ຖືກເກັບຄືນ ຫຼື ໂຈະໄວ້.',
    },
  },
  quarantine: {
    name: { vi: 'Bản ghi đang giữ lại', en: 'Held entries', lo: 'ບັນທຶກທີ່ຖືກກັກໄວ້' },
    ask: {
      vi: 'Bản ghi đã đến máy chủ nhưng chưa được tính. Cho vào sổ hay để riêng?',
      en: 'The entry is on the server and not counted. Let it in, or put it aside?',
      lo: 'ບັນທຶກຢູ່ໃນເຊີບເວີແລ້ວ ແຕ່ຍັງບໍ່ນັບ. ໃຫ້ເຂົ້າ ຫຼື ແຍກໄວ້?',
    },
  },
  mix: {
    name: { vi: 'Phối hợp vắc xin', en: 'Mixed vaccines', lo: 'ປະສົມວັກຊີນ' },
    ask: {
      vi: 'Loại vắc xin này không theo phác đồ của các mũi trước.',
      en: 'This vaccine does not follow the course of the doses before.',
      lo: 'ວັກຊີນນີ້ບໍ່ຕາມແຜນຂອງເຂັມກ່ອນ.',
    },
  },
  age: {
    name: { vi: 'Ngoài độ tuổi', en: 'Outside the age', lo: 'ນອກເກນອາຍຸ' },
    ask: {
      vi: 'Tuổi của người này ngoài độ tuổi được tiêm loại vắc xin đó.',
      en: 'The person’s age is outside what this vaccine is for.',
      lo: 'ອາຍຸຂອງຄົນນີ້ຢູ່ນອກເກນຂອງວັກຊີນນັ້ນ.',
    },
  },
  'expired-lot': {
    name: { vi: 'Lô quá hạn', en: 'Expired lot', lo: 'ລັອດໝົດອາຍຸ' },
    ask: {
      vi: 'Ngày tiêm sau hạn dùng của lô.',
      en: 'The dose was given after the lot’s last day.',
      lo: 'ວັນສັກຫຼັງວັນໝົດອາຍຸຂອງລັອດ.',
    },
  },
  date: {
    name: { vi: 'Ngày không hợp lý', en: 'Impossible date', lo: 'ວັນທີບໍ່ສົມເຫດ' },
    ask: {
      vi: 'Ngày tiêm ở tương lai hoặc trước ngày sinh.',
      en: 'The dose is dated in the future or before the birth.',
      lo: 'ວັນສັກຢູ່ໃນອະນາຄົດ ຫຼື ກ່ອນວັນເກີດ.',
    },
  },
  'lost-entry': {
    name: {
      vi: 'Bản ghi hỏng trên máy',
      en: 'An entry lost on a phone',
      lo: 'ບັນທຶກເສຍໃນເຄື່ອງ',
    },
    ask: {
      vi: 'Máy không đọc được một bản ghi của chính nó. Đối chiếu với sổ giấy của buổi tiêm: người này đã được nhập lại chưa?',
      en: 'A phone could read one of its own entries no more. Compare with the paper of the session: is that person entered again?',
      lo: 'ເຄື່ອງອ່ານບັນທຶກຂອງຕົນບໍ່ໄດ້. ປຽບທຽບກັບເຈ້ຍຂອງຮອບສັກ: ຄົນນີ້ປ້ອນຄືນແລ້ວບໍ?',
    },
  },
  visit: {
    name: { vi: 'Thiếu bước trước khi tiêm', en: 'A step before the needle is missing', lo: 'ຂາດຂັ້ນຕອນກ່ອນສັກ' },
    ask: {
      vi: 'Có mũi tiêm mà không có tiếp đón, trái kết quả sàng lọc, hoặc hủy muộn không lý do.',
      en: 'Given without a check-in, against the screening, or taken back late without a reason.',
      lo: 'ສັກໂດຍບໍ່ມີການລົງທະບຽນ, ຂັດກັບການກວດ ຫຼື ຍົກເລີກຊ້າໂດຍບໍ່ມີເຫດຜົນ.',
    },
  },
}

export const kindName = (kind: ReviewKind): string => kinds[kind].name[language.value]
export const kindAsk = (kind: ReviewKind): string => kinds[kind].ask[language.value]

const answers: Record<ReviewAnswer, Words> = {
  'this-one-counts': { vi: 'Tính mũi này', en: 'This one counts', lo: 'ນັບເຂັມນີ້' },
  'really-two': { vi: 'Thật sự đã tiêm cả hai', en: 'Both were really given', lo: 'ສັກແທ້ທັງສອງ' },
  kept: { vi: 'Giữ nguyên', en: 'Keep as it is', lo: 'ຮັກສາໄວ້' },
  voided: { vi: 'Hủy mũi này', en: 'Take this dose back', lo: 'ຍົກເລີກເຂັມນີ້' },
  released: { vi: 'Cho vào sổ', en: 'Let it in', lo: 'ໃຫ້ເຂົ້າບັນຊີ' },
  'set-aside': { vi: 'Để riêng, không tính', en: 'Put aside, not counted', lo: 'ແຍກໄວ້, ບໍ່ນັບ' },
}
export const answerName = (answer: ReviewAnswer): string => answers[answer][language.value]
