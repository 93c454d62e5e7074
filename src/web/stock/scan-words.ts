import type { PackFinding } from '#domain/lot-pack.ts'
import { catalogue } from '../shared/words.ts'

export const t = catalogue({
  pack: { vi: 'Mã GS1 trên hộp', en: 'GS1 code of the pack', lo: 'ລະຫັດ GS1' },
  'pack.hint': {
    vi: 'Quét bằng camera, bằng máy quét cầm tay, hoặc dán mã rồi bấm Đọc mã.',
    en: 'Scan with the camera or a hand scanner, or paste the code and press Read.',
    lo: 'ສະແກນດ້ວຍກ້ອງ ຫຼື ເຄື່ອງສະແກນ, ຫຼື ວາງລະຫັດແລ້ວກົດອ່ານ.',
  },
  read: { vi: 'Đọc mã', en: 'Read', lo: 'ອ່ານ' },
  unreadable: {
    vi: 'Không đọc được mã này. Hãy quét lại, hoặc ghi vắc xin, số lô và hạn dùng bên dưới.',
    en: 'This code cannot be read. Scan again, or write vaccine, lot and expiry below.',
    lo: 'ອ່ານລະຫັດນີ້ບໍ່ໄດ້. ສະແກນໃໝ່ ຫຼື ຂຽນວັກຊີນ, ລັອດ ແລະ ວັນໝົດອາຍຸຂ້າງລຸ່ມ.',
  },
  scanned: { vi: 'Hộp vừa quét', en: 'The pack scanned', lo: 'ກ່ອງທີ່ສະແກນ' },
  product: { vi: 'Vắc xin', en: 'Vaccine', lo: 'ວັກຊີນ' },
  lot: { vi: 'Số lô', en: 'Lot number', lo: 'ເລກລັອດ' },
  expires: { vi: 'Hạn dùng', en: 'Expiry', lo: 'ວັນໝົດອາຍຸ' },
  booked: { vi: 'Hạn dùng trong sổ', en: 'Expiry in the books', lo: 'ວັນໝົດອາຍຸໃນບັນຊີ' },
  'or-lots': { vi: '{lots} (chưa rõ)', en: '{lots} (not clear)', lo: '{lots} (ບໍ່ຊັດ)' },
  'teach.hint': {
    vi: 'Chọn vắc xin một lần; từ lần sau mã {gtin} được nhận ra ngay.',
    en: 'Choose the vaccine once; from then on the code {gtin} is known.',
    lo: 'ເລືອກວັກຊີນຄັ້ງດຽວ; ຕໍ່ໄປລະຫັດ {gtin} ຈະຮູ້ຈັກທັນທີ.',
  },
  forget: { vi: 'Bỏ mã vừa quét', en: 'Forget this scan', lo: 'ຍົກເລີກການສະແກນ' },
  'see-lot': { vi: 'Xem lô này', en: 'See this lot', lo: 'ເບິ່ງລັອດນີ້' },
})

export const finding = catalogue<PackFinding>({
  'product-unknown': {
    vi: 'Mã GTIN chưa gắn với vắc xin nào',
    en: 'This GTIN is not known yet',
    lo: 'ຍັງບໍ່ຮູ້ຈັກ GTIN ນີ້',
  },
  'lot-unclear': {
    vi: 'Số lô đọc được theo nhiều cách: hãy ghi như in trên hộp',
    en: 'The lot can be read in several ways: write it as printed',
    lo: 'ເລກລັອດອ່ານໄດ້ຫຼາຍແບບ: ຂຽນຕາມທີ່ພິມ',
  },
  'expiry-missing': {
    vi: 'Mã không có hạn dùng',
    en: 'The code has no expiry',
    lo: 'ລະຫັດບໍ່ມີວັນໝົດອາຍຸ',
  },
  expired: { vi: 'Đã quá hạn dùng', en: 'Past its expiry', lo: 'ໝົດອາຍຸແລ້ວ' },
  recalled: { vi: 'Lô đã bị thu hồi', en: 'The lot is recalled', lo: 'ລັອດຖືກເອີ້ນຄືນ' },
  'expiry-differs': {
    vi: 'Hạn dùng khác với sổ: muốn đổi phải có văn bản',
    en: 'Another expiry than in the books: a change needs its document',
    lo: 'ວັນໝົດອາຍຸບໍ່ກົງບັນຊີ: ປ່ຽນຕ້ອງມີເອກະສານ',
  },
  quarantine: { vi: 'Lô đang biệt trữ', en: 'The lot is in quarantine', lo: 'ລັອດຖືກກັກໄວ້' },
  'lot-known': { vi: 'Lô đã có trong sổ', en: 'The lot is in the books', lo: 'ມີລັອດໃນບັນຊີແລ້ວ' },
  'lot-new': { vi: 'Lô mới', en: 'A new lot', lo: 'ລັອດໃໝ່' },
})
