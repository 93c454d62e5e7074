import type { PersonHistory } from '#features/registrants/contract.ts'
import { api } from '../shared/api.ts'
import type { Out } from '../shared/contract.ts'
import { formatDay, formatInstant } from '../shared/days.ts'
import { useLoad } from '../shared/load.ts'
import { useAccount } from '../shared/session.ts'
import { Loading } from '../shared/ui/loading.tsx'
import { Card, Empty } from '../shared/ui/page.tsx'
import { t as p } from './people-words.ts'
import type { Happened } from './person-types.ts'
import { t, type PersonWord } from './person-words.ts'

/** Who said what, when, and what it was before. */
export function History({ personId, version }: { personId: string; version: number }) {
  const path = `/v1/people/${personId}/events`
  const history = useLoad(`${path} ${version}`, () => api.get<Out<typeof PersonHistory>>(path))
  return (
    <Card>
      <Loading of={history}>
        {({ items }) =>
          items.length === 0 ? (
            <Empty>{t('history.none')}</Empty>
          ) : (
            <ol class="history">
              {items.map((event) => (
                <Entry key={event.id} event={event} />
              ))}
            </ol>
          )
        }
      </Loading>
    </Card>
  )
}

function Entry({ event }: { event: Happened }) {
  const { timeZone } = useAccount().authority
  const { kind, happenedOn, reason, byName, at, source, changes } = event
  return (
    <li>
      <p>
        <strong>{t(`history.${kind}`)}</strong>
        {happenedOn !== null && ` ${t('history.on', { day: formatDay(happenedOn) })}`}
      </p>
      {changes.length > 0 && (
        <ul>
          {changes.map(({ field, before, after }) => (
            <li key={field}>
              {nameOf(field)}: <span class="gone">{say(field, before)}</span> → {say(field, after)}
            </li>
          ))}
        </ul>
      )}
      {reason !== '' && <p>{reason}</p>}
      <p class="under">
        {t('history.by', { name: byName ?? t('history.nobody'), at: formatInstant(at, timeZone) })} (
        {t(`source.${source}`)})
      </p>
    </li>
  )
}

type Value = Happened['changes'][number]['before']

const fields = [
  'fullName',
  'bornOn',
  'bornPrecision',
  'sex',
  'priorityCode',
  'phone',
  'address',
  'workplace',
  'householdNumber',
  'householdRelation',
  'ethnicity',
  'wardId',
  'groupId',
  'living',
  'place',
  'policeMatch',
  'numbers',
  'newNumbers',
  'guardianName',
  'guardianRelation',
  'platform',
] as const

/** A field that a later version writes is shown by its own name, never hidden. */
function nameOf(field: string): string {
  const known = fields.find((name) => name === field)
  return known === undefined ? field : t(`field.${known}`)
}

const words: Readonly<Record<string, (value: string) => string>> = {
  sex: (value) => t(`sex.${value}` as PersonWord),
  bornPrecision: (value) => t(`precision.${value}` as PersonWord),
  guardianRelation: (value) => t(`relation.${value}` as PersonWord),
  living: (value) => p(`living.${value}` as Parameters<typeof p>[0]),
  policeMatch: (value) => p(`police.${value}` as Parameters<typeof p>[0]),
  bornOn: formatDay,
}

function say(field: string, value: Value): string {
  if (value === null || value === '') return t('empty')
  if (typeof value === 'boolean') return value ? p('yes') : p('no')
  return words[field]?.(String(value)) ?? String(value)
}
