import { useSignal } from '@preact/signals'
import { useEffect } from 'preact/hooks'
import { scanLot, type LotScan } from '#domain/lot-scan.ts'
import { api, ApiProblem } from '../shared/api.ts'
import { formatDay } from '../shared/days.ts'
import { Button } from '../shared/ui/button.tsx'
import { Dialog } from '../shared/ui/dialog.tsx'
import { Notice } from '../shared/ui/page.tsx'
import { signalResult } from './feedback.ts'
import { Scanner } from './scanner.tsx'
import type { TableProps } from './session-page.tsx'
import { keepChoice, type LotChoice } from './table-choice.ts'
import { isPersonsPaper, useWedge } from './wedge.ts'
import { t } from './lot-scan-words.ts'

/** Where a lot is known that is not among those of the session. */
type Known = 'in-books' | 'nowhere' | 'not-asked'

/**
 * Asked before the needle: is the vial in the hand one of this session's, and may it be injected? A lot that is not there
 * is looked for once more, since its vials may have been issued a moment ago.
 */
export function LotScanner(
  props: Pick<TableProps, 'session' | 'lots' | 'lotsAreRead' | 'readLots'> & {
    /** A person is chosen: their card has the room, and a gun still reads the vial. */
    isBeside: boolean
    /** It is in an arm already. */
    onGiven: (lotCode: string) => void
  },
) {
  const { session, lots, lotsAreRead } = props
  const open = useSignal(false)
  const text = useSignal<string | null>(null)
  const known = useSignal<{ code: string; where: Known } | null>(null)
  const judge = (scanned: string) => scanLot(scanned, lotsAreRead ? lots : null, session.sessionOn)
  const scan = text.value === null ? null : judge(text.value)
  const chosenId = scan?.kind === 'here' ? scan.lot.lotId : null
  useEffect(() => {
    if (chosenId !== null) keepChoice(session.id, { lotId: chosenId })
  }, [text.value, chosenId])
  const lookFor = async (code: string) => {
    known.value = null
    const where = await whereIs(code)
    await props.readLots()
    known.value = { code, where }
  }
  const openCode = scan?.kind === 'unknown' || scan?.kind === 'unread' ? scan.code : null
  useEffect(() => {
    if (openCode !== null) void lookFor(openCode)
  }, [text.value, openCode])
  const take = (scanned: string) => {
    text.value = scanned
    signalResult(judge(scanned).kind === 'here')
    open.value = false
  }
  useWedge((scanned) => {
    if (!isPersonsPaper(scanned)) take(scanned)
  })
  const close = () => (text.value = null)
  // What was said belongs to what was in the hand then.
  useEffect(() => {
    close()
  }, [props.isBeside])
  return (
    <>
      {scan !== null && (
        <ScanNotice
          scan={scan}
          where={known.value !== null && known.value.code === openCode ? known.value.where : null}
          onAgain={lookFor}
          onGiven={(code) => {
            close()
            props.onGiven(code)
          }}
          close={close}
        />
      )}
      {!props.isBeside && (
        <p>
          <Button onClick={() => (open.value = true)}>{t('scan')}</Button>
        </p>
      )}
      <Dialog title={t('title')} open={open.value} onClose={() => (open.value = false)}>
        <p>{t('lead')}</p>
        <Scanner paused={false} onScan={take} onSearch={take} typedLabel={t('typed')} />
      </Dialog>
    </>
  )
}

async function whereIs(code: string): Promise<Known> {
  try {
    const { items } = await api.get<{ items: unknown[] }>('/v1/lots', { query: { code, limit: 1 } })
    return items.length > 0 ? 'in-books' : 'nowhere'
  } catch (error) {
    if (!(error instanceof ApiProblem)) throw error
    return 'not-asked'
  }
}

function ScanNotice(props: {
  scan: LotScan<LotChoice>
  where: Known | null
  onAgain: (code: string) => Promise<void>
  onGiven: (code: string) => void
  close: () => void
}) {
  const { scan, where } = props
  const code = codeOf(scan)
  const isOpen = scan.kind === 'unknown' || scan.kind === 'unread'
  const isAsking = isOpen && where === null
  return (
    <Notice
      tone={scan.kind === 'here' ? 'good' : isAsking ? 'info' : 'bad'}
      title={isAsking ? t('asking', { code: code ?? '' }) : sentenceOf(scan)}
    >
      {isOpen && where !== null && <p>{t(where)}</p>}
      <div class="big-buttons">
        {isOpen && where !== null && (
          <Button onClick={() => void props.onAgain(scan.code)}>{t('again')}</Button>
        )}
        {code !== null && scan.kind !== 'here' && !isAsking && (
          <Button onClick={() => props.onGiven(code)}>{t('given')}</Button>
        )}
        <Button onClick={props.close}>{t('seen')}</Button>
      </div>
    </Notice>
  )
}

function codeOf(scan: LotScan<LotChoice>): string | null {
  if ('lot' in scan) return scan.lot.lotCode
  return 'code' in scan ? scan.code : null
}

function sentenceOf(scan: LotScan<LotChoice>): string {
  if (scan.kind === 'unreadable') return t('unreadable')
  if (scan.kind === 'expired') return t('expired', { code: scan.code, day: formatDay(scan.expiresOn) })
  return t(scan.kind, { code: codeOf(scan) ?? '' })
}
