import { useSignal } from '@preact/signals'
import { scanLot, type LotScan } from '#domain/lot-scan.ts'
import { formatDay } from '../shared/days.ts'
import { Button } from '../shared/ui/button.tsx'
import { Dialog } from '../shared/ui/dialog.tsx'
import { Notice } from '../shared/ui/page.tsx'
import { signalResult } from './feedback.ts'
import { Scanner } from './scanner.tsx'
import { keepChoice, type LotChoice, type SessionView } from './table-choice.ts'
import { useWedge } from './wedge.ts'
import { t } from './lot-scan-words.ts'

/** Asked before the needle: is the vial in the hand one of this session's, and may it be injected? */
export function LotScanner({ session, lots }: { session: SessionView; lots: readonly LotChoice[] }) {
  const open = useSignal(false)
  const read = useSignal<LotScan<LotChoice> | null>(null)
  const take = (text: string) => {
    const scan = scanLot(text, lots, session.sessionOn)
    read.value = scan
    signalResult(scan.kind === 'here')
    open.value = false
    if (scan.kind === 'here') keepChoice(session.id, { lotId: scan.lot.lotId })
  }
  useWedge(take)
  return (
    <>
      {read.value !== null && <ScanNotice scan={read.value} close={() => (read.value = null)} />}
      <p>
        <Button onClick={() => (open.value = true)}>{t('scan')}</Button>
      </p>
      <Dialog title={t('title')} open={open.value} onClose={() => (open.value = false)}>
        <p>{t('lead')}</p>
        <Scanner paused={false} onScan={take} onSearch={take} />
      </Dialog>
    </>
  )
}

function ScanNotice({ scan, close }: { scan: LotScan<LotChoice>; close: () => void }) {
  return (
    <Notice tone={scan.kind === 'here' ? 'good' : 'bad'} title={sentenceOf(scan)}>
      <p>
        <Button onClick={close}>{t('seen')}</Button>
      </p>
    </Notice>
  )
}

function sentenceOf(scan: LotScan<LotChoice>): string {
  if (scan.kind === 'unreadable') return t('unreadable')
  if (scan.kind === 'unknown') return t('unknown', { code: scan.code })
  if (scan.kind === 'expired') return t('expired', { code: scan.code, day: formatDay(scan.expiresOn) })
  return t(scan.kind, { code: scan.lot.lotCode })
}
