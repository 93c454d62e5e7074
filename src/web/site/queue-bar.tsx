import { signal, useSignal } from '@preact/signals'
import { useEffect } from 'preact/hooks'
import { useAccount } from '../shared/session.ts'
import { formatNumber } from '../shared/words.ts'
import { Button } from '../shared/ui/button.tsx'
import { Dialog } from '../shared/ui/dialog.tsx'
import { Notice, StatusMark } from '../shared/ui/page.tsx'
import { cannotSave } from './entries.ts'
import { QueueList } from './queue-list.tsx'
import { thisPhone, unsent, type Unsent } from './this-phone.ts'
import { t } from './words.ts'

type Props = {
  /** Where this account works with the phone; null where no site is chosen yet. */
  siteId: string | null
  nameOf: (personId: string) => string
}

/** As the browser has it: a network that leads nowhere is found out by asking. */
const isOffline = signal(!navigator.onLine)
for (const kind of ['online', 'offline'])
  addEventListener(kind, () => {
    isOffline.value = !navigator.onLine
  })

/** Always in sight at a site: whether anything is on this phone only. A tap opens the whole of it. */
export function QueueBar({ siteId, nameOf }: Props) {
  const { id, authority } = useAccount()
  const open = useSignal(false)
  useEffect(() => {
    thisPhone()
      .then((phone) => phone.work(id, siteId))
      .catch((error: unknown) => {
        if (!(error instanceof DOMException)) throw error
        cannotSave.value = 'not-kept'
      })
  }, [id, siteId])
  const state = unsent.value
  const count = state?.unsent ?? 0
  return (
    <>
      <div class={count > 0 ? 'queue-bar waiting' : 'queue-bar'} role="status">
        <button
          type="button"
          class="queue-count"
          aria-haspopup="dialog"
          onClick={() => {
            open.value = true
          }}
        >
          <Summary state={state} />
        </button>
        {isOffline.value && <StatusMark tone="still">{t('queue.offline')}</StatusMark>}
        {count > 0 && !isOffline.value && <Button onClick={() => void sendNow()}>{t('queue.send')}</Button>}
      </div>
      {state?.isClockWrong === true && <Notice tone="warn" title={t('queue.clock')} />}
      {cannotSave.value !== null && <Notice tone="bad" title={t(`queue.${cannotSave.value}`)} />}
      <Dialog
        title={t('queue.title')}
        open={open.value}
        onClose={() => {
          open.value = false
        }}
      >
        <div class="queue-page">
          {state !== null && (
            <QueueList
              state={state}
              accountId={id}
              timeZone={authority.timeZone}
              nameOf={nameOf}
              onSend={sendNow}
            />
          )}
        </div>
      </Dialog>
    </>
  )
}

function Summary({ state }: { state: Unsent | null }) {
  if (state === null) return <StatusMark tone="still">{t('queue.reading')}</StatusMark>
  const { unsent: count, held } = state
  if (count > 0)
    return <StatusMark tone="warn">{t('queue.unsent', { count: formatNumber(count) })}</StatusMark>
  if (cannotSave.value !== null) return <StatusMark tone="bad">{t('queue.cannot-save')}</StatusMark>
  if (held > 0) return <StatusMark tone="bad">{t('queue.held', { count: formatNumber(held) })}</StatusMark>
  return <StatusMark tone="good">{t('queue.all-sent')}</StatusMark>
}

async function sendNow(): Promise<void> {
  const phone = await thisPhone()
  phone.wake()
}
