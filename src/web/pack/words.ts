import { catalogue } from '../shared/words.ts'

/** The list of people that a phone carries, and how old it is. */
const listWords = {
  'list.open': {
    vi: 'Danh sách trên máy: {count} người · tính đến {time}',
    en: 'List on this phone, people: {count} · as of {time}',
    lo: 'ລາຍຊື່ໃນເຄື່ອງ: {count} ຄົນ · ຮອດ {time}',
  },
  'list.fetching': {
    vi: 'Đang tải danh sách về máy…',
    en: 'Fetching the list onto this phone…',
    lo: 'ກຳລັງໂຫຼດລາຍຊື່ມາໃສ່ເຄື່ອງ…',
  },
  'list.none': {
    vi: 'Máy chưa có danh sách: mất mạng thì không tra được người.',
    en: 'No list on this phone: without a network nobody can be looked up.',
    lo: 'ເຄື່ອງຍັງບໍ່ມີລາຍຊື່: ຖ້າບໍ່ມີເຄືອຂ່າຍ ຈະຊອກຄົນບໍ່ໄດ້.',
  },
  'list.full': {
    vi: 'Máy hết chỗ, không giữ được danh sách. Các bản ghi vẫn an toàn.',
    en: 'No room for the list on this phone. What was recorded is safe.',
    lo: 'ເຄື່ອງເຕັມ, ເກັບລາຍຊື່ບໍ່ໄດ້. ບັນທຶກຍັງປອດໄພ.',
  },
  'list.locked': {
    vi: 'Danh sách trên máy đang khóa',
    en: 'The list on this phone is locked',
    lo: 'ລາຍຊື່ໃນເຄື່ອງຖືກລັອກ',
  },
  'list.away': {
    vi: 'Không có mạng. Nhập mã PIN để làm tiếp với danh sách trên máy.',
    en: 'No network. Type the PIN to go on with the list on this phone.',
    lo: 'ບໍ່ມີເຄືອຂ່າຍ. ພິມ PIN ເພື່ອເຮັດຕໍ່ດ້ວຍລາຍຊື່ໃນເຄື່ອງ.',
  },
  'list.unlock': { vi: 'Mở bằng mã PIN', en: 'Open with the PIN', lo: 'ເປີດດ້ວຍ PIN' },
  'list.unlock-hint': {
    vi: 'Mã PIN bạn dùng để đăng nhập. Không cần mạng.',
    en: 'The PIN that you sign in with. No network is needed.',
    lo: 'PIN ທີ່ໃຊ້ເຂົ້າລະບົບ. ບໍ່ຕ້ອງມີເຄືອຂ່າຍ.',
  },
  'list.pin': { vi: 'Mã PIN', en: 'PIN', lo: 'PIN' },
  'list.open-it': { vi: 'Mở danh sách', en: 'Open the list', lo: 'ເປີດລາຍຊື່' },
  'list.wrong-pin': { vi: 'Mã PIN không đúng.', en: 'That is not the PIN.', lo: 'PIN ບໍ່ຖືກ.' },
  'list.pin-gone': {
    vi: 'Máy không còn nhận mã PIN này. Hãy đăng nhập lại khi có mạng.',
    en: 'This phone knows the PIN no longer. Sign in again when there is a network.',
    lo: 'ເຄື່ອງບໍ່ຮູ້ຈັກ PIN ນີ້ອີກ. ເຂົ້າລະບົບໃໝ່ເມື່ອມີເຄືອຂ່າຍ.',
  },
  'as-of': { vi: 'Tính đến {time}', en: 'As of {time}', lo: 'ຮອດ {time}' },
  'as-of.phone': {
    vi: 'Theo danh sách trên máy, tính đến {time}',
    en: 'From the list on this phone, as of {time}',
    lo: 'ຕາມລາຍຊື່ໃນເຄື່ອງ, ຮອດ {time}',
  },
  'as-of.unknown': {
    vi: 'Chưa tra được tiền sử tiêm: hãy hỏi và xem giấy xác nhận.',
    en: 'Earlier doses could not be looked up: ask, and see the slip.',
    lo: 'ຍັງກວດປະຫວັດການສັກບໍ່ໄດ້: ໃຫ້ຖາມ ແລະ ເບິ່ງໃບຢັ້ງຢືນ.',
  },
} as const

export const t = catalogue(listWords)
