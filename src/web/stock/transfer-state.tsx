import type { TransferState } from '#domain/transfer.ts'
import type { Tone } from '../shared/ui/page.tsx'
import { StatusMark } from '../shared/ui/page.tsx'
import { catalogue } from '../shared/words.ts'

const word = catalogue({
  approved: { vi: 'Chờ gửi', en: 'To be dispatched', lo: 'ລໍຖ້າສົ່ງ' },
  dispatched: { vi: 'Đang trên đường', en: 'On the way', lo: 'ກຳລັງເດີນທາງ' },
  received: { vi: 'Đã nhận đủ', en: 'Received', lo: 'ຮັບແລ້ວ' },
  discrepancy: { vi: 'Lệch số lượng', en: 'Counts differ', lo: 'ຈຳນວນບໍ່ກົງ' },
  closed: { vi: 'Đã đóng', en: 'Closed', lo: 'ປິດແລ້ວ' },
  cancelled: { vi: 'Đã hủy', en: 'Cancelled', lo: 'ຍົກເລີກແລ້ວ' },
} satisfies Record<TransferState, unknown>)

const tones: Record<TransferState, Tone> = {
  approved: 'info',
  dispatched: 'warn',
  received: 'good',
  discrepancy: 'bad',
  closed: 'still',
  cancelled: 'still',
}

export function TransferStateMark({ state }: { state: TransferState }) {
  return <StatusMark tone={tones[state]}>{word(state)}</StatusMark>
}
