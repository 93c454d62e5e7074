import { useSignal } from '@preact/signals'
import { plannedSteps, stepWords, type StepCode } from '#domain/vaccination/steps.ts'
import type { TargetGroups } from '#features/campaigns/contract.ts'
import type { List } from '#features/registrants/contract.ts'
import type { CalledPeople, CallPeople, SessionPerson } from '#features/sessions/people-contract.ts'
import { api } from '../shared/api.ts'
import type { In, Out } from '../shared/contract.ts'
import { formatDay } from '../shared/days.ts'
import { useGet, usePages } from '../shared/load.ts'
import { paths } from '../shared/paths.ts'
import { useMay } from '../shared/session.ts'
import { optionsOf, useAll, type PlaceView } from '../shared/wards.ts'
import { formatNumber, language } from '../shared/words.ts'
import { Button, ButtonLink } from '../shared/ui/button.tsx'
import { NumberField, SelectField } from '../shared/ui/fields.tsx'
import { Form, required, useForm, wholeNumber } from '../shared/ui/form.tsx'
import { Loading } from '../shared/ui/loading.tsx'
import { Card, Notice } from '../shared/ui/page.tsx'
import { Pager, Table } from '../shared/ui/table.tsx'
import { useSending } from './session-sending.tsx'
import { t } from './session-detail-words.ts'
import type { SessionView } from './session-state.tsx'

type Called = Out<typeof CalledPeople>
type Person = Out<typeof SessionPerson>
const PERSONS_MAX = 20_000

/** Calls who is due, and shows who comes when. */
export function SessionPeople(props: { session: SessionView; onChanged: () => Promise<void> }) {
  const { session } = props
  const may = useMay()
  const path = `/v1/sessions/${session.id}/people`
  const people = usePages<Person>(path, { limit: 100 })
  const called = useSignal<Called | null>(null)
  const calls = may('session.plan') && (session.state === 'planned' || session.state === 'open')
  const refresh = async () => {
    await Promise.all([people.reload(), props.onChanged()])
  }
  const removing = useSending(async (personId: string) => {
    await api.remove(`${path}/${personId}`)
    await refresh()
  })
  return (
    <>
      {calls && (
        <Card title={t('call')}>
          <Call
            session={session}
            onCalled={async (result) => {
              called.value = result
              await refresh()
            }}
          />
        </Card>
      )}
      {called.value !== null && <CallResult called={called.value} />}
      {removing.refusal()}
      <p>
        <ButtonLink href={paths.site.papers(session.id)}>{t('people.papers')}</ButtonLink>
      </p>
      <Loading of={people}>
        {({ items }) => (
          <>
            <div class="as-cards">
              <Table
                caption={t('people')}
                empty={t('people.none')}
                rows={items}
                rowKey={({ personId }) => personId}
                columns={[
                  { key: 'time', head: t('people.time'), cell: ({ slotTime }) => slotTime ?? '–' },
                  {
                    key: 'name',
                    head: t('people.name'),
                    cell: ({ fullName }) => fullName ?? t('people.elsewhere'),
                    rowHead: true,
                  },
                  { key: 'born', head: t('people.born'), cell: born },
                  { key: 'group', head: t('people.group'), cell: ({ groupCode }) => groupCode ?? '–' },
                  { key: 'how', head: t('people.how'), cell: ({ how }) => t(`how.${how}`) },
                  ...(calls
                    ? [
                        {
                          key: 'remove',
                          head: t('remove'),
                          cell: ({ personId, fullName }: Person) => (
                            <Button
                              busy={removing.busy.value}
                              label={t('remove.which', { name: fullName ?? t('people.elsewhere') })}
                              onClick={() => removing.send(personId)}
                            >
                              {t('remove')}
                            </Button>
                          ),
                        },
                      ]
                    : []),
                ]}
              />
            </div>
            {items.length > 0 && <Pager count={items.length} more={people.more} />}
          </>
        )}
      </Loading>
    </>
  )
}

function born({ bornOn, bornPrecision }: Person): string {
  if (bornOn === null) return '–'
  return bornPrecision === 'year' ? bornOn.slice(0, 4) : formatDay(bornOn)
}

