import { catalogue } from '../shared/words.ts'

export const t = catalogue({
  title: { vi: 'Tiêm nốt lọ đang mở', en: 'Finishing an open vial', lo: 'ສັກຂວດທີ່ເປີດໃຫ້ໝົດ' },
  lead: {
    vi: 'Ai trong phường đã được gọi hoặc có trong danh sách, đủ điều kiện tiêm ngay hôm nay, gần nhất trước.',
    en: 'Who of the ward was called or is listed, and may be injected today; the nearest first.',
    lo: 'ໃຜໃນບ້ານທີ່ຖືກເອີ້ນ ຫຼື ຢູ່ໃນລາຍຊື່, ສັກໄດ້ມື້ນີ້, ໃກ້ສຸດກ່ອນ.',
  },
  find: { vi: 'Tìm người để gọi', en: 'Whom to ring up', lo: 'ຊອກຄົນເພື່ອໂທຫາ' },
  left: {
    vi: 'Còn {doses} liều trong lọ đang mở.',
    en: 'Doses left in open vials: {doses}.',
    lo: 'ເຫຼືອ {doses} ໂດສໃນຂວດທີ່ເປີດ.',
  },
  none: {
    vi: 'Không còn liều nào trong lọ đang mở, hoặc không có ai phù hợp.',
    en: 'No dose is left in an open vial, or nobody is due.',
    lo: 'ບໍ່ມີໂດສເຫຼືອໃນຂວດທີ່ເປີດ ຫຼື ບໍ່ມີໃຜເໝາະ.',
  },
  name: { vi: 'Họ tên', en: 'Name', lo: 'ຊື່' },
  born: { vi: 'Năm sinh', en: 'Born', lo: 'ປີເກີດ' },
  group: { vi: 'Tổ', en: 'Group', lo: 'ໜ່ວຍ' },
  phone: { vi: 'Điện thoại', en: 'Phone', lo: 'ໂທລະສັບ' },
  why: { vi: 'Vì sao', en: 'Why', lo: 'ຍ້ອນຫຍັງ' },
  'why.called-here': { vi: 'Đã gọi, chưa đến', en: 'Called, not arrived', lo: 'ເອີ້ນແລ້ວ, ຍັງບໍ່ມາ' },
  'why.same-group': { vi: 'Cùng tổ đang tiêm', en: 'Of a group that was called', lo: 'ໜ່ວຍດຽວກັບທີ່ສັກ' },
  'why.other-group': { vi: 'Tổ khác trong phường', en: 'Another group of the ward', lo: 'ໜ່ວຍອື່ນໃນບ້ານ' },
  comes: { vi: 'Sẽ đến', en: 'Is coming', lo: 'ຈະມາ' },
  'comes.whom': { vi: 'Sẽ đến: {name}', en: 'Is coming: {name}', lo: 'ຈະມາ: {name}' },
  'on-list': { vi: 'Đã có trong danh sách', en: 'On the list', lo: 'ຢູ່ໃນລາຍຊື່ແລ້ວ' },
  'export.title': { vi: 'Mũi đã tiêm trong ngày', en: 'The day’s doses', lo: 'ເຂັມໃນມື້' },
  'export.lead': {
    vi: 'Các mũi của điểm này trong ngày, theo mẫu quốc gia, để đối chiếu với sổ giấy. Số giấy tờ được che bớt; phường, xã tải bản đủ để nhập hệ thống.',
    en: 'The doses of this site on this day in the national form, to compare with the paper. Card numbers are masked; the ward takes the full one for the platform.',
    lo: 'ເຂັມຂອງຈຸດນີ້ໃນມື້ນີ້ຕາມແບບຟອມແຫ່ງຊາດ, ເພື່ອທຽບກັບເຈ້ຍ. ເລກບັດຖືກປິດບັງ; ບ້ານເອົາສະບັບເຕັມໄປປ້ອນລະບົບ.',
  },
  'export.do': { vi: 'Tải mũi tiêm (Excel)', en: 'Doses (Excel)', lo: 'ເຂັມ (Excel)' },
  'end.title': { vi: 'Kết thúc buổi tiêm', en: 'Closing the session', lo: 'ປິດຮອບສັກ' },
  'end.lead': {
    vi: 'Đối chiếu ba số: sổ giấy, tổng trên các máy (trang "Bản ghi trên máy này" của từng máy) và máy chủ. Lọ chưa mở trả về tủ; liều còn trong lọ đã mở được ghi hủy.',
    en: 'Three counts are compared: paper, the phones’ sum (each phone’s own page of entries) and the server. Closed vials go back; what is left in opened ones is written off.',
    lo: 'ທຽບສາມຈຳນວນ: ເຈ້ຍ, ຜົນລວມຂອງເຄື່ອງ ແລະ ເຊີບເວີ. ຂວດທີ່ຍັງບໍ່ເປີດສົ່ງຄືນ; ໂດສທີ່ເຫຼືອໃນຂວດເປີດບັນທຶກທຳລາຍ.',
  },
})
