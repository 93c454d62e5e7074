import { catalogue } from '../shared/words.ts'

export const t = catalogue({
  title: { vi: 'Đăng nhập', en: 'Sign in', lo: 'ເຂົ້າສູ່ລະບົບ' },
  lead: {
    vi: 'Dành cho cán bộ và tình nguyện viên của đợt tiêm.',
    en: 'For the staff and volunteers of the campaign.',
    lo: 'ສຳລັບພະນັກງານ ແລະ ອາສາສະໝັກຂອງການສັກຢາ.',
  },
  'sign-in-name': { vi: 'Tên đăng nhập', en: 'Sign-in name', lo: 'ຊື່ເຂົ້າລະບົບ' },
  secret: { vi: 'Mật khẩu hoặc mã PIN', en: 'Password or PIN', lo: 'ລະຫັດຜ່ານ ຫຼື PIN' },
  submit: { vi: 'Đăng nhập', en: 'Sign in', lo: 'ເຂົ້າສູ່ລະບົບ' },
  'scan-shift': { vi: 'Quét mã vào ca', en: 'Scan a shift code', lo: 'ສະແກນລະຫັດເຂົ້າຜັດ' },
  help: {
    vi: 'Quên mã? Người phụ trách điểm tiêm hoặc phường của bạn cấp lại được ngay.',
    en: 'Forgotten? The lead of your site or ward can give you a new one at once.',
    lo: 'ລືມລະຫັດ? ຫົວໜ້າຈຸດສັກ ຫຼື ບ້ານຂອງທ່ານອອກໃຫ້ໃໝ່ໄດ້ທັນທີ.',
  },
  'code.title': { vi: 'Mã xác thực', en: 'Authentication code', lo: 'ລະຫັດຢືນຢັນ' },
  'code.lead': {
    vi: 'Mở ứng dụng xác thực trên điện thoại và nhập 6 chữ số đang hiện.',
    en: 'Open the authenticator app on your phone and type the 6 digits it shows.',
    lo: 'ເປີດແອັບຢືນຢັນໃນໂທລະສັບ ແລ້ວພິມ 6 ຕົວເລກທີ່ສະແດງ.',
  },
  code: { vi: 'Mã 6 chữ số', en: '6-digit code', lo: 'ລະຫັດ 6 ຕົວເລກ' },
  'code.wrong': { vi: 'Mã gồm đúng 6 chữ số', en: 'The code has exactly 6 digits', lo: 'ລະຫັດມີ 6 ຕົວເລກພໍດີ' },
  'code.submit': { vi: 'Tiếp tục', en: 'Continue', lo: 'ສືບຕໍ່' },
  back: { vi: 'Bắt đầu lại', en: 'Start again', lo: 'ເລີ່ມໃໝ່' },
  'enrol.title': {
    vi: 'Bảo vệ tài khoản bằng điện thoại',
    en: 'Protect the account with your phone',
    lo: 'ປົກປ້ອງບັນຊີດ້ວຍໂທລະສັບ',
  },
  'enrol.lead': {
    vi: 'Tài khoản của trung tâm cần thêm một mã từ điện thoại. Chỉ làm một lần.',
    en: 'Accounts of the centre also need a code from a phone. You do this once.',
    lo: 'ບັນຊີຂອງສູນຕ້ອງມີລະຫັດຈາກໂທລະສັບອີກ. ເຮັດຄັ້ງດຽວ.',
  },
  'enrol.scan': {
    vi: 'Quét mã này bằng ứng dụng xác thực (Google Authenticator, Aegis, FreeOTP…).',
    en: 'Scan this with an authenticator app (Google Authenticator, Aegis, FreeOTP…).',
    lo: 'ສະແກນລະຫັດນີ້ດ້ວຍແອັບຢືນຢັນ (Google Authenticator, Aegis, FreeOTP…).',
  },
  'enrol.qr': {
    vi: 'Mã QR để đăng ký điện thoại',
    en: 'QR code to enrol the phone',
    lo: 'ລະຫັດ QR ເພື່ອລົງທະບຽນໂທລະສັບ',
  },
  'enrol.by-hand': {
    vi: 'Hoặc nhập khóa này bằng tay:',
    en: 'Or type this key by hand:',
    lo: 'ຫຼື ພິມກະແຈນີ້ດ້ວຍມື:',
  },
  'enrol.then': {
    vi: 'Rồi nhập mã 6 chữ số mà ứng dụng hiện ra.',
    en: 'Then type the 6 digits that the app shows.',
    lo: 'ຈາກນັ້ນພິມ 6 ຕົວເລກທີ່ແອັບສະແດງ.',
  },
})
