import { catalogue } from './shared/words.ts'

const rows = {
  'nav.account': { vi: 'Tài khoản', en: 'Account', lo: 'ບັນຊີ' },
  'nav.centre': { vi: 'Điều hành', en: 'Centre', lo: 'ສູນບັນຊາ' },
  'nav.board': { vi: 'Bảng tiến độ', en: 'Board', lo: 'ກະດານຄວາມຄືບໜ້າ' },
  'nav.plans': { vi: 'Điều chuyển vắc xin', en: 'Moving doses', lo: 'ຍ້າຍວັກຊີນ' },
  'nav.site': { vi: 'Tại điểm tiêm', en: 'At the site', lo: 'ຢູ່ຈຸດສັກ' },
  'nav.sessions-today': { vi: 'Buổi tiêm hôm nay', en: 'Sessions today', lo: 'ຮອບສັກມື້ນີ້' },
  'nav.stock': { vi: 'Kho vắc xin', en: 'Stock', lo: 'ສາງວັກຊີນ' },
  'nav.balances': { vi: 'Tồn kho', en: 'Stock now', lo: 'ຍອດໃນສາງ' },
  'nav.receive': { vi: 'Nhập lô', en: 'Receive a lot', lo: 'ຮັບລັອດ' },
  'nav.issue': { vi: 'Xuất cho buổi tiêm', en: 'Issue to a session', lo: 'ເບີກໃຫ້ຮອບສັກ' },
  'nav.transfers': { vi: 'Giao nhận', en: 'Transfers', lo: 'ການຮັບສົ່ງ' },
  'nav.accounts': { vi: 'Nhân sự', en: 'Staff', lo: 'ບຸກຄະລາກອນ' },
  'nav.staff': { vi: 'Tài khoản nhân viên', en: 'Staff accounts', lo: 'ບັນຊີພະນັກງານ' },
  'nav.new-account': { vi: 'Tạo tài khoản', en: 'New account', lo: 'ສ້າງບັນຊີ' },
  'nav.setup': { vi: 'Thiết lập', en: 'Set-up', lo: 'ຕັ້ງຄ່າ' },
  'nav.places': { vi: 'Địa bàn', en: 'Places', lo: 'ສະຖານທີ່' },
  'nav.rules': { vi: 'Quy định tiêm', en: 'Vaccination rules', lo: 'ກົດລະບຽບການສັກ' },
  'nav.campaigns': { vi: 'Đợt tiêm', en: 'Campaigns', lo: 'ຮອບການສັກ' },
  'nav.targets': { vi: 'Đối tượng và chỉ tiêu', en: 'Groups and targets', lo: 'ກຸ່ມ ແລະ ເປົ້າໝາຍ' },
  'nav.sites': { vi: 'Điểm tiêm', en: 'Sites', lo: 'ຈຸດສັກ' },
  'nav.sessions': { vi: 'Buổi tiêm', en: 'Sessions', lo: 'ຮອບສັກ' },
  'nav.ward': { vi: 'Phường, xã', en: 'Ward', lo: 'ບ້ານ' },
  'nav.lists': { vi: 'Danh sách', en: 'Lists', lo: 'ລາຍຊື່' },
  'nav.totals': { vi: 'Báo số liệu', en: 'Declare totals', lo: 'ແຈ້ງຕົວເລກ' },
  'nav.rosters': { vi: 'Cán bộ điểm tiêm', en: 'Staff lists', lo: 'ລາຍຊື່ພະນັກງານ' },
  'nav.submissions': { vi: 'Tình hình nộp', en: 'What was sent', lo: 'ສະພາບການສົ່ງ' },
  'nav.people': { vi: 'Người dân', en: 'People', lo: 'ປະຊາຊົນ' },
  'nav.duplicates': { vi: 'Hồ sơ nghi trùng', en: 'Possible duplicates', lo: 'ຂໍ້ມູນທີ່ອາດຊ້ຳກັນ' },
  'nav.invitations': { vi: 'Giấy mời', en: 'Invitations', lo: 'ໃບເຊີນ' },
  'home.title': { vi: 'Xin chào, {name}', en: 'Hello, {name}', lo: 'ສະບາຍດີ, {name}' },
  'home.lead': { vi: 'Hôm nay bạn muốn làm gì?', en: 'What would you like to do?', lo: 'ມື້ນີ້ທ່ານຢາກເຮັດຫຍັງ?' },
  'home.nothing': {
    vi: 'Tài khoản của bạn chưa được giao việc nào vào lúc này. Hãy hỏi người phụ trách của bạn.',
    en: 'Your account has no task at this time. Ask the person in charge.',
    lo: 'ບັນຊີຂອງທ່ານຍັງບໍ່ມີວຽກໃນເວລານີ້. ກະລຸນາຖາມຜູ້ຮັບຜິດຊອບ.',
  },
  'demo.band': {
    vi: 'Bản dùng thử: mọi người và số liệu đều là bịa.',
    en: 'Demo: all people and figures are invented.',
    lo: 'ລຸ້ນທົດລອງ: ຄົນ ແລະ ຕົວເລກທັງໝົດແມ່ນສົມມຸດ.',
  },
} as const

export type ShellWord = keyof typeof rows
export const t = catalogue(rows)
