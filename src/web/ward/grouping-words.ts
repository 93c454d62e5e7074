import { catalogue } from '../shared/words.ts'

/** A residential group for many people at once. */
export const t = catalogue({
  title: { vi: 'Xếp tổ dân phố', en: 'Set the residential group', lo: 'ຈັດໜ່ວຍ' },
  lead: {
    vi: 'Chỉ người chưa có tổ được xếp; tổ đã ghi không đổi. Giấy mời, cộng tác viên và số theo tổ cần tổ này.',
    en: 'Only people without a group get one; a group that is written down stays. Invitations, collaborators and figures by group need it.',
    lo: 'ສະເພາະຄົນທີ່ຍັງບໍ່ມີໜ່ວຍ; ໜ່ວຍທີ່ບັນທຶກແລ້ວບໍ່ປ່ຽນ. ໃບເຊີນ, ຜູ້ປະສານງານ ແລະ ຕົວເລກຕາມໜ່ວຍຕ້ອງໃຊ້.',
  },
  'whom.chosen': {
    vi: 'Những người đã chọn: {count}',
    en: 'The people chosen: {count}',
    lo: 'ຄົນທີ່ເລືອກ: {count}',
  },
  'whom.filtered': {
    vi: 'Những người mà bộ lọc ở “Tìm và sửa” đang cho thấy (không theo tên đang tìm).',
    en: 'Whom the filters of “Find and put right” show (not the name searched for).',
    lo: 'ຜູ້ທີ່ຕົວກັ່ນຕອງໃນ “ຊອກຫາ ແລະ ແກ້” ສະແດງ (ບໍ່ຕາມຊື່ທີ່ຊອກ).',
  },
  into: { vi: 'Xếp vào', en: 'Into', lo: 'ຈັດເຂົ້າ' },
  'by-address': {
    vi: 'Tổ ghi trong địa chỉ của từng người',
    en: 'The group that each address names',
    lo: 'ໜ່ວຍທີ່ຂຽນໃນທີ່ຢູ່ຂອງແຕ່ລະຄົນ',
  },
  'by-address.hint': {
    vi: 'Ví dụ “Tổ 5, 12 Chi Lăng” vào Tổ dân phố 5.',
    en: 'For example “Tổ 5, 12 Chi Lăng” goes into Tổ dân phố 5.',
    lo: 'ຕົວຢ່າງ “Tổ 5, 12 Chi Lăng” ເຂົ້າ Tổ dân phố 5.',
  },
  preview: { vi: 'Xem trước', en: 'Preview', lo: 'ເບິ່ງກ່ອນ' },
  'will.group': { vi: 'Tổ', en: 'Group', lo: 'ໜ່ວຍ' },
  'will.people': { vi: 'Số người được xếp', en: 'People put into it', lo: 'ຈຳນວນຄົນ' },
  'will.caption': {
    vi: 'Sẽ xếp {count} người. Chưa có gì được lưu.',
    en: 'People who will get a group: {count}. Nothing is stored yet.',
    lo: 'ຈະຈັດ {count} ຄົນ. ຍັງບໍ່ໄດ້ບັນທຶກ.',
  },
  nobody: {
    vi: 'Không có ai để xếp.',
    en: 'There is nobody to put into a group.',
    lo: 'ບໍ່ມີໃຜທີ່ຈະຈັດ.',
  },
  unread: {
    vi: '{count} người: địa chỉ không cho biết tổ nào của phường. Hãy chọn một tổ cho họ, hoặc thêm tổ còn thiếu.',
    en: 'People whose address names no group of the ward: {count}. Choose a group for them, or add the missing one.',
    lo: '{count} ຄົນ: ທີ່ຢູ່ບໍ່ບອກໜ່ວຍໃດ. ເລືອກໜ່ວຍໃຫ້ເຂົາ ຫຼື ເພີ່ມໜ່ວຍທີ່ຂາດ.',
  },
  grouped: {
    vi: '{count} người đã có tổ, giữ nguyên.',
    en: 'People who have a group already and keep it: {count}.',
    lo: '{count} ຄົນມີໜ່ວຍແລ້ວ ຄົງເດີມ.',
  },
  'not-here': {
    vi: '{count} người không còn ở phường, xã này.',
    en: 'People who do not live in this ward: {count}.',
    lo: '{count} ຄົນບໍ່ໄດ້ຢູ່ທີ່ນີ້.',
  },
  left: {
    vi: 'Còn {count} người nữa: xếp xong lần này, hãy xem trước lần tiếp.',
    en: '{count} more: when this is done, preview again.',
    lo: 'ຍັງ {count} ຄົນ: ແລ້ວໃຫ້ເບິ່ງກ່ອນອີກຄັ້ງ.',
  },
  reason: { vi: 'Căn cứ', en: 'On what ground', lo: 'ອີງໃສ່' },
  'reason.hint': {
    vi: 'Lưu trong lịch sử của từng người. Ví dụ: sổ hộ của tổ trưởng.',
    en: 'Kept in each person’s history. For example: the household book of the group.',
    lo: 'ບັນທຶກໃນປະຫວັດຂອງແຕ່ລະຄົນ. ຕົວຢ່າງ: ປຶ້ມຄົວເຮືອນຂອງໜ່ວຍ.',
  },
  'reason.address': {
    vi: 'Theo địa chỉ trong danh sách',
    en: 'By the address on the list',
    lo: 'ຕາມທີ່ຢູ່ໃນລາຍຊື່',
  },
  do: { vi: 'Xếp {count} người', en: 'Set for these people ({count})', lo: 'ຈັດ {count} ຄົນ' },
  done: {
    vi: 'Đã xếp tổ cho {count} người.',
    en: 'People who have a group now: {count}.',
    lo: 'ຈັດໜ່ວຍໃຫ້ {count} ຄົນແລ້ວ.',
  },
  without: {
    vi: '{count} người trong danh sách này chưa có tổ dân phố',
    en: 'People on this list without a residential group: {count}',
    lo: '{count} ຄົນໃນລາຍຊື່ນີ້ຍັງບໍ່ມີໜ່ວຍ',
  },
  'without.readable': {
    vi: 'Địa chỉ của {count} người có ghi tổ.',
    en: 'Of them, with an address that names one: {count}.',
    lo: 'ທີ່ຢູ່ຂອງ {count} ຄົນມີໜ່ວຍ.',
  },
})
