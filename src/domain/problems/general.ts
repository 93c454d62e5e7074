/** Refusals that any operation may give. */
export const generalProblems = {
  'request.invalid': {
    status: 400,
    vi: 'Dữ liệu gửi lên chưa đúng: {where}. Hãy sửa và gửi lại.',
    en: 'The request is not valid: {where}. Correct it and send it again.',
    lo: 'ຂໍ້ມູນທີ່ສົ່ງມາບໍ່ຖືກຕ້ອງ: {where}. ກະລຸນາແກ້ໄຂ ແລ້ວສົ່ງໃໝ່.',
  },
  'request.too-large': {
    status: 413,
    vi: 'Nội dung gửi lên quá lớn. Hãy chia nhỏ rồi gửi lại.',
    en: 'The request is too large. Split it and send it again.',
    lo: 'ຂໍ້ມູນທີ່ສົ່ງມາໃຫຍ່ເກີນໄປ. ກະລຸນາແບ່ງອອກແລ້ວສົ່ງໃໝ່.',
  },
  'request.media-type': {
    status: 415,
    vi: 'Kiểu nội dung không được hỗ trợ.',
    en: 'This content type is not supported.',
    lo: 'ບໍ່ຮອງຮັບປະເພດເນື້ອຫານີ້.',
  },
  'request.too-many': {
    status: 429,
    vi: 'Quá nhiều yêu cầu. Hãy thử lại sau {retryAfterS} giây.',
    en: 'Too many requests. Try again in {retryAfterS} s.',
    lo: 'ຄໍາຮ້ອງຂໍຫຼາຍເກີນໄປ. ລອງໃໝ່ພາຍຫຼັງ {retryAfterS} ວິນາທີ.',
  },
  'request.stale': {
    status: 412,
    vi: 'Có người đã sửa trước bạn. Hãy tải lại rồi sửa tiếp.',
    en: 'Someone changed this before you. Reload it and make your change again.',
    lo: 'ມີຄົນແກ້ໄຂກ່ອນທ່ານແລ້ວ. ໂຫຼດໃໝ່ ແລ້ວແກ້ໄຂອີກຄັ້ງ.',
  },
  'request.if-match-required': {
    status: 428,
    vi: 'Thiếu phiên bản đang sửa (If-Match). Hãy tải lại rồi sửa.',
    en: 'The version being edited (If-Match) is missing. Reload and edit again.',
    lo: 'ຂາດເວີຊັນທີ່ກຳລັງແກ້ໄຂ (If-Match). ໂຫຼດໃໝ່ ແລ້ວແກ້ໄຂ.',
  },
  'not-found': {
    status: 404,
    vi: 'Không tìm thấy.',
    en: 'Not found.',
    lo: 'ບໍ່ພົບ.',
  },
  forbidden: {
    status: 403,
    vi: 'Tài khoản của bạn không có quyền làm việc này.',
    en: 'Your account may not do this.',
    lo: 'ບັນຊີຂອງທ່ານບໍ່ມີສິດເຮັດວຽກນີ້.',
  },
  conflict: {
    status: 409,
    vi: 'Việc này trùng với dữ liệu đã có.',
    en: 'This conflicts with what is already stored.',
    lo: 'ສິ່ງນີ້ຂັດກັບຂໍ້ມູນທີ່ມີຢູ່ແລ້ວ.',
  },
  'service.busy': {
    status: 503,
    vi: 'Hệ thống đang bận. Hãy thử lại sau {retryAfterS} giây; không có dữ liệu nào bị mất.',
    en: 'The service is busy. Try again in {retryAfterS} s; nothing is lost.',
    lo: 'ລະບົບກຳລັງຫຍຸ້ງ. ລອງໃໝ່ພາຍຫຼັງ {retryAfterS} ວິນາທີ; ບໍ່ມີຂໍ້ມູນເສຍ.',
  },
  'service.failed': {
    status: 500,
    vi: 'Có lỗi ở máy chủ. Hãy báo mã {requestId} cho người quản trị.',
    en: 'Something failed on the server. Give the administrator the number {requestId}.',
    lo: 'ມີຂໍ້ຜິດພາດໃນເຊີບເວີ. ແຈ້ງລະຫັດ {requestId} ໃຫ້ຜູ້ດູແລລະບົບ.',
  },
} as const
