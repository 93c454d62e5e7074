import type { StockAlarmKind } from '#domain/stock-alarms.ts'
import type { Tone } from '../shared/ui/page.tsx'
import { catalogue } from '../shared/words.ts'

export const t = catalogue({
  title: { vi: 'Cảnh báo kho', en: 'Stock alarms', lo: 'ແຈ້ງເຕືອນສາງ' },
  lead: {
    vi: 'Những chỗ cần người xem hôm nay, việc gấp đứng trước.',
    en: 'What somebody should look at today, the most pressing first.',
    lo: 'ບ່ອນທີ່ຕ້ອງເບິ່ງມື້ນີ້, ດ່ວນກ່ອນ.',
  },
  none: { vi: 'Không có cảnh báo nào.', en: 'No alarms.', lo: 'ບໍ່ມີການແຈ້ງເຕືອນ.' },
  what: { vi: 'Cảnh báo', en: 'Alarm', lo: 'ແຈ້ງເຕືອນ' },
  where: { vi: 'Ở đâu', en: 'Where', lo: 'ຢູ່ໃສ' },
  lot: { vi: 'Lô hoặc chuyến', en: 'Lot or transfer', lo: 'ລັອດ ຫຼື ການສົ່ງ' },
  doses: { vi: 'Liều', en: 'Doses', lo: 'ໂດສ' },
  when: { vi: 'Hạn', en: 'When', lo: 'ກຳນົດ' },
  'to-transfer': { vi: 'Xem chuyến', en: 'See the transfer', lo: 'ເບິ່ງການສົ່ງ' },
  'days-left': { vi: 'còn {days} ngày', en: 'days left: {days}', lo: 'ເຫຼືອ {days} ມື້' },
  'lasts-days': { vi: 'đủ dùng {days} ngày', en: 'days it lasts: {days}', lo: 'ພໍໃຊ້ {days} ມື້' },
  'days-over': { vi: 'quá {days} ngày', en: 'days past: {days}', lo: 'ເກີນ {days} ມື້' },
  since: { vi: 'từ {at}', en: 'since {at}', lo: 'ແຕ່ {at}' },
  some: { vi: '{count} cảnh báo kho', en: 'Stock alarms: {count}', lo: '{count} ແຈ້ງເຕືອນສາງ' },
  all: { vi: 'Xem tất cả', en: 'See all', lo: 'ເບິ່ງທັງໝົດ' },
  cut: {
    vi: 'Chỉ hiện {shown} cảnh báo gấp nhất trong {total}.',
    en: 'Only the {shown} most pressing of {total} are shown.',
    lo: 'ສະແດງ {shown} ອັນດ່ວນສຸດໃນ {total}.',
  },
})

export const kindWord = catalogue<StockAlarmKind>({
  recalled: { vi: 'Còn liều của lô thu hồi', en: 'Doses of a recalled lot', lo: 'ຍັງມີໂດສລັອດຖືກເອີ້ນຄືນ' },
  expired: { vi: 'Hết hạn', en: 'Expired', lo: 'ໝົດອາຍຸ' },
  negative: { vi: 'Sổ âm', en: 'Below zero in the books', lo: 'ບັນຊີຕິດລົບ' },
  'transfer-overdue': {
    vi: 'Chuyến quá 24 giờ chưa xong',
    en: 'Transfer open for over 24 hours',
    lo: 'ການສົ່ງເກີນ 24 ຊົ່ວໂມງ',
  },
  'thaw-ends': { vi: 'Sắp hết hạn rã đông', en: 'Thawed time ends soon', lo: 'ໃກ້ໝົດເວລາລະລາຍ' },
  'expires-soon': { vi: 'Sắp hết hạn', en: 'Expires soon', lo: 'ໃກ້ໝົດອາຍຸ' },
  quarantine: { vi: 'Biệt trữ chờ quyết định', en: 'In quarantine, to be decided', lo: 'ກັກໄວ້ລໍຖ້າຕັດສິນ' },
  low: { vi: 'Sắp hết vắc xin', en: 'Runs low', lo: 'ວັກຊີນໃກ້ໝົດ' },
})

export const alarmTones: Record<StockAlarmKind, Tone> = {
  recalled: 'bad',
  expired: 'bad',
  negative: 'bad',
  'transfer-overdue': 'bad',
  'thaw-ends': 'warn',
  'expires-soon': 'warn',
  quarantine: 'warn',
  low: 'warn',
}
