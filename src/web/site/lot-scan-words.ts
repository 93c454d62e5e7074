import { catalogue } from '../shared/words.ts'

export const t = catalogue({
  scan: { vi: 'Quét lô trên lọ', en: 'Scan the lot on the vial', lo: 'ສະແກນລັອດເທິງຂວດ' },
  title: { vi: 'Quét lô', en: 'Scan a lot', lo: 'ສະແກນລັອດ' },
  lead: {
    vi: 'Quét mã ô vuông trên hộp hoặc lọ, hoặc gõ số lô. Súng quét dùng được ở bất cứ đâu trên bàn tiêm.',
    en: 'Scan the square code on the carton or vial, or type the lot. A scanner gun works anywhere on this page.',
    lo: 'ສະແກນລະຫັດສີ່ຫຼ່ຽມເທິງກ່ອງ ຫຼື ຂວດ, ຫຼື ພິມເລກລັອດ. ປືນສະແກນໃຊ້ໄດ້ທຸກບ່ອນໃນໜ້ານີ້.',
  },
  typed: { vi: 'Số lô, hoặc dán mã', en: 'Lot number, or paste a code', lo: 'ເລກລັອດ ຫຼື ວາງລະຫັດ' },
  here: { vi: 'Bàn này dùng lô {code}.', en: 'This table uses lot {code}.', lo: 'ໂຕະນີ້ໃຊ້ລັອດ {code}.' },
  blocked: {
    vi: 'KHÔNG TIÊM lô {code}: sổ kho ghi đã quá hạn, tạm dừng hoặc thu hồi. Để riêng lọ này và báo trưởng điểm tiêm.',
    en: 'DO NOT INJECT lot {code}: the books say expired, on hold or recalled. Put the vial aside and tell the site lead.',
    lo: 'ຢ່າສັກລັອດ {code}: ບັນຊີບອກວ່າໝົດອາຍຸ, ໂຈະ ຫຼື ເກັບຄືນ. ແຍກຂວດໄວ້ ແລະ ແຈ້ງຫົວໜ້າ.',
  },
  expired: {
    vi: 'KHÔNG TIÊM lô {code}: trên nhãn ghi hạn dùng {day} đã qua. Để riêng lọ này và báo trưởng điểm tiêm.',
    en: 'DO NOT INJECT lot {code}: the label says use by {day}, which is over. Put the vial aside and tell the site lead.',
    lo: 'ຢ່າສັກລັອດ {code}: ປ້າຍບອກໝົດອາຍຸ {day} ແລ້ວ. ແຍກຂວດໄວ້ ແລະ ແຈ້ງຫົວໜ້າ.',
  },
  unread: {
    vi: 'KHOAN TIÊM: máy chưa đọc được sổ của buổi tiêm, nên chưa biết lô {code} có được cấp hay không.',
    en: 'DO NOT INJECT YET: the books of the session could not be read, so whether lot {code} was issued is not known.',
    lo: 'ຢ່າຟ້າວສັກ: ຍັງອ່ານບັນຊີຂອງຮອບສັກບໍ່ໄດ້ ຈຶ່ງບໍ່ຮູ້ວ່າລັອດ {code} ໄດ້ເບີກແລ້ວບໍ່.',
  },
  asking: {
    vi: 'Đang đọc sổ kho để tìm lô {code}…',
    en: 'Reading the books for lot {code}…',
    lo: 'ກຳລັງອ່ານບັນຊີເພື່ອຊອກລັອດ {code}…',
  },
  unknown: {
    vi: 'KHOAN TIÊM: lô {code} không có trong sổ của buổi tiêm này.',
    en: 'DO NOT INJECT YET: lot {code} is not in the books of this session.',
    lo: 'ຢ່າຟ້າວສັກ: ລັອດ {code} ບໍ່ມີໃນບັນຊີຂອງຮອບສັກນີ້.',
  },
  'in-books': {
    vi: 'Kho thành phố có lô này nhưng chưa cấp cho buổi tiêm. Nhờ trưởng điểm tiêm nhận lọ vào buổi, rồi bấm Tìm lại.',
    en: 'The city has this lot, but it was not issued to the session. Ask the site lead to issue the vials, then look again.',
    lo: 'ສາງນະຄອນມີລັອດນີ້ ແຕ່ຍັງບໍ່ໄດ້ເບີກໃຫ້ຮອບສັກ. ໃຫ້ຫົວໜ້າເບີກຂວດ ແລ້ວກົດຊອກໃໝ່.',
  },
  nowhere: {
    vi: 'Chưa kho nào nhập lô này. So lại số in trên lọ; nếu đúng, để riêng lọ và nhờ thủ kho nhập lô, rồi bấm Tìm lại.',
    en: 'No store has taken this lot in. Compare the number on the vial; if it is right, put the vial aside and have the storekeeper enter the lot, then look again.',
    lo: 'ບໍ່ມີສາງໃດບັນທຶກລັອດນີ້. ກວດເລກເທິງຂວດຄືນ; ຖ້າຖືກ ໃຫ້ແຍກຂວດໄວ້ ແລະ ໃຫ້ຜູ້ຮັກສາສາງບັນທຶກ ແລ້ວກົດຊອກໃໝ່.',
  },
  'not-asked': {
    vi: 'Máy chưa hỏi được máy chủ, nên chưa biết lô này đã nhập kho hay chưa. Hỏi trưởng điểm tiêm, và bấm Tìm lại khi có mạng.',
    en: 'The server could not be asked, so whether any store has this lot is not known. Ask the site lead, and look again when there is a network.',
    lo: 'ຍັງຖາມເຊີບເວີບໍ່ໄດ້ ຈຶ່ງບໍ່ຮູ້ວ່າມີສາງໃດມີລັອດນີ້ບໍ່. ຖາມຫົວໜ້າ ແລະ ກົດຊອກໃໝ່ເມື່ອມີເນັດ.',
  },
  again: { vi: 'Tìm lại', en: 'Look again', lo: 'ຊອກໃໝ່' },
  given: { vi: 'Đã tiêm lô này rồi', en: 'Already injected', lo: 'ສັກລັອດນີ້ແລ້ວ' },
  unreadable: {
    vi: 'Đây không phải mã của lọ vắc xin.',
    en: 'That is no code of a vaccine pack.',
    lo: 'ນີ້ບໍ່ແມ່ນລະຫັດຂອງຂວດວັກຊີນ.',
  },
  seen: { vi: 'Đã hiểu', en: 'Understood', lo: 'ເຂົ້າໃຈແລ້ວ' },
})
