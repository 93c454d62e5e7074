/** Refusals of the geography feature. */
export const geographyProblems = {
  'place.same': {
    status: 422,
    vi: 'Hãy chọn một tổ khác để nhập vào.',
    en: 'Choose another group to join it with.',
    lo: 'ກະລຸນາເລືອກໜ່ວຍອື່ນເພື່ອລວມ.',
  },
  'place.unknown': {
    status: 422,
    vi: 'Không có đơn vị này trong ngày {on}. Hãy chọn lại đơn vị trong danh sách.',
    en: 'There is no such place on {on}. Choose one from the list.',
    lo: 'ບໍ່ມີສະຖານທີ່ນີ້ໃນວັນທີ {on}. ໃຫ້ເລືອກໃໝ່ຈາກລາຍການ.',
  },
  'place.wrong-kind': {
    status: 422,
    vi: 'Loại đơn vị không phù hợp ({kind}). Cần: {wanted}.',
    en: 'This kind of place does not fit ({kind}). Needed: {wanted}.',
    lo: 'ປະເພດສະຖານທີ່ບໍ່ເໝາະສົມ ({kind}). ຕ້ອງເປັນ: {wanted}.',
  },
  'place.code-taken': {
    status: 409,
    vi: 'Mã {code} đã dùng cho đơn vị khác cùng loại. Hãy chọn mã khác.',
    en: 'Code {code} is already used by another place of this kind. Choose another code.',
    lo: 'ລະຫັດ {code} ໃຊ້ກັບສະຖານທີ່ອື່ນແລ້ວ. ໃຫ້ເລືອກລະຫັດອື່ນ.',
  },
  'place.other-country': {
    status: 409,
    vi: 'Bộ địa danh này của nước khác ({country}). Hãy chọn bộ địa danh của nước mình.',
    en: 'These places belong to another country ({country}). Choose those of your own.',
    lo: 'ຂໍ້ມູນສະຖານທີ່ນີ້ເປັນຂອງປະເທດອື່ນ ({country}). ໃຫ້ເລືອກຂອງປະເທດຕົນ.',
  },
  'place.change-too-early': {
    status: 422,
    vi: 'Ngày thay đổi phải sau ngày {after}, là ngày đơn vị hoặc tên hiện tại bắt đầu có hiệu lực.',
    en: 'The change must come after {after}, when the place or its present name began.',
    lo: 'ວັນປ່ຽນແປງຕ້ອງຫຼັງວັນທີ {after} ຊຶ່ງເປັນວັນເລີ່ມໃຊ້ຂອງສະຖານທີ່ ຫຼື ຊື່ປັດຈຸບັນ.',
  },
  'place.ended': {
    status: 409,
    vi: 'Đơn vị này đã hết hiệu lực từ ngày {validTo}.',
    en: 'This place ended on {validTo}.',
    lo: 'ສະຖານທີ່ນີ້ໝົດຜົນແຕ່ວັນທີ {validTo}.',
  },
  'outlines.unreadable': {
    status: 422,
    vi: 'Không đọc được tệp bản đồ ({fault}, đối tượng số {feature}). Cần GeoJSON FeatureCollection gồm các đa giác khép kín, tọa độ WGS 84 bằng độ.',
    en: 'The map file cannot be read ({fault}, feature {feature}). It must be a GeoJSON FeatureCollection of closed polygons in degrees (WGS 84).',
    lo: 'ອ່ານໄຟລ໌ແຜນທີ່ບໍ່ໄດ້ ({fault}, ລາຍການທີ {feature}). ຕ້ອງເປັນ GeoJSON FeatureCollection ຂອງຮູບຫຼາຍລ່ຽມປິດ, ເປັນອົງສາ (WGS 84).',
  },
  'outlines.no-ward': {
    status: 422,
    vi: 'Không đối tượng nào trong tệp khớp với mã hoặc tên phường, xã hiện nay. Hãy kiểm tra cột mã đơn vị.',
    en: 'No feature of the file has the code or name of a ward of today. Check the property with the unit codes.',
    lo: 'ບໍ່ມີລາຍການໃດໃນໄຟລ໌ກົງກັບລະຫັດ ຫຼື ຊື່ບ້ານປັດຈຸບັນ. ໃຫ້ກວດຖັນລະຫັດ.',
  },
  'collaborator.already': {
    status: 409,
    vi: 'Cộng tác viên này đã được phân công cho tổ này từ ngày đó.',
    en: 'This collaborator already has this group from that day.',
    lo: 'ຜູ້ຮ່ວມງານນີ້ໄດ້ຮັບມອບໝາຍໜ່ວຍນີ້ແຕ່ວັນນັ້ນແລ້ວ.',
  },
  'collaborator.ends-before-start': {
    status: 422,
    vi: 'Ngày kết thúc không được trước ngày bắt đầu ({validFrom}).',
    en: 'The last day may not be before the first ({validFrom}).',
    lo: 'ວັນສິ້ນສຸດຕ້ອງບໍ່ກ່ອນວັນເລີ່ມ ({validFrom}).',
  },
} as const
