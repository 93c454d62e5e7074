/** What is saved on this phone, what the server has, and what stands between the two. */
export const queueWords = {
  'queue.on-phone': { vi: 'Đã lưu trên máy', en: 'Saved on this phone', lo: 'ບັນທຶກໃນເຄື່ອງແລ້ວ' },
  'queue.on-server': { vi: 'Đã lên máy chủ', en: 'On the server', lo: 'ຢູ່ເຊີບເວີແລ້ວ' },
  'queue.reading': {
    vi: 'Đang đọc bản ghi trên máy…',
    en: 'Reading what is on this phone…',
    lo: 'ກຳລັງອ່ານບັນທຶກໃນເຄື່ອງ…',
  },
  'queue.all-sent': {
    vi: 'Mọi bản ghi đã lên máy chủ',
    en: 'Every entry is on the server',
    lo: 'ທຸກບັນທຶກຢູ່ເຊີບເວີແລ້ວ',
  },
  'queue.unsent': {
    vi: '{count} bản ghi chưa gửi',
    en: '{count} entries not sent',
    lo: '{count} ບັນທຶກຍັງບໍ່ໄດ້ສົ່ງ',
  },
  'queue.held': {
    vi: 'Đã gửi hết; {count} bản chờ xem xét',
    en: 'All sent; {count} held for review',
    lo: 'ສົ່ງໝົດແລ້ວ; {count} ບັນທຶກລໍກວດ',
  },
  'queue.send': { vi: 'Gửi ngay', en: 'Send now', lo: 'ສົ່ງດຽວນີ້' },
  'queue.title': { vi: 'Bản ghi trên máy này', en: 'Entries on this phone', lo: 'ບັນທຶກໃນເຄື່ອງນີ້' },
  'queue.proof': {
    vi: 'Không còn bản ghi nào chưa gửi. Có thể trả máy hoặc tan ca.',
    en: 'Nothing is left to send. The phone may be handed back, the shift may end.',
    lo: 'ບໍ່ມີບັນທຶກທີ່ຍັງບໍ່ໄດ້ສົ່ງ. ສົ່ງເຄື່ອງຄືນ ຫຼື ເລີກວຽກໄດ້.',
  },
  'queue.not-done': {
    vi: 'Chưa xong: còn {count} bản ghi chỉ có trên máy này. Đừng xóa dữ liệu trình duyệt.',
    en: 'Not done: {count} entries are on this phone only. Do not clear the data of the browser.',
    lo: 'ຍັງບໍ່ແລ້ວ: ຍັງມີ {count} ບັນທຶກຢູ່ແຕ່ໃນເຄື່ອງນີ້. ຢ່າລຶບຂໍ້ມູນຂອງບຣາວເຊີ.',
  },
  'queue.last': {
    vi: 'Lần cuối máy chủ nhận: {time}',
    en: 'Last received by the server: {time}',
    lo: 'ເຊີບເວີຮັບເທື່ອສຸດທ້າຍ: {time}',
  },
  'queue.unreachable': {
    vi: 'Không có mạng. Cứ làm tiếp; máy tự gửi khi có mạng.',
    en: 'No network. Go on; the phone sends by itself when it is back.',
    lo: 'ບໍ່ມີເຄືອຂ່າຍ. ເຮັດຕໍ່ໄປໄດ້; ເຄື່ອງສົ່ງເອງເມື່ອມີເຄືອຂ່າຍ.',
  },
  'queue.sign-in': {
    vi: 'Máy chủ chưa nhận ra máy này. Hãy đăng nhập lại trên máy; không mất gì.',
    en: 'The server does not know this phone. Sign in on it again; nothing is lost.',
    lo: 'ເຊີບເວີບໍ່ຮູ້ຈັກເຄື່ອງນີ້. ເຂົ້າລະບົບຄືນໃໝ່; ບໍ່ມີຫຍັງເສຍ.',
  },
  'queue.nobody': {
    vi: 'Phiên đăng nhập đã hết. Hãy đăng nhập lại.',
    en: 'The sign-in has ended. Sign in again.',
    lo: 'ການເຂົ້າລະບົບໝົດເວລາແລ້ວ. ເຂົ້າລະບົບຄືນໃໝ່.',
  },
  'queue.stays': {
    vi: 'Còn {count} bản ghi chưa gửi: vẫn được giữ trên máy này. Mở lại trang này khi có mạng để gửi.',
    en: '{count} entries are not sent: they stay on this phone. Open this page again with a network to send them.',
    lo: 'ຍັງມີ {count} ບັນທຶກບໍ່ໄດ້ສົ່ງ: ເກັບໄວ້ໃນເຄື່ອງນີ້. ເປີດໜ້ານີ້ຄືນເມື່ອມີເຄືອຂ່າຍເພື່ອສົ່ງ.',
  },
  'queue.clock': {
    vi: 'Giờ máy sai: hãy bật ngày giờ tự động trong phần Cài đặt. Bản ghi vẫn được nhận, theo giờ máy chủ.',
    en: 'The clock of this phone is wrong: turn on automatic date and time in Settings. Entries are taken, by the time of the server.',
    lo: 'ໂມງເຄື່ອງຜິດ: ເປີດວັນເວລາອັດຕະໂນມັດໃນການຕັ້ງຄ່າ. ບັນທຶກຍັງຖືກຮັບ ຕາມເວລາເຊີບເວີ.',
  },
  'queue.cannot-save': {
    vi: 'Máy đang không lưu được',
    en: 'This phone cannot save',
    lo: 'ເຄື່ອງນີ້ບັນທຶກບໍ່ໄດ້',
  },
  'queue.full': {
    vi: 'CHƯA LƯU ĐƯỢC: máy hết chỗ trống. Hãy dừng lại, ghi ra giấy, xóa bớt ảnh hoặc tệp trên máy rồi thử lại.',
    en: 'NOT SAVED: this phone has no room left. Stop, write it on paper, delete photos or files, then try again.',
    lo: 'ຍັງບໍ່ໄດ້ບັນທຶກ: ເຄື່ອງເຕັມ. ຢຸດ, ຂຽນໃສ່ເຈ້ຍ, ລຶບຮູບ ຫຼື ໄຟລ໌ ແລ້ວລອງໃໝ່.',
  },
  'queue.not-kept': {
    vi: 'CHƯA LƯU ĐƯỢC: máy không giữ được bản ghi này. Hãy dừng lại, ghi ra giấy, tải lại trang rồi thử lại.',
    en: 'NOT SAVED: this phone could not keep the entry. Stop, write it on paper, reload the page, then try again.',
    lo: 'ຍັງບໍ່ໄດ້ບັນທຶກ: ເຄື່ອງເກັບບັນທຶກນີ້ບໍ່ໄດ້. ຢຸດ, ຂຽນໃສ່ເຈ້ຍ, ໂຫຼດໜ້າຄືນໃໝ່ ແລ້ວລອງໃໝ່.',
  },
  'queue.trouble': {
    vi: 'Máy chủ chưa nhận bản ghi này. Bản ghi vẫn ở trên máy và sẽ được gửi lại. Hãy báo trưởng điểm tiêm.',
    en: 'The server did not take this entry. It stays on the phone and is sent again. Tell the site lead.',
    lo: 'ເຊີບເວີຍັງບໍ່ຮັບບັນທຶກນີ້. ມັນຍັງຢູ່ໃນເຄື່ອງ ແລະ ຈະສົ່ງຄືນ. ແຈ້ງຫົວໜ້າຈຸດສັກ.',
  },
  'queue.state.waiting': { vi: 'Chưa gửi', en: 'Not sent', lo: 'ຍັງບໍ່ໄດ້ສົ່ງ' },
  'queue.state.troubled': {
    vi: 'Máy chủ chưa nhận; sẽ gửi lại',
    en: 'Not taken by the server; sent again later',
    lo: 'ເຊີບເວີຍັງບໍ່ຮັບ; ຈະສົ່ງຄືນ',
  },
  'queue.state.conflict': {
    vi: 'Khác với bản cùng mã trên máy chủ: báo trưởng điểm',
    en: 'Differs from what the server has under its id: tell the site lead',
    lo: 'ຕ່າງຈາກບັນທຶກລະຫັດດຽວກັນໃນເຊີບເວີ: ແຈ້ງຫົວໜ້າຈຸດ',
  },
  'queue.state.quarantined': {
    vi: 'Đã lên máy chủ, chờ người phụ trách xem; chưa được tính',
    en: 'On the server, kept for the person in charge; not counted yet',
    lo: 'ຢູ່ເຊີບເວີ, ລໍຜູ້ຮັບຜິດຊອບກວດ; ຍັງບໍ່ນັບ',
  },
  'queue.state.needs_review': {
    vi: 'Đã lên máy chủ; trung tâm sẽ xem lại',
    en: 'On the server; the centre will look at it',
    lo: 'ຢູ່ເຊີບເວີແລ້ວ; ສູນຈະກວດຄືນ',
  },
  'queue.other-author': {
    vi: 'Người dùng máy trước',
    en: 'Who had the phone before',
    lo: 'ຜູ້ໃຊ້ເຄື່ອງກ່ອນ',
  },
  'queue.kind.walk-in': { vi: 'Người mới', en: 'New person', lo: 'ຄົນໃໝ່' },
  'queue.kind.check-in': { vi: 'Tiếp đón', en: 'Check-in', lo: 'ຕ້ອນຮັບ' },
  'queue.kind.consent': { vi: 'Đồng ý tiêm', en: 'Consent', lo: 'ການຍິນຍອມ' },
  'queue.kind.screening': { vi: 'Sàng lọc', en: 'Screening', lo: 'ກວດຄັດກອງ' },
  'queue.kind.not-given': { vi: 'Không tiêm', en: 'Not injected', lo: 'ບໍ່ໄດ້ສັກ' },
  'queue.kind.dose': { vi: 'Mũi tiêm', en: 'Dose', lo: 'ເຂັມສັກ' },
  'queue.kind.observation': { vi: 'Theo dõi sau tiêm', en: 'Observation', lo: 'ຕິດຕາມຫຼັງສັກ' },
  'queue.kind.reaction': { vi: 'Phản ứng sau tiêm', en: 'Reaction', lo: 'ອາການຫຼັງສັກ' },
  'queue.kind.void': { vi: 'Hủy mũi', en: 'Dose taken back', lo: 'ຖອນເຂັມ' },
  'queue.kind.correction': { vi: 'Sửa mũi', en: 'Dose corrected', lo: 'ແກ້ເຂັມ' },
} as const
