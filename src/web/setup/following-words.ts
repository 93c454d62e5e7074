import { catalogue } from '../shared/words.ts'

/** People follow their places after a group or a ward was moved, joined or ended. */
export const t = catalogue({
  title: { vi: 'Người dân theo địa bàn', en: 'People follow their places', lo: 'ປະຊາຊົນຕາມເຂດ' },
  lead: {
    vi: 'Khi tổ dân phố hoặc phường, xã được chuyển, nhập hay giải thể, nơi ở của người dân được cập nhật ở đây. Mũi đã tiêm giữ nơi ở của ngày tiêm.',
    en: 'When a residential group or ward is moved, joined or ended, the residence of its people is brought up to date here. Doses keep the residence of their day.',
    lo: 'ເມື່ອໜ່ວຍ ຫຼື ບ້ານຖືກຍ້າຍ, ລວມ ຫຼື ຍຸບ, ບ່ອນຢູ່ຂອງປະຊາຊົນຈະຖືກປັບປຸງຢູ່ນີ້. ເຂັມທີ່ສັກແລ້ວຮັກສາບ່ອນຢູ່ຂອງມື້ນັ້ນ.',
  },
  none: {
    vi: 'Mọi người đang ở đúng địa bàn hiện hành.',
    en: 'Everybody lives in a place that is in force.',
    lo: 'ທຸກຄົນຢູ່ໃນເຂດທີ່ຍັງມີຜົນ.',
  },
  moves: {
    vi: '{people} người chuyển theo địa bàn, tính đến ngày {day}',
    en: 'People who follow their places, as of {day}: {people}',
    lo: '{people} ຄົນຍ້າຍຕາມເຂດ, ເຖິງວັນທີ {day}',
  },
  from: { vi: 'Nơi ở cũ', en: 'Lived in', lo: 'ບ່ອນຢູ່ເກົ່າ' },
  to: { vi: 'Nơi ở mới', en: 'Live in', lo: 'ບ່ອນຢູ່ໃໝ່' },
  people: { vi: 'Số người', en: 'People', lo: 'ຈຳນວນຄົນ' },
  'loses-group': {
    vi: 'tổ đã giải thể: người dân tạm không thuộc tổ nào',
    en: 'the group is no more: its people are without one',
    lo: 'ໜ່ວຍຖືກຍຸບ: ປະຊາຊົນບໍ່ຂຶ້ນກັບໜ່ວຍໃດ',
  },
  follow: {
    vi: 'Cập nhật nơi ở cho {people} người…',
    en: 'Bring people up to date ({people})…',
    lo: 'ປັບປຸງບ່ອນຢູ່ໃຫ້ {people} ຄົນ…',
  },
  left: {
    vi: 'Giữ nguyên, cần xếp lại từng người',
    en: 'Left as they are, to be placed by hand',
    lo: 'ຄົງໄວ້, ຕ້ອງຈັດດ້ວຍມື',
  },
  why: { vi: 'Vì sao', en: 'Why', lo: 'ຍ້ອນຫຍັງ' },
  'why.partial': {
    vi: 'địa bàn bị chia: không đoán ai ở phần nào',
    en: 'the place was divided: nobody guesses who lives where',
    lo: 'ເຂດຖືກແບ່ງ: ບໍ່ເດົາວ່າໃຜຢູ່ສ່ວນໃດ',
  },
  'why.ended': {
    vi: 'địa bàn đã hết hiệu lực và không có nơi thay thế',
    en: 'the place ended without another in its stead',
    lo: 'ເຂດໝົດຜົນ ແລະ ບໍ່ມີບ່ອນແທນ',
  },
  confirm: { vi: 'Cập nhật nơi ở', en: 'Bring residences up to date', lo: 'ປັບປຸງບ່ອນຢູ່' },
  'confirm.what': {
    vi: 'Nơi ở của {people} người sẽ đổi theo địa bàn mới. Việc này được ghi trong hồ sơ của từng người; chỉ một thay đổi địa bàn sau này mới đưa họ trở lại.',
    en: 'People whose residence changes with their places: {people}. It is written on each card; only a later change of the places takes them back.',
    lo: 'ບ່ອນຢູ່ຂອງ {people} ຄົນຈະປ່ຽນຕາມເຂດໃໝ່. ມີການບັນທຶກໃນປະຫວັດຂອງແຕ່ລະຄົນ; ມີແຕ່ການປ່ຽນເຂດຄັ້ງຕໍ່ໄປຈຶ່ງນຳກັບຄືນ.',
  },
  'confirm.do': { vi: 'Cập nhật', en: 'Bring up to date', lo: 'ປັບປຸງ' },
  reason: { vi: 'Lý do', en: 'Reason', lo: 'ເຫດຜົນ' },
  'reason.hint': {
    vi: 'Ví dụ: số nghị quyết sắp xếp đơn vị hành chính.',
    en: 'For example: the number of the resolution.',
    lo: 'ຕົວຢ່າງ: ເລກທີມະຕິ.',
  },
  done: {
    vi: 'Đã cập nhật nơi ở của {people} người.',
    en: 'People whose residence was brought up to date: {people}.',
    lo: 'ປັບປຸງບ່ອນຢູ່ຂອງ {people} ຄົນແລ້ວ.',
  },
})
