import { catalogue } from '../shared/words.ts'

export const t = catalogue({
  title: { vi: 'Điều kiện nhận vắc xin', en: 'What the plan is told', lo: 'ເງື່ອນໄຂການຮັບວັກຊີນ' },
  lead: {
    vi: 'Kho lạnh, đường đi, mức tồn tối thiểu của từng phường và vắc xin sắp về. Đề xuất tính sau khi lưu sẽ dùng số liệu này.',
    en: 'Cold stores, roads and least stock of each ward, and vaccine that is announced. Plans made from now on use it.',
    lo: 'ຕູ້ເຢັນ, ເສັ້ນທາງ, ສະຕ໋ອກຕ່ຳສຸດຂອງແຕ່ລະບ້ານ ແລະ ວັກຊີນທີ່ຈະມາ. ແຜນທີ່ຄິດຕໍ່ໄປຈະໃຊ້ຂໍ້ມູນນີ້.',
  },
  open: { vi: 'Điều kiện nhận', en: 'Stores and roads', lo: 'ເງື່ອນໄຂການຮັບ' },
  wards: { vi: 'Phường, xã', en: 'Wards', lo: 'ບ້ານ' },
  ward: { vi: 'Phường, xã', en: 'Ward', lo: 'ບ້ານ' },
  accepts: { vi: 'Nhận vắc xin chuyển đến', en: 'Accepts transfers', lo: 'ຮັບວັກຊີນທີ່ຍ້າຍມາ' },
  'accepts.head': { vi: 'Nhận chuyển', en: 'Accepts', lo: 'ຮັບ' },
  yes: { vi: 'Có', en: 'Yes', lo: 'ຮັບ' },
  no: { vi: 'Không', en: 'No', lo: 'ບໍ່ຮັບ' },
  least: { vi: 'Tồn tối thiểu (ngày)', en: 'Least stock (days)', lo: 'ສະຕ໋ອກຕ່ຳສຸດ (ມື້)' },
  rooms: { vi: 'Sức chứa kho lạnh (liều)', en: 'Cold store (doses)', lo: 'ຄວາມຈຸຕູ້ເຢັນ (ໂດສ)' },
  'rooms.unknown': { vi: 'Chưa đo, không giới hạn', en: 'Not measured, not limited', lo: 'ຍັງບໍ່ວັດ, ບໍ່ຈຳກັດ' },
  'room.of': { vi: '{class} °C: {doses}', en: '{class} °C: {doses}', lo: '{class} °C: {doses}' },
  road: { vi: 'Từ trung tâm (phút)', en: 'From the centre (minutes)', lo: 'ຈາກສູນ (ນາທີ)' },
  'said.by': { vi: '{by}, {at}: {reason}', en: '{by}, {at}: {reason}', lo: '{by}, {at}: {reason}' },
  edit: { vi: 'Sửa', en: 'Edit', lo: 'ແກ້ໄຂ' },
  'edit.of': { vi: 'Sửa điều kiện của {ward}', en: 'Edit {ward}', lo: 'ແກ້ໄຂ {ward}' },
  'room.of-class': { vi: 'Kho {class} °C (liều)', en: 'Store {class} °C (doses)', lo: 'ຕູ້ {class} °C (ໂດສ)' },
  'room.hint': {
    vi: 'Để trống mọi ô kho: chưa đo, không giới hạn. Điền một ô thì ô trống là không có kho loại đó.',
    en: 'All stores empty: not measured, not limited. Once one is filled, an empty one means no such store.',
    lo: 'ຕູ້ທັງໝົດວ່າງ: ຍັງບໍ່ວັດ, ບໍ່ຈຳກັດ. ຖ້າຕື່ມໜຶ່ງຊ່ອງ, ຊ່ອງວ່າງແມ່ນບໍ່ມີຕູ້ປະເພດນັ້ນ.',
  },
  near: { vi: 'Từ phường, xã khác', en: 'From another ward', lo: 'ຈາກບ້ານອື່ນ' },
  'near.minutes': { vi: 'Từ phường, xã đó (phút)', en: 'From there (minutes)', lo: 'ຈາກບ່ອນນັ້ນ (ນາທີ)' },
  'near.none': { vi: 'Không thêm', en: 'None to add', lo: 'ບໍ່ເພີ່ມ' },
  reason: { vi: 'Lý do', en: 'Reason', lo: 'ເຫດຜົນ' },
  'near.both': {
    vi: 'Cần cả nơi đi và số phút.',
    en: 'Both the place and the minutes are needed.',
    lo: 'ຕ້ອງມີທັງບ່ອນ ແລະ ນາທີ.',
  },
  arrivals: { vi: 'Vắc xin sắp về', en: 'Vaccine that is announced', lo: 'ວັກຊີນທີ່ຈະມາ' },
  'arrivals.none': { vi: 'Chưa có thông báo nào.', en: 'Nothing is announced.', lo: 'ຍັງບໍ່ມີແຈ້ງການ.' },
  product: { vi: 'Vắc xin', en: 'Vaccine', lo: 'ວັກຊີນ' },
  on: { vi: 'Ngày về', en: 'Arrives on', lo: 'ວັນທີມາຮອດ' },
  doses: { vi: 'Số liều', en: 'Doses', lo: 'ຈຳນວນໂດສ' },
  document: { vi: 'Số văn bản', en: 'Document', lo: 'ເລກທີເອກະສານ' },
  add: { vi: 'Thêm thông báo', en: 'Announce', lo: 'ເພີ່ມແຈ້ງການ' },
  withdraw: { vi: 'Rút', en: 'Withdraw', lo: 'ຖອນ' },
  'withdraw.of': {
    vi: 'Rút thông báo {product} về ngày {on}',
    en: 'Withdraw {product} of {on}',
    lo: 'ຖອນ {product} ວັນທີ {on}',
  },
})

const degrees: Readonly<Record<string, string>> = {
  'fridge-2-8': '2–8',
  'freezer-20': '−20',
  'ultra-cold-80': '−80',
}

/** A cold store class in degrees; one that we do not know by its own name. */
export const sayClass = (storageClass: string): string => degrees[storageClass] ?? storageClass
