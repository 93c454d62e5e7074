import { isLocalDate } from '#domain/dates.ts'
import type { UploadRow } from '#features/registrants/contract.ts'
import type { Out } from '../shared/contract.ts'
import { formatDay } from '../shared/days.ts'
import { StatusMark } from '../shared/ui/page.tsx'
import { t } from './upload-row-words.ts'

export type RowView = Out<typeof UploadRow>
export type Stated = NonNullable<RowView['stated']>

/** A birth as it is known: a day, a month, or a year alone. */
export function bornText({ bornOn, bornPrecision }: Stated): string {
  if (bornPrecision === 'year') return bornOn.slice(0, 4)
  return bornPrecision === 'month' ? formatDay(bornOn).slice(3) : formatDay(bornOn)
}

/** A day that was read is shown as the form writes it. */
export const withDays = (text: string) => (isLocalDate(text) ? formatDay(text) : text)

export function StatedLine({ of }: { of: Stated }) {
  return (
    <>
      {of.fullName}
      <span class="under">
        {bornText(of)} · {t(`sex.${of.sex}`)}
        {of.numbers.map(({ kind, masked }) => ` · ${kind.toUpperCase()} ${masked}`).join('')}
      </span>
    </>
  )
}

/** What a row says that could not be read: its sender finds it again by this. */
export function WrittenLine({ of }: { of: NonNullable<RowView['written']> }) {
  const { fullName, bornOn, sex, phone, idNumber, bhyt } = of
  const rest = [bornOn, sex, phone, idNumber, bhyt].filter((text) => text !== '')
  return (
    <>
      {fullName === '' ? t('unreadable') : fullName}
      {rest.length > 0 && <span class="under">{rest.join(' · ')}</span>}
    </>
  )
}

const named = [
  'fullName',
  'bornOn',
  'sex',
  'priorityCode',
  'phone',
  'address',
  'workplace',
  'householdNumber',
  'householdRelation',
  'ethnicity',
  'groupId',
  'identifiers',
] as const

/** What is wrong, under which letter, and how to mend it; then what was mended, and what the row changes. */
export function Said({ row }: { row: RowView }) {
  const changes = named.filter((field) => row.changes.includes(field))
  return (
    <>
      {row.problems.length === 0 && <span>{row.says}</span>}
      {row.outcome === 'duplicate' && row.repeats !== null && (
        <p class="under">
          {t('repeats', {
            row: String(row.repeats.rowNumber),
            name: row.repeats.fullName,
            born: bornText(row.repeats),
          })}
        </p>
      )}
      {row.outcome === 'changed' && !row.taken && changes.length > 0 && (
        <p class="under">
          {t('changes', { fields: changes.map((field) => t(`change.${field}`)).join(', ') })}
        </p>
      )}
      <ul class="said">
        {row.problems.map(({ code, severity, column, value, says }) => (
          <li key={`${code}${column}`} class={severity === 'error' ? 'bad' : 'warn'}>
            <StatusMark tone={severity === 'error' ? 'bad' : 'warn'}>
              {severity === 'error' ? t('error') : t('warning')}
            </StatusMark>{' '}
            {column !== null && <strong>{t('column', { column })}: </strong>}
            {says}
            {value !== '' && <span class="under">{t('value', { value })}</span>}
          </li>
        ))}
        {row.repairs.map(({ kind, column, before, after, says }) => (
          <li key={`${kind}${column}`}>
            {column !== null && <strong>{t('column', { column })}: </strong>}
            {t('repaired', { says, before, after: withDays(after) })}
          </li>
        ))}
      </ul>
    </>
  )
}
