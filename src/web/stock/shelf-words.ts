import { catalogue } from '../shared/words.ts'

export const t = catalogue({
  title: { vi: 'Kiểm kê và hủy', en: 'Count and discard', lo: 'ກວດນັບ ແລະ ທຳລາຍ' },
  lead: {
    vi: 'Đếm trước, xem sổ sau: số trong sổ chỉ hiện khi đã ghi số đếm được.',
    en: 'Count first, then look at the books: what they say is shown after your count.',
    lo: 'ນັບກ່ອນ, ເບິ່ງບັນຊີຫຼັງ: ຕົວເລກບັນຊີສະແດງຫຼັງຈາກນັບ.',
  },
  count: { vi: 'Kiểm kê', en: 'Count', lo: 'ກວດນັບ' },
  waste: { vi: 'Hủy', en: 'Discard', lo: 'ທຳລາຍ' },
  holder: { vi: 'Nơi giữ', en: 'Holder', lo: 'ບ່ອນເກັບ' },
  lot: { vi: 'Lô', en: 'Lot', lo: 'ລັອດ' },
  nothing: {
    vi: 'Theo sổ thì nơi này không có lô nào.',
    en: 'By the books nothing lies there.',
    lo: 'ຕາມບັນຊີບໍ່ມີລັອດຢູ່ນີ້.',
  },
  'vials-counted': { vi: 'Số lọ chưa mở đếm được', en: 'Unopened vials counted', lo: 'ຂວດບໍ່ເປີດທີ່ນັບໄດ້' },
  'vials-counted.hint': {
    vi: 'Không có lọ nào thì ghi 0',
    en: 'Write 0 when there are none',
    lo: 'ບໍ່ມີໃຫ້ຂຽນ 0',
  },
  'doses-counted': { vi: 'Số liều trong lọ đã mở', en: 'Doses in opened vials', lo: 'ໂດສໃນຂວດເປີດ' },
  reason: { vi: 'Lý do chênh lệch', en: 'Why it differs', lo: 'ເຫດຜົນທີ່ແຕກຕ່າງ' },
  'reason.hint': {
    vi: 'Cần ghi khi số đếm được khác sổ',
    en: 'Needed when the count differs from the books',
    lo: 'ຕ້ອງຂຽນເມື່ອບໍ່ກົງບັນຊີ',
  },
  'count.send': { vi: 'Ghi số đếm được', en: 'Record the count', lo: 'ບັນທຶກການນັບ' },
  'count.same': {
    vi: 'Khớp với sổ: {doses} liều.',
    en: 'As in the books. Doses: {doses}.',
    lo: 'ກົງບັນຊີ: {doses} ໂດສ.',
  },
  'count.missing': {
    vi: 'Đếm được {counted}, sổ ghi {booked}: thiếu {doses} liều. Sổ đã theo số đếm.',
    en: '{counted} counted, {booked} in the books. Doses missing: {doses}. The books follow the count.',
    lo: 'ນັບໄດ້ {counted}, ບັນຊີ {booked}: ຂາດ {doses} ໂດສ. ບັນຊີຕາມການນັບ.',
  },
  'count.found': {
    vi: 'Đếm được {counted}, sổ ghi {booked}: thừa {doses} liều. Sổ đã theo số đếm.',
    en: '{counted} counted, {booked} in the books. Doses over: {doses}. The books follow the count.',
    lo: 'ນັບໄດ້ {counted}, ບັນຊີ {booked}: ເກີນ {doses} ໂດສ. ບັນຊີຕາມການນັບ.',
  },
  what: { vi: 'Hủy gì', en: 'What', lo: 'ທຳລາຍຫຍັງ' },
  'what.closed': { vi: 'Lọ chưa mở', en: 'Unopened vials', lo: 'ຂວດບໍ່ເປີດ' },
  'what.open': { vi: 'Liều trong lọ đã mở', en: 'Doses of opened vials', lo: 'ໂດສໃນຂວດເປີດ' },
  'vials-wasted': { vi: 'Số lọ hủy', en: 'Vials discarded', lo: 'ຂວດທຳລາຍ' },
  'doses-wasted': { vi: 'Số liều hủy', en: 'Doses discarded', lo: 'ໂດສທຳລາຍ' },
  cause: { vi: 'Lý do', en: 'Reason', lo: 'ເຫດຜົນ' },
  'waste.reason': { vi: 'Ghi rõ', en: 'In your own words', lo: 'ອະທິບາຍ' },
  'waste.send': { vi: 'Ghi hủy', en: 'Write off', lo: 'ບັນທຶກທຳລາຍ' },
  'waste.done': {
    vi: 'Đã ghi hủy {doses} liều: {cause}.',
    en: 'Doses written off: {doses} ({cause}).',
    lo: 'ບັນທຶກທຳລາຍ {doses} ໂດສ: {cause}.',
  },
  'in-books': { vi: 'sổ ghi {doses} liều', en: 'doses in the books: {doses}', lo: 'ບັນຊີ {doses} ໂດສ' },
})
