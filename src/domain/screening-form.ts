import type { Words } from './problem.ts'
import { screeningOutcomes, screeningWords } from './visit.ts'

/** Items of the pre-vaccination screening form for adults, as QĐ 4355/QĐ-BYT of 10/9/2021 numbers them. */
export const screeningFormDocument = 'QĐ 4355/QĐ-BYT'

export const screeningItems: readonly { code: string; words: Words }[] = [
  {
    code: '1',
    words: {
      vi: 'Phản vệ với vắc xin phòng COVID-19 lần trước hoặc thành phần của vắc xin',
      en: 'Anaphylaxis to an earlier dose of this vaccine or to one of its ingredients',
      lo: 'ແພ້ຮ້າຍແຮງຕໍ່ວັກຊີນນີ້ຄັ້ງກ່ອນ ຫຼື ສ່ວນປະກອບຂອງວັກຊີນ',
    },
  },
  {
    code: '2',
    words: {
      vi: 'Đã mắc COVID-19 trong vòng 6 tháng',
      en: 'COVID-19 within the last 6 months',
      lo: 'ຕິດພະຍາດໂຄວິດ-19 ພາຍໃນ 6 ເດືອນ',
    },
  },
  { code: '3', words: { vi: 'Đang mắc bệnh cấp tính', en: 'Acute illness', lo: 'ກຳລັງເຈັບປ່ວຍສ້ວຍແຫຼມ' } },
  {
    code: '4a',
    words: { vi: 'Mang thai dưới 13 tuần', en: 'Pregnant, less than 13 weeks', lo: 'ຖືພາຕ່ຳກວ່າ 13 ອາທິດ' },
  },
  {
    code: '4b',
    words: { vi: 'Mang thai từ 13 tuần trở lên', en: 'Pregnant, 13 weeks or more', lo: 'ຖືພາ 13 ອາທິດຂຶ້ນໄປ' },
  },
  {
    code: '5',
    words: {
      vi: 'Phản vệ độ 3 trở lên với bất kỳ dị nguyên nào',
      en: 'Anaphylaxis of grade 3 or more to any allergen',
      lo: 'ແພ້ຮ້າຍແຮງລະດັບ 3 ຂຶ້ນໄປຕໍ່ສິ່ງໃດກໍຕາມ',
    },
  },
  {
    code: '6',
    words: {
      vi: 'Đang bị suy giảm miễn dịch nặng, ung thư giai đoạn cuối đang hoá trị, xạ trị',
      en: 'Severe immunodeficiency, or late-stage cancer under chemotherapy or radiotherapy',
      lo: 'ພູມຄຸ້ມກັນບົກຜ່ອງຮຸນແຮງ, ມະເຮັງໄລຍະທ້າຍກຳລັງຮັບເຄມີ ຫຼື ລັງສີບຳບັດ',
    },
  },
  { code: '7', words: { vi: 'Tiền sử dị ứng', en: 'History of allergy', lo: 'ປະຫວັດການແພ້' } },
  {
    code: '8',
    words: {
      vi: 'Tiền sử rối loạn đông máu/cầm máu',
      en: 'Bleeding or clotting disorder',
      lo: 'ປະຫວັດຄວາມຜິດປົກກະຕິຂອງການກ້າມເລືອດ',
    },
  },
  {
    code: '9',
    words: {
      vi: 'Rối loạn tri giác, rối loạn hành vi',
      en: 'Disorder of consciousness or behaviour',
      lo: 'ຄວາມຜິດປົກກະຕິຂອງສະຕິ ຫຼື ພຶດຕິກຳ',
    },
  },
  {
    code: '10',
    words: {
      vi: 'Bất thường dấu hiệu sống (nhiệt độ, mạch, huyết áp, nhịp thở)',
      en: 'Abnormal vital signs (temperature, pulse, blood pressure, breathing)',
      lo: 'ສັນຍານຊີບຜິດປົກກະຕິ (ອຸນຫະພູມ, ກຳມະຈອນ, ຄວາມດັນ, ການຫາຍໃຈ)',
    },
  },
]

/** What is the same on every form: the ministry's questions and its five results. */
export function screeningFormHead() {
  return {
    documentNumber: screeningFormDocument,
    items: screeningItems.map(({ code, words }) => ({ code, words })),
    outcomes: screeningOutcomes.map((code) => ({ code, words: screeningWords[code] })),
  }
}
