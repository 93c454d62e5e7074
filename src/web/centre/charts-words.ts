import { catalogue } from '../shared/words.ts'

export const t = catalogue({
  title: { vi: 'Biểu đồ tiến độ', en: 'Charts of progress', lo: 'ກຣາຟຄວາມຄືບໜ້າ' },
  day: { vi: 'Ngày', en: 'Day', lo: 'ວັນ' },
  'by-day': {
    vi: 'Mũi tiêm mỗi ngày, theo loại mũi',
    en: 'Doses a day, by kind of dose',
    lo: 'ເຂັມຕໍ່ມື້ ຕາມປະເພດ',
  },
  cumulative: { vi: 'Cộng dồn so với chỉ tiêu', en: 'Cumulative, against the target', lo: 'ສະສົມ ທຽບເປົ້າໝາຍ' },
  done: { vi: 'Đã tiêm', en: 'Done', lo: 'ສັກແລ້ວ' },
  target: { vi: 'Chỉ tiêu', en: 'Target', lo: 'ເປົ້າໝາຍ' },
  goal: { vi: 'Mục tiêu {goal} %', en: 'Goal of {goal} %', lo: 'ເປົ້າໝາຍ {goal} %' },
  lag: {
    vi: 'Nhập liệu: mũi của mỗi ngày được nhập khi nào',
    en: 'Entry: when each day’s doses were recorded',
    lo: 'ການປ້ອນ: ເຂັມແຕ່ລະມື້ປ້ອນເມື່ອໃດ',
  },
  'lag.same': { vi: 'trong ngày', en: 'same day', lo: 'ໃນມື້' },
  'lag.3': { vi: 'sau 1–3 ngày', en: '1–3 days later', lo: 'ຫຼັງ 1–3 ມື້' },
  'lag.later': { vi: 'muộn hơn', en: 'later', lo: 'ຊ້າກວ່ານັ້ນ' },
  table: { vi: 'Bảng số', en: 'The figures', lo: 'ຕາຕະລາງ' },
})
