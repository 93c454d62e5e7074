/** Refusals of the planner feature. */
export const plannerProblems = {
  'plan.line-not-whole-vials': {
    status: 422,
    vi: 'Chỉ chuyển nguyên lọ chưa mở: {doses} liều không phải bội số của {dosesPerVial}.',
    en: 'Only whole unopened vials move: {doses} doses is not a multiple of {dosesPerVial}.',
    lo: 'ຍ້າຍໄດ້ແຕ່ຂວດເຕັມທີ່ຍັງບໍ່ເປີດ: {doses} ໂດສ ບໍ່ແມ່ນຈຳນວນເທົ່າຂອງ {dosesPerVial}.',
  },
  'plan.line-lot-blocked': {
    status: 409,
    vi: 'Lô này đang bị tạm giữ, thu hồi hoặc nghi hỏng nhiệt độ nên không chuyển được.',
    en: 'This lot is in quarantine, recalled or under a temperature alarm and may not move.',
    lo: 'ລັອດນີ້ຖືກກັກໄວ້, ເອີ້ນຄືນ ຫຼື ສົງໄສອຸນຫະພູມ ຈຶ່ງຍ້າຍບໍ່ໄດ້.',
  },
  'plan.line-lot-expired': {
    status: 409,
    vi: 'Lô này chỉ dùng được đến {useByOn}, nơi nhận không kịp dùng.',
    en: 'This lot may be used only until {useByOn}: the receiver could not use it in time.',
    lo: 'ລັອດນີ້ໃຊ້ໄດ້ຮອດ {useByOn} ເທົ່ານັ້ນ, ບ່ອນຮັບໃຊ້ບໍ່ທັນ.',
  },
  'plan.line-discrepancy-open': {
    status: 409,
    vi: 'Nơi gửi hoặc nơi nhận còn một chuyến lệch số lượng chưa giải quyết.',
    en: 'The sender or the receiver has a transfer whose counts differ and which is not closed.',
    lo: 'ບ່ອນສົ່ງ ຫຼື ບ່ອນຮັບ ຍັງມີການຮັບສົ່ງທີ່ຈຳນວນບໍ່ກົງກັນທີ່ຍັງບໍ່ແກ້ໄຂ.',
  },
  'plan.line-donor-short': {
    status: 409,
    vi: 'Nơi gửi chỉ còn {there} liều chưa mở của lô này, không đủ {doses} liều.',
    en: 'The sender has only {there} unopened doses of this lot, not {doses}.',
    lo: 'ບ່ອນສົ່ງເຫຼືອພຽງ {there} ໂດສທີ່ຍັງບໍ່ເປີດຂອງລັອດນີ້, ບໍ່ພໍ {doses} ໂດສ.',
  },
  'plan.line-count-short': {
    status: 409,
    vi: 'Kiểm đếm ở nơi gửi chỉ thấy {counted} liều của lô này, không đủ {doses} liều.',
    en: 'The count at the sender found only {counted} doses of this lot, not {doses}.',
    lo: 'ການນັບຢູ່ບ່ອນສົ່ງພົບພຽງ {counted} ໂດສຂອງລັອດນີ້, ບໍ່ພໍ {doses} ໂດສ.',
  },
  'plan.line-second-doses': {
    status: 409,
    vi: 'Nơi gửi sẽ chỉ còn {left} liều trong khi có {due} mũi 2 sắp đến hạn.',
    en: 'The sender would keep only {left} doses while {due} second doses fall due.',
    lo: 'ບ່ອນສົ່ງຈະເຫຼືອພຽງ {left} ໂດສ ໃນຂະນະທີ່ມີ {due} ເຂັມທີ 2 ໃກ້ຮອດກຳນົດ.',
  },
  'plan.line-receiver-refuses': {
    status: 409,
    vi: 'Nơi nhận đang không nhận vắc xin chuyển đến.',
    en: 'The receiver does not accept transfers now.',
    lo: 'ບ່ອນຮັບບໍ່ຮັບວັກຊີນທີ່ຍ້າຍມາໃນຕອນນີ້.',
  },
  'plan.line-receiver-room': {
    status: 409,
    vi: 'Tủ lạnh nơi nhận chỉ còn chỗ cho {free} liều, không đủ cho {doses} liều.',
    en: 'The receiver has cold room for only {free} doses, not for {doses}.',
    lo: 'ຕູ້ເຢັນບ່ອນຮັບມີບ່ອນຫວ່າງພຽງ {free} ໂດສ, ບໍ່ພໍ {doses} ໂດສ.',
  },
} as const
