import { useSignal } from '@preact/signals'
import { formatDay } from '../shared/days.ts'
import { Button } from '../shared/ui/button.tsx'
import { Dialog } from '../shared/ui/dialog.tsx'
import { Notice } from '../shared/ui/page.tsx'
import { keepChoice, type LotChoice, type SessionView } from './table-choice.ts'
import { t } from './words.ts'

/** What holds for every dose of this table, always in sight; two taps change it. */
export function SessionLine(props: {
  session: SessionView
  lots: readonly LotChoice[]
  lot: LotChoice | null
  vaccinators: readonly string[]
  vaccinatorName: string
}) {
  const { session, lot, vaccinatorName } = props
  const open = useSignal(false)
  const blocked = lot?.blocked ?? null
  return (
    <div class={blocked === null ? 'session-line' : 'session-line blocked'}>
      <p class="session-where">
        <strong>{session.siteName}</strong> · {formatDay(session.sessionOn)}
      </p>
      <button
        type="button"
        class="session-what"
        aria-haspopup="dialog"
        onClick={() => {
          open.value = true
        }}
      >
        <span>
          {lot === null ? t('line.no-lot') : `${lot.productName} · ${t('line.lot', { code: lot.lotCode })}`}
          {vaccinatorName !== '' && ` · ${vaccinatorName}`}
        </span>
        <span class="change">{t('line.change')}</span>
      </button>
      {blocked !== null && <p class="session-blocked">{t(`line.${blocked}`)}</p>}
      <Dialog
        title={t('line.title')}
        open={open.value}
        onClose={() => {
          open.value = false
        }}
      >
        <Choices {...props} close={() => (open.value = false)} />
      </Dialog>
    </div>
  )
}

function Choices(props: Parameters<typeof SessionLine>[0] & { close: () => void }) {
  const { session, lots, lot, vaccinators, vaccinatorName } = props
  const choose = (change: Parameters<typeof keepChoice>[1]) => {
    keepChoice(session.id, change)
    props.close()
  }
  return (
    <>
      <h3>{t('line.lots')}</h3>
      {lots.length === 0 && <Notice tone="warn" title={t('line.no-lots')} />}
      <ul class="choices">
        {lots.map((one) => (
          <li key={one.lotId}>
            <button
              type="button"
              aria-pressed={one.lotId === lot?.lotId}
              disabled={one.blocked !== null}
              onClick={() => choose({ lotId: one.lotId })}
            >
              <strong>{one.productName}</strong>
              <span>
                {t('line.lot', { code: one.lotCode })}
                {one.useByOn !== null && ` · ${t('line.use-by', { day: formatDay(one.useByOn) })}`}
              </span>
              {one.blocked !== null && <em>{t(`line.${one.blocked}`)}</em>}
            </button>
          </li>
        ))}
      </ul>
      <h3>{t('line.vaccinator')}</h3>
      <ul class="choices">
        {vaccinators.map((name) => (
          <li key={name}>
            <button
              type="button"
              aria-pressed={name === vaccinatorName}
              onClick={() => choose({ vaccinatorName: name })}
            >
              {name}
            </button>
          </li>
        ))}
      </ul>
      <p>
        <Button onClick={props.close}>{t('line.keep')}</Button>
      </p>
    </>
  )
}
