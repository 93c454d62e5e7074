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

type Changed = (typeof named)[number]

function changedText(field: string, text: string): string {
  return field === 'sex' ? t(`sex.${text as Stated['sex']}`) : withDays(text)
}

/** What is wrong, under which letter, and how to mend it; then what was mended, and what the row changes. */
export function Said({ row }: { row: RowView }) {
  const changes = named.flatMap((field) => row.changes.filter((change) => change.field === field))
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
      {row.outcome === 'changed' && (
        <ul class="changes">
          {changes.map(({ field, before, after }) => (
            <li key={`${field}${after}`}>
              {t(`change.${field as Changed}`)}: {before !== '' && <del>{changedText(field, before)}</del>}
              <span aria-hidden="true"> → </span>
              <ins>{changedText(field, after)}</ins>
            </li>
          ))}
        </ul>
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
