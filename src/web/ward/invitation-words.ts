import { catalogue } from '../shared/words.ts'

/** The sheet of invitations that a ward prints and hands out. */
export const t = catalogue({
  title: { vi: 'Giấy mời', en: 'Invitations', lo: 'ໃບເຊີນ' },
  lead: {
    vi: 'In theo tổ dân phố hoặc theo danh sách, 8 giấy trên một trang A4. Mã QR không chứa thông tin cá nhân.',
    en: 'Printed by residential group or by list, 8 to an A4 page. The QR code holds no personal data.',
    lo: 'ພິມຕາມໜ່ວຍບ້ານ ຫຼື ຕາມລາຍຊື່, 8 ໃບຕໍ່ໜ້າ A4. ລະຫັດ QR ບໍ່ມີຂໍ້ມູນສ່ວນຕົວ.',
  },
  campaign: { vi: 'Đợt tiêm', en: 'Campaign', lo: 'ຮອບການສັກ' },
  ward: { vi: 'Phường, xã', en: 'Ward', lo: 'ບ້ານ' },
  who: { vi: 'Mời ai', en: 'For whom', lo: 'ເຊີນໃຜ' },
  'who.group': { vi: 'Tổ: {name}', en: 'Group: {name}', lo: 'ໜ່ວຍ: {name}' },
  'who.list': { vi: 'Danh sách: {name}', en: 'List: {name}', lo: 'ລາຍຊື່: {name}' },
  make: { vi: 'Lập giấy mời', en: 'Make the invitations', lo: 'ສ້າງໃບເຊີນ' },
  made: {
    vi: 'Đã lập {issued} giấy mới, {existing} người đã có giấy, {notHere} người không ở đây nữa.',
    en: '{issued} made, {existing} had one already, {notHere} do not live here any more.',
    lo: 'ສ້າງໃໝ່ {issued} ໃບ, {existing} ຄົນມີແລ້ວ, {notHere} ຄົນບໍ່ຢູ່ທີ່ນີ້ແລ້ວ.',
  },
  none: {
    vi: 'Chưa có giấy mời nào còn hạn. Bấm “Lập giấy mời” ở trên.',
    en: 'No invitation holds yet. Press “Make the invitations” above.',
    lo: 'ຍັງບໍ່ມີໃບເຊີນ. ກົດ “ສ້າງໃບເຊີນ” ຂ້າງເທິງ.',
  },
  ready: { vi: '{count} giấy mời', en: 'Invitations: {count}', lo: '{count} ໃບເຊີນ' },
  print: { vi: 'In', en: 'Print', lo: 'ພິມ' },
  pdf: { vi: 'Tải PDF (8 giấy một trang)', en: 'Get the PDF (8 to a page)', lo: 'ດາວໂຫຼດ PDF (8 ໃບຕໍ່ໜ້າ)' },
  'pdf.all': {
    vi: 'PDF mọi giấy đã lập của phường, mỗi tổ riêng trang',
    en: 'PDF of all papers of the ward, each group on its own pages',
    lo: 'PDF ທຸກໃບຂອງບ້ານ, ແຕ່ລະໜ່ວຍແຍກໜ້າ',
  },
  heading: { vi: 'GIẤY MỜI TIÊM VẮC XIN', en: 'INVITATION TO VACCINATION', lo: 'ໃບເຊີນສັກວັກຊີນ' },
  born: { vi: 'Năm sinh {year}', en: 'Born {year}', lo: 'ເກີດປີ {year}' },
  'called-none': {
    vi: 'Ngày giờ tiêm sẽ báo sau',
    en: 'Day and time will be announced',
    lo: 'ວັນເວລາຈະແຈ້ງພາຍຫຼັງ',
  },
  bring: {
    vi: 'Mang theo giấy này và CCCD hoặc thẻ BHYT.',
    en: 'Bring this paper and an identity or insurance card.',
    lo: 'ນຳໃບນີ້ ແລະ ບັດປະຈຳຕົວ ຫຼື ບັດປະກັນມາພ້ອມ.',
  },
  until: { vi: 'Có giá trị đến {day}', en: 'Valid until {day}', lo: 'ໃຊ້ໄດ້ຮອດ {day}' },
  qr: { vi: 'Mã QR của {name}', en: 'QR code of {name}', lo: 'ລະຫັດ QR ຂອງ {name}' },
})
