import { duties, type Duty } from '#domain/roster.ts'
import type { RosterEntry, RosterPreview } from '#features/sessions/roster-contract.ts'
import type { In, Out } from '../shared/contract.ts'
import { Button } from '../shared/ui/button.tsx'
import { StatusMark, type Tone } from '../shared/ui/page.tsx'
import { dutyName } from '../setup/session-words.ts'
import { t } from './roster-words.ts'

export type Entry = Required<In<typeof RosterEntry>>
export type JudgedRow = Out<typeof RosterPreview>['rows'][number]

const fields = ['fullName', 'unit', 'idNumber', 'phone', 'task'] as const
const keys = { fullName: 'text', unit: 'text', idNumber: 'numeric', phone: 'tel', task: 'text' } as const

/** One person of the list: what is written, what is wrong with it, and whether there is an account. */
export function RosterRow(props: {
  entry: Entry
  judged: JudgedRow | undefined
  onChange: (change: Partial<Entry>) => void
  onRemove: () => void
}) {
  const { entry, judged } = props
  const id = `row-${entry.rowNumber}`
  const wrong = (field: string) =>
    judged?.problems.some((one) => one.field === field && one.severity === 'error') === true
  const stopped = judged?.problems.some(({ severity }) => severity === 'error') === true
  const tone: Tone = judged === undefined ? 'still' : stopped ? 'bad' : 'good'
  return (
    <li class={`staff-row ${tone}`}>
      <header>
        <strong>{t('row', { row: entry.rowNumber })}</strong>
        {judged !== undefined && (
          <StatusMark tone={stopped ? 'bad' : judged.known ? 'info' : 'good'}>
            {stopped ? t('row.wrong') : judged.known ? t('known.yes') : t('known.no')}
          </StatusMark>
        )}
        <Button kind="quiet" label={t('remove.which', { row: entry.rowNumber })} onClick={props.onRemove}>
          {t('remove')}
        </Button>
      </header>
      <div class="staff-fields">
        {fields.map((field) => (
          <div key={field}>
            <label for={`${id}-${field}`}>{t(field)}</label>
            <input
              id={`${id}-${field}`}
              type="text"
              inputMode={keys[field]}
              autocomplete="off"
              maxLength={field === 'idNumber' || field === 'phone' ? 40 : 120}
              value={entry[field]}
              aria-invalid={wrong(field)}
              aria-describedby={judged === undefined ? undefined : `${id}-says`}
              onInput={(event) => props.onChange({ [field]: event.currentTarget.value })}
            />
          </div>
        ))}
        <div>
          <label for={`${id}-duty`}>{t('duty')}</label>
          <select
            id={`${id}-duty`}
            value={entry.duty ?? ''}
            aria-invalid={wrong('task')}
            onChange={(event) => {
              const chosen = event.currentTarget.value
              props.onChange({ duty: chosen === '' ? null : (chosen as Duty) })
            }}
          >
            <option value="">
              {judged?.duty === null || judged === undefined || entry.duty !== null
                ? t('duty.by-task')
                : `${dutyName(judged.duty)} (${t('duty.by-task').toLowerCase()})`}
            </option>
            {duties.map((duty) => (
              <option key={duty} value={duty}>
                {dutyName(duty)}
              </option>
            ))}
          </select>
        </div>
      </div>
      {judged !== undefined && judged.problems.length > 0 && (
        <ul class="said" id={`${id}-says`}>
          {judged.problems.map(({ code, severity, says }) => (
            <li key={code} class={severity === 'error' ? 'bad' : 'warn'}>
              {says}
            </li>
          ))}
        </ul>
      )}
    </li>
  )
}
