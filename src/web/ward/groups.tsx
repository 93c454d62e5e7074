import { useState } from 'preact/hooks'
import type { CreateResidentialGroup, Place } from '#features/geography/contract.ts'
import type { WardGroups } from '#features/registrants/contract.ts'
import { api, withQuery } from '../shared/api.ts'
import type { In, Out } from '../shared/contract.ts'
import { formatDay, parseDay } from '../shared/days.ts'
import { useGet } from '../shared/load.ts'
import { paths } from '../shared/paths.ts'
import { here, navigate } from '../shared/router.ts'
import { optionsOf, useOwnWards, type PlaceView } from '../shared/wards.ts'
import { formatNumber } from '../shared/words.ts'
import { ButtonLink } from '../shared/ui/button.tsx'
import { DayField, SelectField, TextField } from '../shared/ui/fields.tsx'
import { day, FieldsAlone, Form, required, useForm } from '../shared/ui/form.tsx'
import { Loading } from '../shared/ui/loading.tsx'
import { Card, Notice, Page, StatusMark } from '../shared/ui/page.tsx'
import { Table } from '../shared/ui/table.tsx'
import { toast } from '../shared/ui/toast.tsx'
import { FollowingCard } from '../setup/place-following.tsx'
import { t } from './group-words.ts'
import { t as g } from './grouping-words.ts'

type View = Out<typeof WardGroups>
export type GroupView = View['items'][number]

export const groupsOf = (wardId: string) => paths.ward.groups(withQuery('', { wardId }))

/** The residential groups of a ward; whoever has several wards chooses one, and it stands in the address. */
export function Groups() {
  const wards = useOwnWards('group.manage')
  return (
    <Page title={t('title')} lead={t('lead')} topDown>
      <Loading of={wards}>{(own) => (own.length === 0 ? null : <Chosen wards={own} />)}</Loading>
    </Page>
  )
}

function Chosen({ wards }: { wards: readonly PlaceView[] }) {
  const asked = here.value.query.get('wardId')
  const ward = wards.find(({ id }) => id === asked) ?? wards[0]!
  return (
    <>
      {wards.length > 1 && <WardChoice key={ward.id} wards={wards} wardId={ward.id} />}
      <GroupsOf key={`groups ${ward.id}`} wardId={ward.id} />
    </>
  )
}

function WardChoice({ wards, wardId }: { wards: readonly PlaceView[]; wardId: string }) {
  const typed = useForm({ wardId })
  const form = {
    ...typed,
    set: ({ wardId: chosen = wardId }: { wardId?: string }) => navigate(groupsOf(chosen), 'replace'),
  }
  return (
    <FieldsAlone form={form}>
      <SelectField name="wardId" label={t('ward')} options={optionsOf(wards)} />
    </FieldsAlone>
  )
}

function GroupsOf({ wardId }: { wardId: string }) {
  const read = useGet<View>('/v1/residential-groups', { wardId })
  return (
    <Loading of={read}>
      {(view) => (
        <>
          <div class="group-rows as-cards">
            <Table
              caption={t('title')}
              captionHidden
              empty={t('none')}
              rows={view.items}
              rowKey={({ id }) => id}
              columns={[
                {
                  key: 'name',
                  head: t('name'),
                  cell: ({ id, name }) => <a href={paths.ward.group(id)}>{name}</a>,
                  rowHead: true,
                },
                {
                  key: 'people',
                  head: t('people'),
                  number: true,
                  cell: ({ people }) => formatNumber(people),
                  sort: ({ people }) => people,
                },
                { key: 'collaborator', head: t('collaborator'), cell: nowLookingAfter(view.on) },
                { key: 'code', head: t('code'), cell: ({ code }) => code },
                { key: 'state', head: t('state'), cell: (group) => <State group={group} on={view.on} /> },
              ]}
            />
          </div>
          {view.peopleWithoutGroup > 0 && (
            <Notice tone="warn" title={t('without', { people: view.peopleWithoutGroup })}>
              <p>{t('without.how')}</p>
              <div class="actions">
                <ButtonLink href={paths.ward.people(withQuery('', { wardId, grouped: 'no', tab: 'group' }))}>
                  {g('title')}
                </ButtonLink>
                <ButtonLink href={paths.ward.people(withQuery('', { wardId, grouped: 'no' }))}>
                  {t('without.who')}
                </ButtonLink>
              </div>
            </Notice>
          )}
          <FollowingCard onFollowed={read.reload} />
          <AddGroup wardId={wardId} on={view.on} onAdded={read.reload} />
        </>
      )}
    </Loading>
  )
}

const nowLookingAfter = (on: string) => (group: GroupView) => {
  const names = group.collaborators.flatMap(({ fullName, validFrom }) => (validFrom <= on ? [fullName] : []))
  return names.length === 0 ? t('collaborator.none') : names.join(', ')
}

function State({ group: { validFrom, validTo }, on }: { group: GroupView; on: string }) {
  if (validFrom > on)
    return <StatusMark tone="info">{t('state.from', { day: formatDay(validFrom) })}</StatusMark>
  if (validTo !== null)
    return <StatusMark tone="warn">{t('state.until', { day: formatDay(validTo) })}</StatusMark>
  return <StatusMark tone="good">{t('state.now')}</StatusMark>
}

function AddGroup(props: { wardId: string; on: string; onAdded: () => Promise<void> }) {
  const [today] = useState(() => formatDay(props.on))
  const form = useForm(
    { name: '', code: '', validFrom: today },
    { name: [required], code: [required], validFrom: [required, day] },
  )
  return (
    <Card title={t('add')}>
      <Form
        form={form}
        submitWord={t('add.do')}
        onSubmit={async ({ name, code, validFrom }) => {
          const body: In<typeof CreateResidentialGroup> = {
            parentId: props.wardId,
            name: name.trim(),
            code: code.trim(),
            validFrom: parseDay(validFrom)!,
          }
          try {
            const added = await api.post<Out<typeof Place>>('/v1/residential-groups', body)
            toast(() => t('add.done', { name: added.name }))
            form.reset()
          } finally {
            // Also after a refusal: a group whose answer was lost stands in the list by now, and its code is taken.
            await props.onAdded()
          }
        }}
      >
        <div class="fields-row">
          <TextField name="name" label={t('name')} maxLength={120} />
          <TextField name="code" label={t('code')} hint={t('code.hint')} size={8} maxLength={20} />
          <DayField name="validFrom" label={t('add.from')} />
        </div>
      </Form>
    </Card>
  )
}
