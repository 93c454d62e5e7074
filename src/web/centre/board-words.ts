import { catalogue } from '../shared/words.ts'

/** What can be asked of the board, and the ways from it. */
export const t = catalogue({
  rows: { vi: 'Dòng theo', en: 'Rows', lo: 'ແຖວຕາມ' },
  'rows.ward': { vi: 'Phường, xã', en: 'Wards', lo: 'ບ້ານ' },
  'rows.group': { vi: 'Tổ dân phố', en: 'Residential groups', lo: 'ໜ່ວຍ' },
  'rows.site': { vi: 'Điểm tiêm', en: 'Sites', lo: 'ຈຸດສັກ' },
  'rows.enterprise': { vi: 'Doanh nghiệp', en: 'Enterprises', lo: 'ວິສາຫະກິດ' },
  'rows.target-group': { vi: 'Nhóm đối tượng', en: 'Target groups', lo: 'ກຸ່ມເປົ້າໝາຍ' },
  'rows.step': { vi: 'Loại và số mũi', en: 'Kind and number of dose', lo: 'ປະເພດ ແລະ ເຂັມທີ' },
  more: { vi: 'Ngày, địa giới và dòng khác', en: 'Another day, units or rows', lo: 'ວັນ, ເຂດ ແລະ ແຖວອື່ນ' },
  'as-of': { vi: 'Tính đến hết ngày (đã nhập)', en: 'As recorded by the end of', lo: 'ຕາມທີ່ບັນທຶກຮອດມື້' },
  'as-of.told': {
    vi: 'Số liệu đã nhập đến hết ngày {day}; không tự cập nhật.',
    en: 'As it had been recorded by the end of {day}; stands still.',
    lo: 'ຂໍ້ມູນທີ່ບັນທຶກຮອດມື້ {day}; ບໍ່ອັບເດດເອງ.',
  },
  units: { vi: 'Địa giới', en: 'Units', lo: 'ເຂດປົກຄອງ' },
  'units.own': { vi: 'Của ngày đó', en: 'Of that day', lo: 'ຂອງມື້ນັ້ນ' },
  'units.2025': { vi: 'Từ 01/07/2025', en: 'Since 01/07/2025', lo: 'ແຕ່ 01/07/2025' },
  place: { vi: 'Phường, xã', en: 'Ward', lo: 'ບ້ານ' },
  'place.choose': {
    vi: 'Chọn một phường, xã để xem các tổ dân phố.',
    en: 'Choose a ward to see its residential groups.',
    lo: 'ເລືອກບ້ານເພື່ອເບິ່ງໜ່ວຍ.',
  },
  'rows.empty': { vi: 'Chưa có dòng nào.', en: 'No rows yet.', lo: 'ຍັງບໍ່ມີແຖວ.' },
  'rows.no-group': { vi: 'Không thuộc tổ nào', en: 'In no group', lo: 'ບໍ່ຢູ່ໜ່ວຍໃດ' },
  within: { vi: 'Thuộc', en: 'In', lo: 'ຢູ່' },
  print: { vi: 'In A4', en: 'Print A4', lo: 'ພິມ A4' },
  csv: { vi: 'Tải CSV', en: 'CSV', lo: 'CSV' },
  xlsx: { vi: 'Tải Excel', en: 'Excel', lo: 'Excel' },
  charts: { vi: 'Biểu đồ', en: 'Charts', lo: 'ກຣາຟ' },
  daily: { vi: 'Báo cáo ngày (5A)', en: 'Daily report (5A)', lo: 'ລາຍງານປະຈຳວັນ (5A)' },
  outlines: { vi: 'Tệp bản đồ', en: 'Map file', lo: 'ໄຟລ໌ແຜນທີ່' },
  'printed.at': {
    vi: 'In lúc {at}. Số liệu giống trên màn hình.',
    en: 'Printed at {at}. The figures are those on the screen.',
    lo: 'ພິມເວລາ {at}. ຕົວເລກຄືກັບໜ້າຈໍ.',
  },
})
