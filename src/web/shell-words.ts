import { catalogue } from './shared/words.ts'

const rows = {
  'nav.account': { vi: 'Tài khoản', en: 'Account', lo: 'ບັນຊີ' },
  'nav.setup': { vi: 'Thiết lập', en: 'Set-up', lo: 'ຕັ້ງຄ່າ' },
  'nav.places': { vi: 'Địa bàn', en: 'Places', lo: 'ສະຖານທີ່' },
  'nav.rules': { vi: 'Quy định tiêm', en: 'Vaccination rules', lo: 'ກົດລະບຽບການສັກ' },
  'nav.campaigns': { vi: 'Đợt tiêm', en: 'Campaigns', lo: 'ຮອບການສັກ' },
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
