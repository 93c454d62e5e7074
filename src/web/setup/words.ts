import { catalogue } from '../shared/words.ts'

export const t = catalogue({
  'places.title': { vi: 'Địa bàn', en: 'Places', lo: 'ສະຖານທີ່' },
  'places.lead': {
    vi: 'Các phường, xã mà hệ thống này phục vụ, với mã và tên của ngày hôm nay.',
    en: 'The wards that this service covers, with the codes and names of today.',
    lo: 'ບັນດາບ້ານ ແລະ ເມືອງທີ່ລະບົບນີ້ໃຫ້ບໍລິການ, ດ້ວຍລະຫັດ ແລະ ຊື່ຂອງມື້ນີ້.',
  },
  'places.import': { vi: 'Nạp danh mục địa bàn', en: 'Load a set of places', lo: 'ໂຫຼດລາຍການສະຖານທີ່' },
  'places.import-lead': {
    vi: 'Danh mục đi kèm hệ thống. Nạp lại không tạo ra bản trùng.',
    en: 'Sets that come with the system. Loading one again makes no duplicates.',
    lo: 'ລາຍການທີ່ມາພ້ອມລະບົບ. ໂຫຼດຄືນບໍ່ສ້າງຊໍ້າ.',
  },
  'places.source': { vi: 'Danh mục', en: 'Set', lo: 'ລາຍການ' },
  'places.source-hue': {
    vi: 'Thành phố Huế: 36 phường, xã (2021) và các thay đổi đến 2025',
    en: 'Huế: 36 wards of 2021, and the changes up to 2025',
    lo: 'ເວ້: 36 ບ້ານ (2021) ແລະ ການປ່ຽນແປງຮອດ 2025',
  },
  'places.source-oudomxay': {
    vi: 'Một huyện của tỉnh Oudomxay, Lào',
    en: 'A district of Oudomxay, Laos',
    lo: 'ເມືອງໜຶ່ງຂອງແຂວງອຸດົມໄຊ',
  },
  'places.load': { vi: 'Nạp danh mục', en: 'Load', lo: 'ໂຫຼດ' },
  'places.loaded': {
    vi: 'Đã nạp: thêm {placesAdded} địa bàn và {namesAdded} tên.',
    en: 'Loaded. Places added: {placesAdded}; names added: {namesAdded}.',
    lo: 'ໂຫຼດແລ້ວ: ເພີ່ມ {placesAdded} ສະຖານທີ່ ແລະ {namesAdded} ຊື່.',
  },
  'places.wards': { vi: 'Phường, xã', en: 'Wards', lo: 'ບ້ານ' },
  'places.none': {
    vi: 'Chưa có địa bàn nào. Hãy nạp một danh mục ở trên.',
    en: 'No places yet. Load a set above.',
    lo: 'ຍັງບໍ່ມີສະຖານທີ່. ໂຫຼດລາຍການຢູ່ຂ້າງເທິງ.',
  },
  'places.code': { vi: 'Mã', en: 'Code', lo: 'ລະຫັດ' },
  'places.name': { vi: 'Tên', en: 'Name', lo: 'ຊື່' },
  'places.population': { vi: 'Dân số', en: 'Population', lo: 'ປະຊາກອນ' },
  'places.invented': { vi: 'số giả định', en: 'invented', lo: 'ສົມມຸດ' },
  'places.since': { vi: 'Từ ngày', en: 'Since', lo: 'ຕັ້ງແຕ່' },
})
