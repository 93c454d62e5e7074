import { catalogue } from '../shared/words.ts'

export const t = catalogue({
  title: { vi: 'Máy đang khóa', en: 'The phone is locked', lo: 'ເຄື່ອງລັອກຢູ່' },
  lead: {
    vi: '{name} đang dùng máy này. Nhập mã PIN của {name} để làm tiếp.',
    en: '{name} works with this phone. Type {name}’s PIN to go on.',
    lo: '{name} ກຳລັງໃຊ້ເຄື່ອງນີ້. ພິມ PIN ຂອງ {name} ເພື່ອເຮັດຕໍ່.',
  },
  pin: { vi: 'Mã PIN 6 số', en: '6-digit PIN', lo: 'PIN 6 ຕົວເລກ' },
  open: { vi: 'Mở khóa', en: 'Unlock', lo: 'ປົດລັອກ' },
  wrong: { vi: 'Mã PIN chưa đúng.', en: 'Wrong PIN.', lo: 'PIN ບໍ່ຖືກ.' },
  gone: {
    vi: 'Nhập sai nhiều lần nên máy đã đăng xuất. Hãy đăng nhập lại; bản ghi chưa gửi vẫn còn trên máy.',
    en: 'Too many wrong PINs: the phone is signed out. Sign in again; what was not sent is still on it.',
    lo: 'ປ້ອນຜິດຫຼາຍເທື່ອ ເຄື່ອງຈຶ່ງອອກຈາກລະບົບ. ເຂົ້າລະບົບໃໝ່; ບັນທຶກທີ່ຍັງບໍ່ສົ່ງຍັງຢູ່ໃນເຄື່ອງ.',
  },
  'gone.unreachable': {
    vi: 'Nhập sai nhiều lần. Máy khóa cho tới khi có mạng để đăng nhập lại; bản ghi chưa gửi vẫn còn trên máy.',
    en: 'Too many wrong PINs. The phone stays locked until there is a network to sign in again; what was not sent is still on it.',
    lo: 'ປ້ອນຜິດຫຼາຍເທື່ອ. ເຄື່ອງລັອກຈົນກວ່າຈະມີເຄືອຂ່າຍເພື່ອເຂົ້າລະບົບໃໝ່; ບັນທຶກທີ່ຍັງບໍ່ສົ່ງຍັງຢູ່ໃນເຄື່ອງ.',
  },
  'hand-over': { vi: 'Bàn giao cho người khác', en: 'Hand over to somebody else', lo: 'ມອບໃຫ້ຄົນອື່ນ' },
  'hand-over.hint': {
    vi: 'Người nhận vào ca bằng tên và mã PIN của họ. Bản ghi của {name} vẫn mang tên {name} và tự gửi tiếp.',
    en: 'They join with their own name and PIN. What {name} recorded stays {name}’s and is still sent.',
    lo: 'ຜູ້ຮັບເຂົ້າຜັດດ້ວຍຊື່ ແລະ PIN ຂອງຕົນ. ບັນທຶກຂອງ {name} ຍັງເປັນຂອງ {name} ແລະ ສົ່ງຕໍ່ເອງ.',
  },
  unreachable: {
    vi: 'Chưa có mạng nên chưa bàn giao được: người mới cần mạng để vào ca. Máy vẫn khóa.',
    en: 'No network: whoever takes over needs one to join. The phone stays locked.',
    lo: 'ບໍ່ມີເຄືອຂ່າຍ ຈຶ່ງມອບບໍ່ໄດ້: ຜູ້ຮັບຕ້ອງມີເຄືອຂ່າຍເພື່ອເຂົ້າຜັດ. ເຄື່ອງຍັງລັອກ.',
  },
  lock: { vi: 'Khóa máy', en: 'Lock the phone', lo: 'ລັອກເຄື່ອງ' },
})
