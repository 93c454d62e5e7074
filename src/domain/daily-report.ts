import type { LocalDate } from './dates.ts'
import type { Words } from './problem.ts'

/**
 * The daily report of a round of vaccination, Phụ lục 5A of QĐ 3588/QĐ-BYT as amended by QĐ 43/QĐ-BYT: one row for each
 * unit, round, vaccine and day, its columns in this order. Screen, paper and file draw them from here.
 */
export type DailyRow = {
  wardName: string
  on: LocalDate
  roundName: string
  productName: string
  /** People who came to be vaccinated that day. */
  persons: number
  referred: number
  refused: number
  deferred: number
  contraindicated: number
  primary1: number
  primary2: number
  primary3: number
  additional: number
  booster: number
  usedDoses: number
  wastedDoses: number
  /** Cases of common reactions; one with several signs stands under each of them. */
  reactionsCommon: number
  reactionsLocal: number
  reactionsFever: number
  reactionsOther: number
  reactionsSevere: number
  /** Sessions of several vaccines, whose people without a dose stand in this row. */
  mixedSessions: number
}

const numbers = [
  'persons',
  'referred',
  'refused',
  'deferred',
  'contraindicated',
  'primary1',
  'primary2',
  'primary3',
  'additional',
  'booster',
  'usedDoses',
  'wastedDoses',
  'reactionsCommon',
  'reactionsLocal',
  'reactionsFever',
  'reactionsOther',
  'reactionsSevere',
] as const satisfies readonly (keyof DailyRow)[]
export type DailyNumber = (typeof numbers)[number]
export type DailySum = Record<DailyNumber, number>

export function sumDaily(rows: readonly DailySum[]): DailySum {
  const sum = (key: DailyNumber) => rows.reduce((all, row) => all + row[key], 0)
  return Object.fromEntries(numbers.map((key) => [key, sum(key)])) as DailySum
}

const given: Words = { vi: 'Số tiêm được', en: 'Injected', lo: 'ສັກໄດ້' }
const vaccine: Words = { vi: 'Vắc xin COVID-19 (liều)', en: 'Vaccine (doses)', lo: 'ວັກຊີນ (ໂດສ)' }
const common: Words = {
  vi: 'Số phản ứng thông thường sau tiêm chủng',
  en: 'Common reactions',
  lo: 'ປະຕິກິລິຍາທົ່ວໄປ',
}

/** As a site's form names them: what the report counts under a sign of its own. */
export const localSigns = ['pain', 'swelling'] as const
export const feverSigns = ['fever'] as const

export type DailyColumn = { key: DailyNumber; head: Words; over: Words | null }

/** Between the four that name the row and the note. */
export const dailyColumns: readonly DailyColumn[] = [
  {
    key: 'persons',
    head: { vi: 'Số đối tượng trong ngày', en: 'People that day', lo: 'ຈຳນວນຄົນໃນມື້' },
    over: null,
  },
  {
    key: 'referred',
    head: { vi: 'Số chuyển bệnh viện tiêm', en: 'Sent to hospital', lo: 'ສົ່ງໂຮງໝໍ' },
    over: null,
  },
  {
    key: 'refused',
    head: { vi: 'Số không đồng ý tiêm chủng', en: 'Did not agree', lo: 'ບໍ່ຍອມສັກ' },
    over: null,
  },
  { key: 'deferred', head: { vi: 'Số hoãn tiêm', en: 'Deferred', lo: 'ເລື່ອນ' }, over: null },
  {
    key: 'contraindicated',
    head: { vi: 'Số chống chỉ định', en: 'Contraindicated', lo: 'ຫ້າມສັກ' },
    over: null,
  },
  { key: 'primary1', head: { vi: 'Mũi 1', en: 'Dose 1', lo: 'ເຂັມ 1' }, over: given },
  { key: 'primary2', head: { vi: 'Mũi 2', en: 'Dose 2', lo: 'ເຂັມ 2' }, over: given },
  { key: 'primary3', head: { vi: 'Mũi 3 cơ bản', en: 'Primary dose 3', lo: 'ເຂັມ 3 ພື້ນຖານ' }, over: given },
  { key: 'additional', head: { vi: 'Bổ sung', en: 'Additional', lo: 'ເພີ່ມເຕີມ' }, over: given },
  { key: 'booster', head: { vi: 'Nhắc lại', en: 'Booster', lo: 'ກະຕຸ້ນ' }, over: given },
  { key: 'usedDoses', head: { vi: 'Số sử dụng', en: 'Used', lo: 'ໃຊ້' }, over: vaccine },
  { key: 'wastedDoses', head: { vi: 'Số hủy', en: 'Discarded', lo: 'ຖິ້ມ' }, over: vaccine },
  { key: 'reactionsCommon', head: { vi: 'Số trường hợp', en: 'Cases', lo: 'ຈຳນວນຄົນ' }, over: common },
  {
    key: 'reactionsLocal',
    head: { vi: 'Sưng, đau tại chỗ tiêm', en: 'Pain or swelling at the site', lo: 'ບວມ, ເຈັບບ່ອນສັກ' },
    over: common,
  },
  { key: 'reactionsFever', head: { vi: 'Sốt', en: 'Fever', lo: 'ໄຂ້' }, over: common },
  { key: 'reactionsOther', head: { vi: 'Khác', en: 'Other', lo: 'ອື່ນໆ' }, over: common },
  {
    key: 'reactionsSevere',
    head: { vi: 'Số tai biến nặng', en: 'Severe reactions', lo: 'ປະຕິກິລິຍາຮ້າຍແຮງ' },
    over: null,
  },
]

