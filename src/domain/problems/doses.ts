import { visitProblems } from './visits.ts'

/** Refusals of the doses feature. */
export const doseProblems = {
  ...visitProblems,
  'entry.conflict': {
    status: 422,
    vi: 'Mã bản ghi này đã được dùng cho nội dung khác. Bản ghi cũ được giữ nguyên; hãy ghi lại với mã mới.',
    en: 'This entry id was already used for other content. The first stands; record it again with a new id.',
    lo: 'ລະຫັດບັນທຶກນີ້ຖືກໃຊ້ກັບເນື້ອຫາອື່ນແລ້ວ. ບັນທຶກເກົ່າຍັງຄົງໄວ້; ບັນທຶກໃໝ່ດ້ວຍລະຫັດໃໝ່.',
  },
  'entry.reason-required': {
    status: 422,
    vi: 'Đã quá 2 phút: hãy nêu lý do khi huỷ mũi đã ghi.',
    en: 'More than 2 minutes have passed: give a reason to void a recorded dose.',
    lo: 'ເກີນ 2 ນາທີແລ້ວ: ໃຫ້ລະບຸເຫດຜົນເມື່ອຍົກເລີກເຂັມທີ່ບັນທຶກ.',
  },
  'scan.unreadable': {
    status: 422,
    vi: 'Mã không đọc được. Hãy tìm bằng tên hoặc số.',
    en: 'The code cannot be read. Search by name or number.',
    lo: 'ອ່ານລະຫັດບໍ່ໄດ້. ກະລຸນາຄົ້ນຫາດ້ວຍຊື່ ຫຼື ເລກ.',
  },
  'identify.birth-required': {
    status: 422,
    vi: 'Thẻ không đọc được ngày sinh. Hãy nhập ngày sinh ghi trên thẻ: chỉ có số thì không tìm được ai.',
    en: 'The birth date could not be read from the card. Enter it: a number alone finds nobody.',
    lo: 'ອ່ານວັນເກີດຈາກບັດບໍ່ໄດ້. ໃຫ້ປ້ອນວັນເກີດ: ມີແຕ່ເລກຈະຊອກບໍ່ເຫັນໃຜ.',
  },
  'identify.number-invalid': {
    status: 422,
    vi: 'Số này không đúng dạng của loại giấy tờ đã chọn.',
    en: 'This number does not have the form of the chosen kind of paper.',
    lo: 'ເລກນີ້ບໍ່ຖືກຮູບແບບຂອງເອກະສານທີ່ເລືອກ.',
  },
  'identify.nobody': {
    status: 404,
    vi: 'Không tìm thấy người nào có số và ngày sinh này. Hãy tìm bằng tên, hoặc ghi nhận là người đến không có tên trong danh sách.',
    en: 'Nobody has this number and birth date. Search by name, or register the person as a walk-in.',
    lo: 'ບໍ່ພົບຜູ້ທີ່ມີເລກ ແລະ ວັນເກີດນີ້. ຄົ້ນຫາດ້ວຍຊື່ ຫຼື ບັນທຶກເປັນຜູ້ມາເອງ.',
  },
  'identify.quota': {
    status: 429,
    vi: 'Tài khoản này đã tra cứu {limit} lượt trong một giờ. Hãy thử lại sau {retryAfterS} giây hoặc nhờ trưởng điểm tiêm.',
    en: 'This account has identified {limit} people within an hour. Try again in {retryAfterS} s or ask the site lead.',
    lo: 'ບັນຊີນີ້ຄົ້ນຫາ {limit} ຄັ້ງໃນໜຶ່ງຊົ່ວໂມງ. ລອງໃໝ່ພາຍຫຼັງ {retryAfterS} ວິນາທີ ຫຼື ຖາມຫົວໜ້າຈຸດສັກ.',
  },
  'review.decided': {
    status: 409,
    vi: 'Việc này đã được giải quyết. Hãy tải lại danh sách.',
    en: 'This question is decided already. Reload the list.',
    lo: 'ເລື່ອງນີ້ໄດ້ຕັດສິນແລ້ວ. ໂຫຼດລາຍການຄືນໃໝ່.',
  },
  'review.wrong-decision': {
    status: 422,
    vi: 'Không thể quyết định như vậy cho việc loại “{kind}”.',
    en: 'This decision does not answer a question of the kind “{kind}”.',
    lo: 'ການຕັດສິນນີ້ບໍ່ຕອບຄຳຖາມປະເພດ “{kind}”.',
  },
  'review.still-held': {
    status: 409,
    vi: 'Bản ghi vẫn chưa nhận được vì: {reason}. Hãy bổ sung phần còn thiếu rồi thử lại.',
    en: 'The entry still cannot be taken in, because: {reason}. Add what is missing and try again.',
    lo: 'ຍັງຮັບບັນທຶກບໍ່ໄດ້ ເພາະ: {reason}. ເພີ່ມສິ່ງທີ່ຂາດ ແລ້ວລອງໃໝ່.',
  },
  'correction.own-to-do': {
    status: 409,
    vi: 'Bạn có quyền tự sửa việc này: hãy sửa ngay trên hồ sơ, không cần gửi yêu cầu.',
    en: 'You may put this right yourself: do it in the record; nobody has to be asked.',
    lo: 'ທ່ານມີສິດແກ້ໄຂເອງ: ໃຫ້ແກ້ໃນບັນທຶກ, ບໍ່ຕ້ອງສົ່ງຄຳຂໍ.',
  },
  'correction.dose-unknown': {
    status: 422,
    vi: 'Hãy chọn đúng một mũi đang có trong hồ sơ người này.',
    en: 'Name one dose that this person’s record has.',
    lo: 'ໃຫ້ເລືອກເຂັມໜຶ່ງທີ່ມີໃນບັນທຶກຂອງຜູ້ນີ້.',
  },
  'correction.asked-already': {
    status: 409,
    vi: 'Đã có người yêu cầu sửa đúng việc này và đang chờ trả lời.',
    en: 'Somebody has asked for this already, and it waits for an answer.',
    lo: 'ມີຄົນຂໍແກ້ເລື່ອງນີ້ແລ້ວ ແລະ ກຳລັງລໍຖ້າຄຳຕອບ.',
  },
  'correction.other-office': {
    status: 403,
    vi: 'Yêu cầu này do cơ quan khác trả lời.',
    en: 'This request is for the other office to answer.',
    lo: 'ຄຳຂໍນີ້ແມ່ນໜ່ວຍງານອື່ນເປັນຜູ້ຕອບ.',
  },
  'correction.act-closed': {
    status: 409,
    vi: 'Yêu cầu này không còn nhận thao tác đó: hãy tải lại trang.',
    en: 'The request does not take this any more: reload the page.',
    lo: 'ຄຳຂໍນີ້ບໍ່ຮັບການກະທຳນີ້ແລ້ວ: ໃຫ້ໂຫຼດໜ້າຄືນ.',
  },
  'correction.reason-needed': {
    status: 422,
    vi: 'Hãy nêu lý do khi từ chối hoặc chuyển sang cơ quan khác.',
    en: 'Give a reason when you refuse, or hand over to the other office.',
    lo: 'ໃຫ້ລະບຸເຫດຜົນເມື່ອປະຕິເສດ ຫຼື ສົ່ງຕໍ່ໃຫ້ໜ່ວຍງານອື່ນ.',
  },
  'correction.outcome-unknown': {
    status: 422,
    vi: 'Khi báo đã sửa, hãy chọn đúng thay đổi đã làm trong hồ sơ kể từ lúc có yêu cầu.',
    en: 'To say that it is done, name the change that was made in the record since it was asked.',
    lo: 'ເມື່ອແຈ້ງວ່າແກ້ແລ້ວ, ໃຫ້ເລືອກການປ່ຽນແປງທີ່ໄດ້ເຮັດໃນບັນທຶກຫຼັງຈາກມີຄຳຂໍ.',
  },
  'dose.nothing-to-correct': {
    status: 422,
    vi: 'Chưa có gì được sửa. Hãy nêu ít nhất một điều.',
    en: 'Nothing is corrected. State at least one thing.',
    lo: 'ຍັງບໍ່ມີຫຍັງຖືກແກ້. ໃຫ້ລະບຸຢ່າງໜ້ອຍໜຶ່ງຢ່າງ.',
  },
  'rescue.unreadable': {
    status: 422,
    vi: 'Không mở được phần này của tệp: tệp không phải của cơ quan này, hoặc đã bị thay đổi trên đường đi. Hãy xuất lại tệp từ máy đã ghi.',
    en: 'This part of the file cannot be opened: it was made for another authority, or was changed on its way. Export the file again from the phone.',
    lo: 'ເປີດສ່ວນນີ້ຂອງໄຟລ໌ບໍ່ໄດ້: ບໍ່ແມ່ນຂອງໜ່ວຍງານນີ້ ຫຼື ຖືກປ່ຽນແປງລະຫວ່າງທາງ. ໃຫ້ສົ່ງອອກໄຟລ໌ຄືນຈາກເຄື່ອງ.',
  },
  'rescue.unknown-device': {
    status: 422,
    vi: 'Máy đã xuất phần này chưa từng được đăng ký, nên không biết ai đã ghi. Dữ liệu vẫn ở trên máy: hãy đăng nhập trên máy đó khi có mạng.',
    en: 'The phone that exported this was never registered, so nobody knows who recorded it. It is still on the phone: sign in there with a network.',
    lo: 'ເຄື່ອງທີ່ສົ່ງອອກສ່ວນນີ້ບໍ່ເຄີຍລົງທະບຽນ, ຈຶ່ງບໍ່ຮູ້ວ່າໃຜບັນທຶກ. ຂໍ້ມູນຍັງຢູ່ໃນເຄື່ອງ: ເຂົ້າລະບົບໃນເຄື່ອງນັ້ນເມື່ອມີເຄືອຂ່າຍ.',
  },
  'pack.not-now': {
    status: 409,
    vi: 'Danh sách của buổi tiêm ngày {day} chỉ tải được từ tối hôm trước đến khi hết hạn của buổi.',
    en: 'The list of the session of {day} can be fetched from the evening before until the end of its window.',
    lo: 'ລາຍຊື່ຂອງຮອບສັກວັນທີ {day} ໂຫຼດໄດ້ຕັ້ງແຕ່ຄ່ຳມື້ກ່ອນ ຈົນໝົດເວລາຂອງຮອບ.',
  },
  'merge.same-person': {
    status: 409,
    vi: 'Hai hồ sơ này đã là một người.',
    en: 'These two records are one person already.',
    lo: 'ສອງບັນທຶກນີ້ເປັນຄົນດຽວກັນແລ້ວ.',
  },
  'merge.undone': {
    status: 409,
    vi: 'Việc gộp này đã được huỷ trước đó.',
    en: 'This merge was undone already.',
    lo: 'ການລວມນີ້ຖືກຍົກເລີກແລ້ວ.',
  },
} as const
