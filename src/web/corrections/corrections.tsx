import { useEffect } from 'preact/hooks'
import { correctionOwners } from '#domain/correction.ts'
import type { CorrectionPage } from '#features/doses/correction-contract.ts'
import { withQuery } from '../shared/api.ts'
import type { Out } from '../shared/contract.ts'
import { formatDay } from '../shared/days.ts'
import { usePages } from '../shared/load.ts'
import { paths } from '../shared/paths.ts'
import { here, navigate } from '../shared/router.ts'
import { optionsOf, useOwnWards } from '../shared/wards.ts'
import { ButtonLink } from '../shared/ui/button.tsx'
import { SelectField, TickField } from '../shared/ui/fields.tsx'
import { FieldsAlone, required, useForm } from '../shared/ui/form.tsx'
import { Loading } from '../shared/ui/loading.tsx'
import { Card, Empty, Page, StatusMark } from '../shared/ui/page.tsx'
import { Pager } from '../shared/ui/table.tsx'
import { t } from './words.ts'

export type CorrectionView = Out<typeof CorrectionPage>['items'][number]

const states = ['waiting', 'open', 'taken', 'answered', 'done', 'refused'] as const
const fields = ['state', 'owner', 'wardId', 'overdue'] as const

/** Everything that somebody asked to be put right, the oldest first; what is chosen stands in the address. */
export function Corrections() {
  const { query } = here.value
  const asked = Object.fromEntries(fields.map((name) => [name, query.get(name) ?? '']))
  return (
    <Page title={t('title')} lead={t('lead')}>
      <Filters asked={asked} />
      <Requests key={JSON.stringify(asked)} asked={asked} />
    </Page>
  )
}

/** A filter is always set to something: "all" is an answer too. */
const alwaysAnswered = { state: [required], owner: [required], wardId: [required], overdue: [required] }

function Filters({ asked }: { asked: Record<string, string> }) {
  const wards = useOwnWards('correction.answer')
  const form = useForm(
    {
      state: asked['state'] || 'waiting',
      owner: asked['owner'] ?? '',
      wardId: asked['wardId'] ?? '',
      overdue: asked['overdue'] === 'true',
    },
    alwaysAnswered,
  )
  const { state, owner, wardId, overdue } = form.values.value
  useEffect(() => {
    const chosen = {
      state: state === 'waiting' ? null : state,
      owner: owner === '' ? null : owner,
      wardId: wardId === '' ? null : wardId,
      overdue: overdue ? 'true' : null,
    }
    navigate(paths.corrections.list(withQuery('', chosen)), 'replace')
  }, [state, owner, wardId, overdue])
  const all = { value: '', label: t('all') }
  return (
    <section class="correction-filters" aria-label={t('filters')}>
      <FieldsAlone form={form}>
        <SelectField
          name="state"
          label={t('state')}
          options={states.map((value) => ({ value, label: t(`state.${value}`) }))}
        />
        <SelectField
          name="owner"
          label={t('owner')}
          options={[all, ...correctionOwners.map((value) => ({ value, label: t(`owner.${value}`) }))]}
        />
        <Loading of={wards}>
          {(own) =>
            own.length > 1 && (
              <SelectField name="wardId" label={t('ward')} options={[all, ...optionsOf(own)]} />
            )
          }
        </Loading>
        <TickField name="overdue" label={t('overdue.only')} />
      </FieldsAlone>
    </section>
  )
}

function Requests({ asked }: { asked: Record<string, string> }) {
  const query = Object.fromEntries(fields.map((name) => [name, asked[name] === '' ? null : asked[name]]))
  const list = usePages<CorrectionView>('/v1/corrections', { limit: 50, ...query })
  return (
    <Loading of={list}>
      {({ items }) =>
        items.length === 0 ? (
          <Card>
            <Empty>{t('none')}</Empty>
          </Card>
        ) : (
          <>
            <ul class="review-list">
              {items.map((row) => (
                <li key={row.id}>
                  <Request row={row} />
                  <ButtonLink href={paths.corrections.item(row.id)}>
                    {t('open')}
                    <span class="heard">
                      {t(`subject.${row.subject}`)}, {row.person.fullName}
                    </span>
                  </ButtonLink>
                </li>
              ))}
            </ul>
            <Pager count={items.length} more={list.more} />
          </>
        )
      }
    </Loading>
  )
}

function Request({ row }: { row: CorrectionView }) {
  const { subject, person } = row
  return (
    <div>
      <strong>{t(`subject.${subject}`)}</strong>
      <span>
        {[person.fullName, t('born', { day: formatDay(person.bornOn) }), person.wardName].join(' · ')}
      </span>
      <span class="hint">
        {t('owner')}: {sayOwner(row)}
      </span>
      <Standing of={row} />
    </div>
  )
}

/** Who answers: a record merged into one of another ward is that ward's. */
export const sayOwner = ({ owner, isElsewhere }: CorrectionView) =>
  t(isElsewhere && owner === 'ward' ? 'owner.elsewhere' : `owner.${owner}`)

const tones = { open: 'warn', taken: 'info', done: 'good', refused: 'still' } as const

/** How it stands, how old it is, and an alarm when its day is past. */
export function Standing({ of }: { of: CorrectionView }) {
  const { state, takenByName, ageDays, dueOn, isOverdue } = of
  const isWaiting = state === 'open' || state === 'taken'
  const due = { day: formatDay(dueOn) }
  return (
    <span class="correction-standing">
      <StatusMark tone={tones[state]}>
        {state === 'taken' && takenByName !== null
          ? t('state.taken-by', { name: takenByName })
          : t(`state.${state}`)}
      </StatusMark>
      {isWaiting && (
        <StatusMark tone={isOverdue ? 'bad' : 'still'}>{t(isOverdue ? 'overdue' : 'due', due)}</StatusMark>
      )}
      <span class="hint">{ageDays === 0 ? t('age.today') : t('age.days', { days: ageDays })}</span>
    </span>
  )
}
