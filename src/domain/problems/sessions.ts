/** Refusals of the sessions feature. */
export const sessionProblems = {
  'session.crew-missing': {
    status: 409,
    vi: 'Chưa đủ cán bộ có mặt: cần ít nhất 1 người quét mã và 2 người nhập liệu (còn thiếu: {missing}). Trưởng điểm tiêm có thể mở buổi tiêm và nêu lý do.',
    en: 'The crew is not complete: at least 1 scanner and 2 data-entry officials must be present (missing: {missing}). The site lead may open with a reason.',
    lo: 'ພະນັກງານຍັງບໍ່ຄົບ: ຕ້ອງມີຜູ້ສະແກນ 1 ຄົນ ແລະ ຜູ້ປ້ອນຂໍ້ມູນ 2 ຄົນຂຶ້ນໄປ (ຍັງຂາດ: {missing}). ຫົວໜ້າຈຸດສັກສາມາດເປີດໂດຍລະບຸເຫດຜົນ.',
  },
  'session.not-open': {
    status: 409,
    vi: 'Buổi tiêm chưa mở. Hãy mở buổi tiêm trước khi tiếp đón.',
    en: 'The session is not open. Open it before checking people in.',
    lo: 'ຮອບສັກຍັງບໍ່ເປີດ. ໃຫ້ເປີດກ່ອນລົງທະບຽນຄົນເຂົ້າ.',
  },
  'session.wrong-day': {
    status: 409,
    vi: 'Buổi tiêm này là của ngày {sessionOn}. Hãy chọn buổi tiêm của hôm nay.',
    en: 'This session is on {sessionOn}. Choose a session of today.',
    lo: 'ຮອບສັກນີ້ແມ່ນຂອງວັນທີ {sessionOn}. ໃຫ້ເລືອກຮອບສັກຂອງມື້ນີ້.',
  },
} as const
