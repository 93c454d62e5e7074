/** Refusals of the accounts feature. */
export const accountProblems = {
  'sign-in.required': {
    status: 401,
    vi: 'Bạn chưa đăng nhập hoặc phiên làm việc đã hết. Hãy đăng nhập lại; dữ liệu đã lưu trên máy không mất.',
    en: 'You are not signed in, or your session has ended. Sign in again; what is saved on this device is kept.',
    lo: 'ທ່ານຍັງບໍ່ໄດ້ເຂົ້າລະບົບ ຫຼື ໝົດເວລາແລ້ວ. ກະລຸນາເຂົ້າລະບົບໃໝ່; ຂໍ້ມູນທີ່ບັນທຶກໃນເຄື່ອງບໍ່ເສຍ.',
  },
  'sign-in.other-page': {
    status: 403,
    vi: 'Yêu cầu không đến từ trang của hệ thống này. Hãy mở lại trang và thử lại.',
    en: "The request did not come from this service's own page. Open the page again and retry.",
    lo: 'ຄໍາຮ້ອງຂໍບໍ່ໄດ້ມາຈາກໜ້າຂອງລະບົບນີ້. ເປີດໜ້າໃໝ່ ແລ້ວລອງອີກຄັ້ງ.',
  },
} as const