export const dailyHeads = {
  number: { vi: 'TT', en: 'No.', lo: 'ລ/ດ' },
  unit: {
    vi: 'Địa phương/CSYT/Ngày triển khai',
    en: 'Unit, day',
    lo: 'ທ້ອງຖິ່ນ/ວັນທີ',
  },
  round: { vi: 'Đợt tiêm', en: 'Round', lo: 'ຮອບ' },
  product: { vi: 'Loại vắc xin', en: 'Vaccine', lo: 'ວັກຊີນ' },
  note: { vi: 'Ghi chú', en: 'Note', lo: 'ໝາຍເຫດ' },
  total: { vi: 'Tổng cộng', en: 'Total', lo: 'ລວມ' },
  nation: {
    vi: 'CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM',
    en: 'SOCIALIST REPUBLIC OF VIET NAM',
    lo: 'ສາທາລະນະລັດ ສັງຄົມນິຍົມ ຫວຽດນາມ',
  },
  motto: {
    vi: 'Độc lập – Tự do – Hạnh phúc',
    en: 'Independence – Freedom – Happiness',
    lo: 'ເອກະລາດ – ເສລີພາບ – ຄວາມສຸກ',
  },
  annex: { vi: 'Phụ lục 5A', en: 'Annex 5A', lo: 'ເອກະສານຊ້ອນ 5A' },
  rules: {
    vi: 'QĐ 3588/QĐ-BYT ngày 26/7/2021, sửa đổi bởi QĐ 43/QĐ-BYT ngày 07/01/2022',
    en: 'Decision 3588/QĐ-BYT of 26/7/2021, amended by Decision 43/QĐ-BYT of 7/1/2022',
    lo: 'ຂໍ້ຕົກລົງ 3588/QĐ-BYT 26/7/2021, ປັບປຸງໂດຍ 43/QĐ-BYT 7/1/2022',
  },
  title: {
    vi: 'TỔNG HỢP BÁO CÁO HẰNG NGÀY KẾT QUẢ TRIỂN KHAI TIÊM CHỦNG VẮC XIN PHÒNG COVID-19',
    en: 'DAILY REPORT OF COVID-19 VACCINATION',
    lo: 'ລາຍງານຜົນການສັກວັກຊີນໂຄວິດ-19 ປະຈຳວັນ',
  },
  started: {
    vi: 'Thời gian bắt đầu triển khai: ngày {day}',
    en: 'Round began on {day}',
    lo: 'ເລີ່ມຮອບວັນທີ {day}',
  },
  reported: { vi: 'Ngày báo cáo: {day}', en: 'Reported on {day}', lo: 'ວັນທີລາຍງານ: {day}' },
  days: { vi: 'Số liệu từ ngày {from} đến ngày {to}', en: 'From {from} to {to}', lo: 'ແຕ່ວັນທີ {from} ຫາ {to}' },
  mixed: {
    vi: '{count} buổi có nhiều loại vắc xin: người không tiêm ghi ở đây',
    en: 'Sessions of several vaccines: {count}. People without a dose stand here',
    lo: '{count} ຮອບມີຫຼາຍວັກຊີນ: ຄົນທີ່ບໍ່ສັກບັນທຶກຢູ່ນີ້',
  },
  /** Of who made it and who answers for it. */
  maker: { vi: 'Người lập báo cáo', en: 'Made by', lo: 'ຜູ້ລາຍງານ' },
  head: { vi: 'Thủ trưởng đơn vị', en: 'Head of the unit', lo: 'ຫົວໜ້າໜ່ວຍງານ' },
} satisfies Record<string, Words>
