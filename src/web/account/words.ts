import { catalogue } from '../shared/words.ts'

export const t = catalogue({
  title: { vi: 'Tài khoản của bạn', en: 'Your account', lo: 'ບັນຊີຂອງທ່ານ' },
  name: { vi: 'Họ tên', en: 'Name', lo: 'ຊື່' },
  'sign-in-name': { vi: 'Tên đăng nhập', en: 'Sign-in name', lo: 'ຊື່ເຂົ້າລະບົບ' },
  authority: { vi: 'Cơ quan y tế', en: 'Health authority', lo: 'ໜ່ວຍງານສາທາລະນະສຸກ' },
  grants: { vi: 'Việc được giao', en: 'What you may do', lo: 'ໜ້າທີ່ທີ່ໄດ້ຮັບ' },
  role: { vi: 'Vai trò', en: 'Role', lo: 'ບົດບາດ' },
  where: { vi: 'Ở đâu', en: 'Where', lo: 'ຢູ່ໃສ' },
  everywhere: { vi: 'Toàn thành phố', en: 'The whole city', lo: 'ທົ່ວເມືອງ' },
  until: { vi: 'Đến', en: 'Until', lo: 'ຈົນເຖິງ' },
  'no-end': { vi: 'Không thời hạn', en: 'No end', lo: 'ບໍ່ມີກຳນົດ' },
  device: { vi: 'Thiết bị này', en: 'This device', lo: 'ເຄື່ອງນີ້' },
  'device.lead': {
    vi: 'Ngôn ngữ và độ tương phản được nhớ trên thiết bị này.',
    en: 'The language and the contrast are remembered on this device.',
    lo: 'ພາສາ ແລະ ຄວາມຄົມຊັດຖືກຈື່ໄວ້ໃນເຄື່ອງນີ້.',
  },
  'sign-out': { vi: 'Đăng xuất', en: 'Sign out', lo: 'ອອກຈາກລະບົບ' },
  'change.title': { vi: 'Đặt mật khẩu mới', en: 'Choose a new password', lo: 'ຕັ້ງລະຫັດຜ່ານໃໝ່' },
  'change.title-pin': { vi: 'Đặt mã PIN mới', en: 'Choose a new PIN', lo: 'ຕັ້ງ PIN ໃໝ່' },
  'change.must': {
    vi: 'Mã bạn vừa dùng do người khác cấp. Hãy đặt mã của riêng bạn.',
    en: 'The one you just used was given to you. Choose one that only you know.',
    lo: 'ລະຫັດທີ່ຫາກໍ່ໃຊ້ແມ່ນຜູ້ອື່ນອອກໃຫ້. ກະລຸນາຕັ້ງລະຫັດຂອງທ່ານເອງ.',
  },
  'change.current': { vi: 'Mã hiện tại', en: 'Current password or PIN', lo: 'ລະຫັດປັດຈຸບັນ' },
  'change.new': { vi: 'Mã mới', en: 'New one', lo: 'ລະຫັດໃໝ່' },
  'change.repeat': { vi: 'Nhập lại mã mới', en: 'The new one again', lo: 'ພິມລະຫັດໃໝ່ອີກຄັ້ງ' },
  'change.hint-password': {
    vi: 'Ít nhất 12 ký tự; một câu ngắn dễ nhớ là tốt nhất.',
    en: 'At least 12 characters; a short sentence is best.',
    lo: 'ຢ່າງໜ້ອຍ 12 ຕົວອັກສອນ; ປະໂຫຍກສັ້ນໆດີທີ່ສຸດ.',
  },
  'change.hint-pin': {
    vi: '6 chữ số, không phải ngày sinh hay dãy liền nhau.',
    en: '6 digits; no birthday, no sequence.',
    lo: '6 ຕົວເລກ; ບໍ່ແມ່ນວັນເກີດ ຫຼື ເລກລຽງກັນ.',
  },
  'change.differs': { vi: 'Hai lần nhập không giống nhau', en: 'The two are not the same', lo: 'ສອງຄັ້ງບໍ່ຄືກັນ' },
  'change.submit': { vi: 'Lưu mã mới', en: 'Save', lo: 'ບັນທຶກ' },
  'change.done': { vi: 'Đã đổi mã.', en: 'Changed.', lo: 'ປ່ຽນແລ້ວ.' },
})
