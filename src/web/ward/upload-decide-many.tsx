import { useSignal } from '@preact/signals'
import { useHeldFocus } from '../shared/held-focus.ts'
import { t as k } from '../shared/kit-words.ts'
import { Button } from '../shared/ui/button.tsx'
import { Dialog } from '../shared/ui/dialog.tsx'
import type { UploadView } from './list-state.tsx'
import { decisions, type Decision } from './upload-pair.tsx'
import { t } from './upload-row-words.ts'

/** One answer for the rows that were picked, or for all that have none yet; asked once more before it is given. */
export function DecideMany(props: {
  upload: UploadView
  /** Rows on the page that can be picked. */
  open: readonly number[]
  picked: ReadonlySet<number>
  busy: boolean
  onPick: (rowNumbers: readonly number[], isPicked: boolean) => void
  decide: (decision: Decision, rowNumbers: number[] | 'undecided') => Promise<void>
}) {
  const { upload, open, picked, busy } = props
  const asked = useSignal<Decision | null>(null)
  const count = picked.size === 0 ? upload.undecided : picked.size
  const part = useHeldFocus<HTMLDivElement>(count)
  const close = () => {
    asked.value = null
  }
  const decide = async (decision: Decision) => {
    close()
    await props.decide(decision, picked.size === 0 ? 'undecided' : [...picked])
  }
  return (
    <div class="decide-many" ref={part} tabIndex={-1} role="group" aria-label={t('decision.bulk')}>
      <label class="choice">
        <input
          type="checkbox"
          checked={open.every((rowNumber) => picked.has(rowNumber))}
          onChange={(event) => props.onPick(open, event.currentTarget.checked)}
        />
        <span>{t('decision.pick-all')}</span>
      </label>
      {count > 0 && (
        <div class="decisions">
          <span>{t(picked.size === 0 ? 'decision.all' : 'decision.picked', { count })}</span>
          {decisions.map((one) => (
            <Button
              key={one}
              busy={busy}
              onClick={() => {
                asked.value = one
              }}
              label={`${t(`decision.${one}`)} (${count})`}
            >
              {t(`decision.${one}`)}
            </Button>
          ))}
        </div>
      )}
      <Dialog title={t('decision.bulk')} open={asked.value !== null} onClose={close}>
        {asked.value !== null && (
          <Sure
            decision={asked.value}
            count={count}
            atOnce={upload.state === 'committed' && asked.value !== 'later'}
            onSure={decide}
            onClose={close}
          />
        )}
      </Dialog>
    </div>
  )
}

function Sure(props: {
  decision: Decision
  count: number
  atOnce: boolean
  onSure: (decision: Decision) => Promise<void>
  onClose: () => void
}) {
  const { decision, count } = props
  return (
    <>
      <p>
        <strong>{t('decision.sure', { decision: t(`decision.${decision}`), count })}</strong>
      </p>
      {decision !== 'later' && <p>{t(`decision.means.${decision}`)}</p>}
      {props.atOnce && <p>{t('decision.at-once')}</p>}
      <div class="form-buttons">
        <Button kind="main" onClick={() => void props.onSure(decision)}>
          {t(`decision.${decision}`)}
        </Button>
        <Button onClick={props.onClose}>{k('form.cancel')}</Button>
      </div>
    </>
  )
}
