/** Refusals that a phone says by itself, with no service to ask: apart, because it carries no others. */
export const visitProblems = {
  'visit.too-early': {
    status: 422,
    vi: 'Chưa đủ khoảng cách giữa hai mũi. Tiêm được từ ngày {earliestOn}.',
    en: 'The interval between doses has not passed. The dose may be given from {earliestOn}.',
    lo: 'ຍັງບໍ່ຄົບໄລຍະຫ່າງລະຫວ່າງເຂັມ. ສັກໄດ້ຕັ້ງແຕ່ວັນທີ {earliestOn}.',
  },
  'visit.series-complete': {
    status: 422,
    vi: 'Người này đã tiêm đủ các mũi theo quy định hiện hành; hôm nay không có mũi nào đến hạn.',
    en: 'All doses that the rules of today provide for are given; none is due.',
    lo: 'ຜູ້ນີ້ໄດ້ສັກຄົບຕາມລະບຽບປັດຈຸບັນແລ້ວ; ມື້ນີ້ບໍ່ມີເຂັມທີ່ຮອດກຳນົດ.',
  },
  'visit.given-today': {
    status: 409,
    vi: 'Hôm nay người này đã được ghi nhận một mũi của loại vắc xin này. Hãy kiểm tra lại trước khi tiêm.',
    en: 'A dose against this disease is already recorded for today. Check before giving another.',
    lo: 'ມື້ນີ້ມີການບັນທຶກເຂັມສຳລັບພະຍາດນີ້ແລ້ວ. ກວດຄືນກ່ອນສັກ.',
  },
  'visit.wrong-product': {
    status: 422,
    vi: 'Vắc xin đang có ở buổi tiêm không dùng được cho mũi này của người này.',
    en: 'No vaccine at this session may be used for this dose of this person.',
    lo: 'ວັກຊີນທີ່ມີຢູ່ຈຸດສັກບໍ່ສາມາດໃຊ້ສຳລັບເຂັມນີ້ຂອງຜູ້ນີ້.',
  },
  'visit.age': {
    status: 422,
    vi: 'Tuổi của người này ngoài độ tuổi được tiêm vắc xin này (từ {ageFrom} tuổi).',
    en: 'The person is outside the ages for which this vaccine is approved (from the age of {ageFrom}).',
    lo: 'ອາຍຸຂອງຜູ້ນີ້ຢູ່ນອກເກນອາຍຸຂອງວັກຊີນນີ້ (ແຕ່ {ageFrom} ປີ).',
  },
  'visit.no-product': {
    status: 409,
    vi: 'Buổi tiêm này chưa có vắc xin nào. Hãy cấp vắc xin cho buổi tiêm trước.',
    en: 'This session has no vaccine. Issue vaccine to it first.',
    lo: 'ຮອບສັກນີ້ຍັງບໍ່ມີວັກຊີນ. ໃຫ້ຈ່າຍວັກຊີນກ່ອນ.',
  },
  'visit.already-in': {
    status: 409,
    vi: 'Người này đã được tiếp đón ở buổi tiêm này lúc {time}. Hãy tiếp tục lượt đang mở.',
    en: 'This person was checked in at this session at {time}. Continue the open visit.',
    lo: 'ຜູ້ນີ້ໄດ້ລົງທະບຽນເຂົ້າຮອບສັກນີ້ແລ້ວເວລາ {time}. ສືບຕໍ່ການຢ້ຽມທີ່ເປີດຢູ່.',
  },
  'visit.not-screened': {
    status: 422,
    vi: 'Chưa có kết quả khám sàng lọc. Hãy khám sàng lọc trước khi tiêm.',
    en: 'There is no screening result. Screen the person before the injection.',
    lo: 'ຍັງບໍ່ມີຜົນການກວດຄັດກອງ. ໃຫ້ກວດຄັດກອງກ່ອນສັກ.',
  },
  'visit.not-cleared': {
    status: 422,
    vi: 'Kết quả khám sàng lọc không cho phép tiêm tại đây hôm nay.',
    en: 'The screening result does not allow the injection here today.',
    lo: 'ຜົນການກວດຄັດກອງບໍ່ອະນຸຍາດໃຫ້ສັກຢູ່ທີ່ນີ້ໃນມື້ນີ້.',
  },
  'visit.dose-held': {
    status: 409,
    vi: 'Đã có một mũi tiêm ghi cho người này ở buổi này, đang chờ người phụ trách xem xét. Hãy hỏi trưởng điểm trước khi tiêm.',
    en: 'A dose of this person at this session was recorded and waits to be looked at. Ask the site lead before injecting.',
    lo: 'ມີການບັນທຶກສັກໃຫ້ຜູ້ນີ້ໃນຮອບນີ້ແລ້ວ ກຳລັງລໍຖ້າຜູ້ຮັບຜິດຊອບກວດເບິ່ງ. ໃຫ້ຖາມຫົວໜ້າຈຸດກ່ອນສັກ.',
  },
  'visit.no-consent': {
    status: 422,
    vi: 'Chưa có đồng ý tiêm chủng của người được tiêm hoặc người giám hộ.',
    en: 'Consent of the person or the guardian is missing.',
    lo: 'ຍັງບໍ່ມີການຍິນຍອມຂອງຜູ້ຮັບວັກຊີນ ຫຼື ຜູ້ປົກຄອງ.',
  },
  'slip.too-early': {
    status: 409,
    vi: 'Chưa đủ 30 phút theo dõi sau tiêm. In giấy xác nhận được từ {readyAt}.',
    en: 'The 30 minutes of observation are not over. The slip can be printed from {readyAt}.',
    lo: 'ຍັງບໍ່ຄົບ 30 ນາທີຂອງການຕິດຕາມຫຼັງສັກ. ພິມໃບຢັ້ງຢືນໄດ້ແຕ່ {readyAt}.',
  },
  'slip.no-dose': {
    status: 409,
    vi: 'Lượt này chưa có mũi tiêm nào được ghi nhận.',
    en: 'No dose is recorded in this visit.',
    lo: 'ການຢ້ຽມນີ້ຍັງບໍ່ມີການບັນທຶກເຂັມສັກ.',
  },
} as const
