export const screeningTabWords = {
  'screening.waiting': { vi: 'Chờ khám sàng lọc', en: 'Waiting for screening', lo: 'ລໍຖ້າກວດຄັດກອງ' },
  'screening.none': {
    vi: 'Chưa có ai trên máy này. Quét giấy mời để mở hồ sơ của người ngồi trước bạn.',
    en: 'Nobody on this phone yet. Scan the paper of the person in front of you.',
    lo: 'ຍັງບໍ່ມີໃຜໃນເຄື່ອງນີ້. ສະແກນໃບເຊີນຂອງຄົນທີ່ຢູ່ຕໍ່ໜ້າ.',
  },
  'screening.done': { vi: 'Đã khám', en: 'Screened', lo: 'ກວດແລ້ວ' },
  'screening.outcome': { vi: 'Kết quả sàng lọc', en: 'Screening result', lo: 'ຜົນການກວດ' },
  'screening.findings': { vi: 'Mục trả lời “có”', en: 'Items answered yes', lo: 'ຂໍ້ທີ່ຕອບ “ມີ”' },
  'screening.not-arrived': {
    vi: 'Người này chưa qua bàn tiếp đón.',
    en: 'This person has not been checked in.',
    lo: 'ຜູ້ນີ້ຍັງບໍ່ໄດ້ຜ່ານໂຕະຕ້ອນຮັບ.',
  },
  'screening.print': { vi: 'Phiếu sàng lọc để in', en: 'Screening form to print', lo: 'ໃບກວດສຳລັບພິມ' },
  'consent.title': { vi: 'Đồng ý tiêm chủng', en: 'Consent', lo: 'ການຍິນຍອມ' },
  'consent.self': { vi: 'Tự đồng ý', en: 'The person agrees', lo: 'ຕົນເອງຍິນຍອມ' },
  'consent.guardian': { vi: 'Người giám hộ đồng ý', en: 'A guardian agrees', lo: 'ຜູ້ປົກຄອງຍິນຍອມ' },
  'consent.guardianName': { vi: 'Tên người giám hộ', en: 'Name of the guardian', lo: 'ຊື່ຜູ້ປົກຄອງ' },
  'consent.guardianRelation': { vi: 'Quan hệ', en: 'Relation', lo: 'ຄວາມສຳພັນ' },
  'consent.given': { vi: 'Đã đồng ý tiêm', en: 'Consent given', lo: 'ຍິນຍອມແລ້ວ' },
  'consent.first': {
    vi: 'Hãy ghi ai đồng ý trước, rồi chọn kết quả.',
    en: 'Say who agrees first, then choose the result.',
    lo: 'ບັນທຶກຜູ້ຍິນຍອມກ່ອນ ແລ້ວເລືອກຜົນ.',
  },
  'not-given.title': { vi: 'Không tiêm hôm nay', en: 'Not injected today', lo: 'ມື້ນີ້ບໍ່ສັກ' },
} as const
