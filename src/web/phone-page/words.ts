import { catalogue } from '../shared/words.ts'

/** What lies on a phone, and the file that carries it where the phone cannot send. */
export const t = catalogue({
  'phone.title': { vi: 'Bản ghi trên máy này', en: 'Entries on this phone', lo: 'ບັນທຶກໃນເຄື່ອງນີ້' },
  'phone.back': { vi: 'Về trang đầu', en: 'To the first page', lo: 'ໄປໜ້າຫຼັກ' },
  'phone.reading': {
    vi: 'Đang đọc bản ghi trên máy…',
    en: 'Reading what is on this phone…',
    lo: 'ກຳລັງອ່ານບັນທຶກໃນເຄື່ອງ…',
  },
  'phone.unreadable': {
    vi: 'Trình duyệt này không cho đọc bản ghi trên máy.',
    en: 'This browser does not let the app read what is on the phone.',
    lo: 'ບຣາວເຊີນີ້ບໍ່ໃຫ້ອ່ານບັນທຶກໃນເຄື່ອງ.',
  },
  'lost.lead': {
    vi: 'Tìm trong sổ giấy người được ghi vào giờ này. Nhập lại trước, rồi mới nói ở đây: máy sẽ thôi đếm bản ghi này là chưa gửi, và trung tâm sẽ thấy.',
    en: 'Look in the paper for who was recorded at this time. Enter it again first, then say so here: this phone stops counting it as not sent, and the centre will see it.',
    lo: 'ຊອກໃນປຶ້ມບັນທຶກວ່າແມ່ນໃຜໃນເວລານີ້. ປ້ອນຄືນກ່ອນ ແລ້ວຈຶ່ງບອກຢູ່ນີ້: ເຄື່ອງຈະບໍ່ນັບອີກ ແລະ ສູນຈະເຫັນ.',
  },
  'lost.remedy': { vi: 'Đã làm gì?', en: 'What was done?', lo: 'ໄດ້ເຮັດຫຍັງແລ້ວ?' },
  'lost.entered-again': {
    vi: 'Đã nhập lại từ sổ giấy',
    en: 'Entered again from the paper',
    lo: 'ປ້ອນຄືນຈາກເຈ້ຍແລ້ວ',
  },
  'lost.not-on-paper': {
    vi: 'Không có trên giấy, không nhập lại được',
    en: 'It is not on paper and could not be entered again',
    lo: 'ບໍ່ມີໃນເຈ້ຍ, ປ້ອນຄືນບໍ່ໄດ້',
  },
  'lost.reason': { vi: 'Ghi rõ', en: 'In your words', lo: 'ບອກໃຫ້ແຈ້ງ' },
  'lost.reason-hint': {
    vi: 'Ví dụ: sổ giấy trang 3 dòng 12. Đừng ghi tên hay số giấy tờ.',
    en: 'For example: paper book, page 3, line 12. No name, no number of a person.',
    lo: 'ຕົວຢ່າງ: ປຶ້ມບັນທຶກ ໜ້າ 3 ແຖວ 12. ຢ່າຂຽນຊື່ ຫຼື ເລກບັດ.',
  },
  'lost.reason-short': {
    vi: 'Ít nhất 3 chữ cái.',
    en: 'At least 3 letters.',
    lo: 'ຢ່າງໜ້ອຍ 3 ຕົວອັກສອນ.',
  },
  'lost.do': { vi: 'Báo trung tâm', en: 'Tell the centre', lo: 'ແຈ້ງສູນ' },
  'export.title': { vi: 'Máy không gửi được?', en: 'The phone cannot send?', lo: 'ເຄື່ອງສົ່ງບໍ່ໄດ້ບໍ?' },
  'export.lead': {
    vi: 'Xuất một tệp đã mã hóa và đưa cho bất kỳ trưởng điểm, cán bộ phường hay trung tâm nào nhập hộ. Không ai đọc được tệp trừ máy chủ. Bản ghi trên máy vẫn còn nguyên.',
    en: 'Export an encrypted file and give it to any site lead, ward or centre officer to bring it in. Nobody but the server can read it. The entries stay on the phone.',
    lo: 'ສົ່ງອອກໄຟລ໌ທີ່ເຂົ້າລະຫັດ ແລ້ວໃຫ້ຫົວໜ້າຈຸດ, ພະນັກງານບ້ານ ຫຼື ສູນນຳເຂົ້າ. ມີແຕ່ເຊີບເວີອ່ານໄດ້. ບັນທຶກຍັງຢູ່ໃນເຄື່ອງ.',
  },
  'export.do': { vi: 'Xuất gói chưa gửi', en: 'Export what is not sent', lo: 'ສົ່ງອອກທີ່ຍັງບໍ່ໄດ້ສົ່ງ' },
  'export.done': {
    vi: 'Đã xuất {count} bản ghi vào tệp {name} trong mục tải xuống của máy.',
    en: 'Entries in the file {name}: {count}. It is among the downloads of this phone.',
    lo: 'ສົ່ງອອກ {count} ບັນທຶກໃສ່ໄຟລ໌ {name} ໃນບ່ອນດາວໂຫຼດຂອງເຄື່ອງ.',
  },
  'export.left': {
    vi: '{count} bản ghi máy không đọc được nên không có trong tệp. Hãy nhập lại từ sổ giấy.',
    en: 'Entries that could not be read and are not in the file: {count}. Enter them again from the paper.',
    lo: '{count} ບັນທຶກເຄື່ອງອ່ານບໍ່ໄດ້ ຈຶ່ງບໍ່ຢູ່ໃນໄຟລ໌. ໃຫ້ປ້ອນຄືນຈາກເຈ້ຍ.',
  },
  'export.no-key': {
    vi: 'Máy này chưa lần nào nhận được khóa của máy chủ. Hãy nối mạng một lần rồi xuất lại.',
    en: 'This phone has not yet heard the key of the server. Connect once, then export again.',
    lo: 'ເຄື່ອງນີ້ຍັງບໍ່ເຄີຍໄດ້ຮັບກະແຈຂອງເຊີບເວີ. ຕໍ່ເຄືອຂ່າຍເທື່ອໜຶ່ງ ແລ້ວສົ່ງອອກຄືນ.',
  },
  'import.title': { vi: 'Nhập tệp từ máy khác', en: 'Bring in a phone’s file', lo: 'ນຳເຂົ້າໄຟລ໌ຈາກເຄື່ອງອື່ນ' },
  'import.lead': {
    vi: 'Tệp mà một máy không gửi được đã xuất. Bản ghi vẫn đứng tên người đã ghi. Nhập nhiều lần cũng chỉ tính một lần.',
    en: 'The file that a phone exported because it could not send. The entries stay those of who made them. Brought in twice, they count once.',
    lo: 'ໄຟລ໌ທີ່ເຄື່ອງສົ່ງອອກເພາະສົ່ງບໍ່ໄດ້. ບັນທຶກຍັງເປັນຊື່ຜູ້ບັນທຶກ. ນຳເຂົ້າຫຼາຍເທື່ອກໍ່ນັບເທື່ອດຽວ.',
  },
  'import.file': { vi: 'Tệp của máy', en: 'File of the phone', lo: 'ໄຟລ໌ຂອງເຄື່ອງ' },
  'import.not-ours': {
    vi: 'Đây không phải tệp do Mũi Tiêm xuất, hoặc tệp bị cắt cụt. Hãy chọn tệp có tên bắt đầu bằng “muitiem-”.',
    en: 'This is not a file that Mũi Tiêm has exported, or it was cut off. Choose one whose name begins with “muitiem-”.',
    lo: 'ນີ້ບໍ່ແມ່ນໄຟລ໌ທີ່ Mũi Tiêm ສົ່ງອອກ ຫຼື ຖືກຕັດ. ເລືອກໄຟລ໌ທີ່ຊື່ເລີ່ມດ້ວຍ “muitiem-”.',
  },
  'import.running': {
    vi: 'Đang nhập phần {at} trên {of}',
    en: 'Part {at} of {of}',
    lo: 'ກຳລັງນຳເຂົ້າສ່ວນ {at} ໃນ {of}',
  },
  'import.done': {
    vi: 'Đã nhập xong: {count} bản ghi đều đã có trên máy chủ.',
    en: 'Done, all is on the server. Entries: {count}.',
    lo: 'ແລ້ວ: ທັງ {count} ບັນທຶກຢູ່ເຊີບເວີ.',
  },
  'import.partly': {
    vi: 'Chưa nhập được hết: {count} trên {of} bản ghi đã có trên máy chủ. Chọn lại tệp để thử phần còn lại.',
    en: 'Not all came in. Entries on the server: {count} of {of}. Choose the file again to try the rest.',
    lo: 'ຍັງບໍ່ໝົດ: {count} ໃນ {of} ບັນທຶກຢູ່ເຊີບເວີ. ເລືອກໄຟລ໌ຄືນເພື່ອລອງສ່ວນທີ່ເຫຼືອ.',
  },
  'import.all-that-can': {
    vi: 'Mọi bản ghi nhận được đã có trên máy chủ: {count} trên {of}. Chọn lại tệp cũng không thêm được.',
    en: 'All that can be taken is on the server. Entries: {count} of {of}. Choosing the file again adds nothing.',
    lo: 'ບັນທຶກທີ່ຮັບໄດ້ຢູ່ເຊີບເວີໝົດແລ້ວ: {count} ໃນ {of}. ເລືອກໄຟລ໌ຄືນກໍ່ບໍ່ເພີ່ມ.',
  },
  'import.refused': {
    vi: '{count} bản ghi không đọc được và chỉ còn trong tệp này. Hãy giữ tệp và báo cho người phụ trách hệ thống.',
    en: 'Entries that cannot be read and are only in this file: {count}. Keep the file and tell whoever runs the system.',
    lo: '{count} ບັນທຶກອ່ານບໍ່ໄດ້ ແລະ ມີຢູ່ໃນໄຟລ໌ນີ້ເທົ່ານັ້ນ. ຮັກສາໄຟລ໌ໄວ້ ແລະ ແຈ້ງຜູ້ຮັບຜິດຊອບລະບົບ.',
  },
  'import.refused-one': {
    vi: 'Phần {parcel}, bản ghi thứ {number}: sai ở {where}',
    en: 'Part {parcel}, entry {number}: wrong at {where}',
    lo: 'ສ່ວນ {parcel}, ບັນທຶກທີ {number}: ຜິດຢູ່ {where}',
  },
  'import.new': { vi: 'Mới nhận', en: 'New', lo: 'ຮັບໃໝ່' },
  'import.duplicate': { vi: 'Đã có từ trước', en: 'Here before', lo: 'ມີຢູ່ກ່ອນແລ້ວ' },
  'import.held': { vi: 'Chờ người phụ trách xem', en: 'Held for review', lo: 'ລໍຜູ້ຮັບຜິດຊອບກວດ' },
  'import.conflict': {
    vi: 'Khác với bản cùng mã trên máy chủ',
    en: 'Other content under a used id',
    lo: 'ຕ່າງຈາກບັນທຶກລະຫັດດຽວກັນ',
  },
})