function Call(props: { session: SessionView; onCalled: (called: Called) => Promise<void> }) {
  const { session } = props
  const { campaignId, wardId } = session
  const groups = useGet<Out<typeof TargetGroups>>(`/v1/campaigns/${campaignId}/target-groups`)
  const placesWithin = useAll<PlaceView>('/v1/places', { kind: 'group', within: wardId })
  const lists = useAll<Out<typeof List>>('/v1/lists', { campaignId, wardId })
  const form = useForm(
    { targetGroupId: '', step: 'primary-1', groupId: '', listId: '', max: '' },
    { targetGroupId: [required], step: [required], max: [wholeNumber(1, PERSONS_MAX)] },
  )
  const residential = placesWithin.current.value.data ?? []
  const known = lists.current.value.data ?? []
  return (
    <Form
      form={form}
      submitWord={t('call')}
      onSubmit={async ({ targetGroupId, step, groupId, listId, max }) => {
        const body: In<typeof CallPeople> = {
          targetGroupId,
          step: step as (typeof plannedSteps)[number],
          ...(groupId === '' ? {} : { groupId }),
          ...(listId === '' ? {} : { listId }),
          ...(max.trim() === '' ? {} : { max: Number(max) }),
        }
        await props.onCalled(await api.post<Called>(`/v1/sessions/${session.id}/calls`, body))
      }}
    >
      <div class="fields-row">
        <SelectField
          name="targetGroupId"
          label={t('call.group')}
          options={optionsOf(groups.current.value.data?.items ?? [])}
        />
        <SelectField
          name="step"
          label={t('call.step')}
          options={plannedSteps.map((step: StepCode) => ({
            value: step,
            label: stepWords(step)[language.value],
          }))}
        />
      </div>
      <div class="fields-row">
        <SelectField
          name="groupId"
          label={t('call.residential')}
          options={[{ value: '', label: t('call.whole-ward') }, ...optionsOf(residential)]}
        />
        <SelectField
          name="listId"
          label={t('call.list')}
          options={[{ value: '', label: t('call.no-list') }, ...optionsOf(known)]}
        />
      </div>
      <NumberField name="max" label={t('call.max')} hint={t('call.max-hint')} />
    </Form>
  )
}

/** Who was called for when; who was left out, and why. */
function CallResult({ called }: { called: Called }) {
  const { leftOut, leftOutPeople, hours } = called
  return (
    <>
      <Notice
        tone={called.called > 0 ? 'good' : 'warn'}
        title={t('called.counts', {
          called: called.called,
          before: called.calledBefore,
          seats: called.seatsLeft,
        })}
      >
        {leftOut.length > 0 && (
          <ul>
            {leftOut.map(({ reason, persons }) => (
              <li key={reason}>
                {t(`left-out.${reason}`)}: {formatNumber(persons)}
              </li>
            ))}
          </ul>
        )}
      </Notice>
      {hours.length > 0 && (
        <Table
          caption={t('called.hours')}
          rows={hours}
          rowKey={({ time, groupCode }) => `${time} ${groupCode}`}
          columns={[
            { key: 'time', head: t('people.time'), cell: ({ time }) => time, rowHead: true },
            { key: 'group', head: t('people.group'), cell: ({ groupCode }) => groupCode ?? '–' },
            {
              key: 'persons',
              head: t('called.persons'),
              number: true,
              cell: ({ persons }) => formatNumber(persons),
            },
          ]}
        />
      )}
      {leftOutPeople.length > 0 && (
        <Table
          caption={t('left-out')}
          rows={leftOutPeople}
          rowKey={({ personId }) => personId}
          columns={[
            { key: 'name', head: t('people.name'), cell: ({ fullName }) => fullName, rowHead: true },
            { key: 'reason', head: t('left-out.why'), cell: ({ reason }) => t(`left-out.${reason}`) },
            {
              key: 'earliest',
              head: t('left-out.earliest'),
              cell: ({ earliestOn }) => (earliestOn === null ? '–' : formatDay(earliestOn)),
            },
          ]}
        />
      )}
    </>
  )
}
