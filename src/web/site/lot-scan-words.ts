import { catalogue } from '../shared/words.ts'

export const t = catalogue({
  scan: { vi: 'Quét lô trên lọ', en: 'Scan the lot on the vial', lo: 'ສະແກນລັອດເທິງຂວດ' },
  title: { vi: 'Quét lô', en: 'Scan a lot', lo: 'ສະແກນລັອດ' },
  lead: {
    vi: 'Quét mã ô vuông trên hộp hoặc lọ, hoặc gõ số lô. Súng quét dùng được ở bất cứ đâu trên bàn tiêm.',
    en: 'Scan the square code on the carton or vial, or type the lot. A scanner gun works anywhere on this page.',
    lo: 'ສະແກນລະຫັດສີ່ຫຼ່ຽມເທິງກ່ອງ ຫຼື ຂວດ, ຫຼື ພິມເລກລັອດ. ປືນສະແກນໃຊ້ໄດ້ທຸກບ່ອນໃນໜ້ານີ້.',
  },
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
  unknown: {
    vi: 'Lô {code} chưa được cấp cho buổi tiêm này. Hãy hỏi trưởng điểm tiêm trước khi tiêm.',
    en: 'Lot {code} was not issued to this session. Ask the site lead before injecting it.',
    lo: 'ລັອດ {code} ບໍ່ໄດ້ເບີກໃຫ້ຮອບສັກນີ້. ຖາມຫົວໜ້າກ່ອນສັກ.',
  },
  unreadable: {
    vi: 'Đây không phải mã của lọ vắc xin.',
    en: 'That is no code of a vaccine pack.',
    lo: 'ນີ້ບໍ່ແມ່ນລະຫັດຂອງຂວດວັກຊີນ.',
  },
  seen: { vi: 'Đã hiểu', en: 'Understood', lo: 'ເຂົ້າໃຈແລ້ວ' },
})
