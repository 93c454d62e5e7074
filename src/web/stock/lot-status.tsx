import type { Lot } from '#features/stock/lot-contract.ts'
import type { Out } from '../shared/contract.ts'
import { useToday } from '../shared/today.ts'
import { StatusMark, type Tone } from '../shared/ui/page.tsx'
import { t } from './words.ts'

type Standing = Pick<Out<typeof Lot>, 'status' | 'useByOn'>
const tones: Record<Standing['status'], Tone> = { ok: 'good', quarantine: 'warn', recalled: 'bad' }

/** Usable, quarantined, recalled, or past its day. */
export function LotStatusMark({ lot: { status, useByOn } }: { lot: Standing }) {
  const today = useToday()
  if (status === 'ok' && useByOn !== null && useByOn < today)
    return <StatusMark tone="bad">{t('status.expired')}</StatusMark>
  return <StatusMark tone={tones[status]}>{t(`status.${status}`)}</StatusMark>
}
