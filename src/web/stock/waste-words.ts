import { wasteCauses, type WasteCause } from '#domain/wastage.ts'
import { catalogue } from '../shared/words.ts'

const causes = catalogue<WasteCause>({
  expired: { vi: 'Hết hạn', en: 'Expired', lo: 'ໝົດອາຍຸ' },
  temperature: { vi: 'Ngoài dải nhiệt độ', en: 'Out of temperature', lo: 'ອຸນຫະພູມອອກເກນ' },
  frozen: { vi: 'Bị đông băng', en: 'Frozen', lo: 'ແຂງຕົວ' },
  broken: { vi: 'Vỡ', en: 'Broken', lo: 'ແຕກ' },
  label: { vi: 'Mất nhãn, không đọc được', en: 'Label lost or unreadable', lo: 'ປ້າຍຫາຍ' },
  recalled: { vi: 'Lô thu hồi', en: 'Recalled lot', lo: 'ລັອດຖືກເອີ້ນຄືນ' },
  'end-of-session': { vi: 'Còn lại cuối buổi', en: 'Left at the end of the session', lo: 'ເຫຼືອທ້າຍຮອບ' },
  'open-time-over': { vi: 'Quá giờ sau khi mở', en: 'Open for too long', lo: 'ເປີດດົນເກີນ' },
  contaminated: { vi: 'Nhiễm bẩn, rơi', en: 'Contaminated or dropped', lo: 'ປົນເປື້ອນ, ຕົກ' },
  'drawn-wrong': { vi: 'Rút sai liều', en: 'Drawn wrongly', lo: 'ດຶງຜິດໂດສ' },
  'refused-drawn': { vi: 'Đã rút, người tiêm từ chối', en: 'Drawn, then refused', lo: 'ດຶງແລ້ວ, ຜູ້ສັກປະຕິເສດ' },
  other: { vi: 'Lý do khác', en: 'Other', lo: 'ອື່ນໆ' },
})

/** The word of a code from the service. */
export function wasteCause(code: string): string {
  return causes(wasteCauses.find((known) => known === code) ?? 'other')
}

export const t = catalogue({
  title: { vi: 'Hao phí vắc xin', en: 'Vaccine wastage', lo: 'ການສູນເສຍວັກຊີນ' },
  lead: {
    vi: 'Theo công thức của WHO/V&B/03.18, tính dồn trong những ngày đã chọn.',
    en: 'By the formulas of WHO/V&B/03.18, cumulative over the days chosen.',
    lo: 'ຕາມສູດ WHO/V&B/03.18, ສະສົມໃນມື້ທີ່ເລືອກ.',
  },
  from: { vi: 'Từ ngày', en: 'From', lo: 'ແຕ່ວັນທີ' },
  to: { vi: 'Đến ngày', en: 'To', lo: 'ຮອດວັນທີ' },
  none: { vi: 'Không có gì trong những ngày này.', en: 'Nothing in these days.', lo: 'ບໍ່ມີຫຍັງໃນມື້ເຫຼົ່ານີ້.' },
  'open-sessions': {
    vi: '{count} buổi tiêm chưa đóng nên chưa tính: lọ của các buổi ấy chưa được đếm.',
    en: 'Sessions not closed and so left out: {count}. Their vials have not been counted yet.',
    lo: '{count} ຮອບສັກຍັງບໍ່ປິດ ຈຶ່ງບໍ່ນັບ: ຍັງບໍ່ທັນນັບຂວດ.',
  },
  'open-rate': { vi: 'Hao phí lọ đã mở', en: 'Opened-vial wastage', lo: 'ສູນເສຍຂວດເປີດ' },
  'closed-rate': { vi: 'Hao phí lọ chưa mở', en: 'Closed-vial wastage', lo: 'ສູນເສຍຂວດບໍ່ເປີດ' },
  total: { vi: 'Hao phí chung', en: 'Total wastage', lo: 'ສູນເສຍທັງໝົດ' },
  factor: { vi: 'Hệ số hao phí', en: 'Wastage factor', lo: 'ຄ່າສູນເສຍ' },
  indicative: { vi: 'mức tham khảo {rate}', en: 'indicative {rate}', lo: 'ລະດັບອ້າງອີງ {rate}' },
  'open-sum': {
    vi: '({opened} liều trong lọ đã mở − {given} đã tiêm) / {opened}',
    en: '({opened} doses in opened vials − {given} given) / {opened}',
    lo: '({opened} ໂດສໃນຂວດເປີດ − {given} ສັກແລ້ວ) / {opened}',
  },
  'nothing-opened': {
    vi: 'Chưa có buổi tiêm nào đóng trong những ngày này',
    en: 'No session was closed in these days',
    lo: 'ຍັງບໍ່ມີຮອບສັກປິດໃນມື້ເຫຼົ່ານີ້',
  },
  'closed-sum': {
    vi: '{discarded} liều hủy chưa mở / {handled} liều qua kho ({levels} cấp kho)',
    en: '{discarded} doses discarded unopened / {handled} handled ({levels} levels of storage)',
    lo: '{discarded} ໂດສທຳລາຍບໍ່ເປີດ / {handled} ຜ່ານສາງ ({levels} ຂັ້ນ)',
  },
  negative: {
    vi: 'Âm là đúng: từ {opened} liều ghi trên nhãn đã rút được {given} liều, nhiều hơn {more} liều. Mỗi lọ có thể cho tới {max} liều.',
    en: 'Below zero is right. Doses drawn: {given}, on the label: {opened}, more by {more}. A vial may give up to {max}.',
    lo: 'ຕິດລົບແມ່ນຖືກຕ້ອງ: ຈາກ {opened} ໂດສຕາມປ້າຍ ດຶງໄດ້ {given} ໂດສ, ຫຼາຍກວ່າ {more}. ຂວດໜຶ່ງໄດ້ເຖິງ {max} ໂດສ.',
  },
  beyond: {
    vi: 'Nhiều hơn cả mức tối đa {max} liều mỗi lọ: kiểm tra lại số lọ đã xuất và các mũi đã ghi.',
    en: 'More than even {max} doses from each vial: check the vials issued and the doses entered.',
    lo: 'ຫຼາຍກວ່າ {max} ໂດສຕໍ່ຂວດ: ກວດຂວດທີ່ເບີກ ແລະ ໂດສທີ່ບັນທຶກ.',
  },
  causes: { vi: 'Lý do hủy', en: 'Why discarded', lo: 'ເຫດຜົນທຳລາຍ' },
  cause: { vi: 'Lý do', en: 'Reason', lo: 'ເຫດຜົນ' },
  vials: { vi: 'Lọ', en: 'Vials', lo: 'ຂວດ' },
  opened: { vi: 'Lọ đã mở', en: 'Opened vials', lo: 'ຂວດເປີດ' },
  closed: { vi: 'Lọ chưa mở', en: 'Unopened vials', lo: 'ຂວດບໍ່ເປີດ' },
  doses: { vi: 'Liều', en: 'Doses', lo: 'ໂດສ' },
  sessions: { vi: 'Buổi tiêm đã đóng', en: 'Closed sessions', lo: 'ຮອບສັກປິດແລ້ວ' },
})
