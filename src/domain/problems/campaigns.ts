/** Refusals of the campaigns feature. */
export const campaignProblems = {
  'campaign.name-taken': {
    status: 409,
    vi: 'Đã có chiến dịch tên này. Hãy đặt tên khác.',
    en: 'A campaign of this name exists. Choose another name.',
    lo: 'ມີຂະບວນການຊື່ນີ້ແລ້ວ. ໃຫ້ຕັ້ງຊື່ອື່ນ.',
  },
  'campaign.dates': {
    status: 422,
    vi: 'Ngày kết thúc không được trước ngày bắt đầu ({fromOn}).',
    en: 'The last day may not be before the first ({fromOn}).',
    lo: 'ວັນສິ້ນສຸດຕ້ອງບໍ່ກ່ອນວັນເລີ່ມ ({fromOn}).',
  },
  'campaign.wrong-state': {
    status: 409,
    vi: 'Chiến dịch đang ở trạng thái "{state}" nên không làm được việc này.',
    en: 'The campaign is "{state}", so this cannot be done.',
    lo: 'ຂະບວນການຢູ່ໃນສະຖານະ "{state}" ຈຶ່ງເຮັດສິ່ງນີ້ບໍ່ໄດ້.',
  },
  'campaign.not-open': {
    status: 409,
    vi: 'Chiến dịch chưa mở hoặc đã đóng. Hãy nhờ trung tâm thành phố mở chiến dịch.',
    en: 'The campaign is not open. Ask the city centre to open it.',
    lo: 'ຂະບວນການບໍ່ໄດ້ເປີດ. ໃຫ້ຂໍສູນເມືອງເປີດຂະບວນການ.',
  },
  'campaign.no-product': {
    status: 409,
    vi: 'Chiến dịch chưa có vắc xin nào. Hãy chọn vắc xin trước khi mở.',
    en: 'The campaign has no vaccine yet. Choose its vaccines before opening it.',
    lo: 'ຂະບວນການຍັງບໍ່ມີວັກຊີນ. ໃຫ້ເລືອກວັກຊີນກ່ອນເປີດ.',
  },
  'campaign.wrong-product': {
    status: 422,
    vi: 'Vắc xin này không có trong danh mục hoặc không phòng {antigen}.',
    en: 'This vaccine is not in the list, or is not against {antigen}.',
    lo: 'ວັກຊີນນີ້ບໍ່ມີໃນລາຍການ ຫຼື ບໍ່ໄດ້ປ້ອງກັນ {antigen}.',
  },
  'age-cut.missing': {
    status: 422,
    vi: 'Tuổi {age} chưa là mốc tuổi. Hãy chọn một trong các mốc: {cuts}, hoặc thêm mốc mới trước khi tiêm.',
    en: 'Age {age} is not an age boundary. Choose one of {cuts}, or add it before doses are recorded.',
    lo: 'ອາຍຸ {age} ບໍ່ແມ່ນຂີດແບ່ງອາຍຸ. ໃຫ້ເລືອກ {cuts} ຫຼື ເພີ່ມກ່ອນເລີ່ມສັກ.',
  },
  'age-cut.after-doses': {
    status: 409,
    vi: 'Đã có mũi tiêm được ghi nên không thêm mốc tuổi được nữa.',
    en: 'Doses are recorded already, so no age boundary can be added.',
    lo: 'ມີການບັນທຶກການສັກແລ້ວ ຈຶ່ງເພີ່ມຂີດແບ່ງອາຍຸບໍ່ໄດ້.',
  },
  'target-group.ages': {
    status: 422,
    vi: 'Tuổi trên phải lớn hơn tuổi dưới ({ageFrom}).',
    en: 'The upper age must be above the lower one ({ageFrom}).',
    lo: 'ອາຍຸສູງສຸດຕ້ອງຫຼາຍກວ່າອາຍຸຕໍ່າສຸດ ({ageFrom}).',
  },
  'target-group.name-taken': {
    status: 409,
    vi: 'Chiến dịch đã có nhóm đối tượng tên này. Hãy đặt tên khác.',
    en: 'The campaign already has a target group of this name. Choose another name.',
    lo: 'ຂະບວນການມີກຸ່ມເປົ້າໝາຍຊື່ນີ້ແລ້ວ. ໃຫ້ຕັ້ງຊື່ອື່ນ.',
  },
  'target.row-twice': {
    status: 422,
    vi: 'Dòng {row} lặp lại một dòng trước (cùng đơn vị, nhóm đối tượng và mũi).',
    en: 'Row {row} repeats an earlier one (same place, target group and dose).',
    lo: 'ແຖວ {row} ຊໍ້າກັບແຖວກ່ອນ (ສະຖານທີ່, ກຸ່ມເປົ້າໝາຍ ແລະ ເຂັມດຽວກັນ).',
  },
  'target.unknown-place': {
    status: 422,
    vi: 'Dòng {row}: không có đơn vị này.',
    en: 'Row {row}: there is no such place.',
    lo: 'ແຖວ {row}: ບໍ່ມີສະຖານທີ່ນີ້.',
  },
  'target.unknown-group': {
    status: 422,
    vi: 'Dòng {row}: chiến dịch không có nhóm đối tượng này.',
    en: 'Row {row}: the campaign has no such target group.',
    lo: 'ແຖວ {row}: ຂະບວນການບໍ່ມີກຸ່ມເປົ້າໝາຍນີ້.',
  },
  'rules.missing': {
    status: 409,
    vi: 'Chưa có quy định tiêm chủng. Hãy nhờ trung tâm thành phố nạp quy định.',
    en: 'There are no vaccination rules yet. Ask the city centre to load them.',
    lo: 'ຍັງບໍ່ມີລະບຽບການສັກ. ໃຫ້ຂໍສູນເມືອງນຳເຂົ້າລະບຽບ.',
  },
  'rules.differ': {
    status: 409,
    vi: 'Đã có bộ quy định khác (phiên bản {version}); bộ đang dùng không bị thay.',
    en: 'Another set of rules is stored (version {version}); it was left as it is.',
    lo: 'ມີຊຸດລະບຽບອື່ນແລ້ວ (ເວີຊັນ {version}); ບໍ່ໄດ້ປ່ຽນແທນ.',
  },
} as const
