import { catalogue } from '../shared/words.ts'

export const t = catalogue({
  'ask.button': { vi: 'Báo hồ sơ ghi sai', en: 'Report an error', lo: 'ແຈ້ງບັນທຶກຜິດ' },
  'ask.title': { vi: 'Yêu cầu sửa hồ sơ', en: 'Ask for a correction', lo: 'ຂໍແກ້ບັນທຶກ' },
})
