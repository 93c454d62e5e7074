import type { RegisteredPerson, RegisterPerson } from '#features/registrants/contract.ts'
import { api } from '../shared/api.ts'
import type { In, Out } from '../shared/contract.ts'
import { parseDay } from '../shared/days.ts'
import { useLoad } from '../shared/load.ts'
import { paths } from '../shared/paths.ts'
import { here, useNavigate } from '../shared/router.ts'
import { optionsOf, readAll, readGroups, useOwnWards, type PlaceView } from '../shared/wards.ts'
import { useOnceId } from '../shared/sent-id.ts'
import { ButtonLink } from '../shared/ui/button.tsx'
import { DayField, SelectField, TextField } from '../shared/ui/fields.tsx'
import { day, Form, required, useForm } from '../shared/ui/form.tsx'
import { Loading } from '../shared/ui/loading.tsx'
import { Card, Empty, Page } from '../shared/ui/page.tsx'
import { toast } from '../shared/ui/toast.tsx'
import type { ListView } from './list-state.tsx'
import { t as p } from './people-words.ts'
import { kinds, precisions, sexes } from './person-edit.tsx'
import { LikelyNotice, useLikely } from './person-likely.tsx'
import { t } from './person-words.ts'
import { priorityOptions } from './priority-options.ts'

type Body = In<typeof RegisterPerson>

/** Somebody who is on no list yet; which ward stands in the address. */
export function NewPerson() {
  const wards = useOwnWards('person.edit')
  return (
    <Page
      title={t('new.title')}
      lead={t('new.lead')}
      actions={<ButtonLink href={paths.ward.people()}>{t('back')}</ButtonLink>}
    >
      <Loading of={wards}>
        {(own) => {
          const ward = own.find(({ id }) => id === here.value.query.get('wardId')) ?? own[0]
          return ward === undefined ? null : <OfWard ward={ward} />
        }}
      </Loading>
    </Page>
  )
}

type Choices = { groups: PlaceView[]; lists: ListView[] }

async function readChoices(wardId: string): Promise<Choices> {
  const [groups, lists] = await Promise.all([readGroups(wardId), readAll<ListView>('/v1/lists', { wardId })])
  return { groups, lists: lists.filter(({ state }) => state !== 'closed') }
}

function OfWard({ ward }: { ward: PlaceView }) {
  const choices = useLoad(ward.id, () => readChoices(ward.id))
  return (
    <Loading of={choices}>
      {(of) =>
        of.lists.length === 0 ? (
          <Empty action={<ButtonLink href={paths.ward.lists()}>{t('lists')}</ButtonLink>}>
            {t('new.no-list')}
          </Empty>
        ) : (
          <Card title={ward.name}>
            <Fields wardId={ward.id} {...of} />
          </Card>
        )
      }
    </Loading>
  )
}

function Fields({ wardId, groups, lists }: Choices & { wardId: string }) {
  const once = useOnceId()
  const form = useForm(
    {
      listId: lists.length === 1 ? lists[0]!.id : '',
      fullName: '',
      bornOn: '',
      precision: 'day',
      sex: '',
      priorityCode: '',
      groupId: '',
      phone: '',
      numberKind: 'cccd',
      numberValue: '',
      address: '',
    },
    {
      listId: [required],
      fullName: [required],
      bornOn: [required, day],
      sex: [required],
      priorityCode: [required],
    },
  )
  const navigate = useNavigate()
  const { likely, shownIds, show } = useLikely(form.values.value)
  const asksAgain = likely.length > 0
  return (
    <Form
      form={form}
      submitWord={asksAgain ? t('new.other') : t('new.save')}
      onSubmit={async (values) => {
        const body: Omit<Body, 'id'> = {
          wardId,
          listId: values.listId,
          groupId: values.groupId === '' ? null : values.groupId,
          fullName: values.fullName,
          bornOn: parseDay(values.bornOn)!,
          bornPrecision: values.precision as (typeof precisions)[number],
          sex: values.sex as (typeof sexes)[number],
          priorityCode: Number(values.priorityCode),
          phone: values.phone,
          address: values.address,
          numbers:
            values.numberValue.trim() === ''
              ? []
              : [{ kind: values.numberKind as (typeof kinds)[number], value: values.numberValue }],
          isOtherPerson: asksAgain,
          otherThan: shownIds,
        }
        const { person, likely: found } = await once.send((id) =>
          api.post<Out<typeof RegisteredPerson>>('/v1/people', { id, ...body }),
        )
        if (person === null) {
          show(found)
          return
        }
        toast(() => t('new.saved', { name: person.fullName }))
        navigate(paths.ward.person(person.id))
      }}
    >
      <SelectField name="listId" label={t('new.list')} options={optionsOf(lists)} />
      <TextField name="fullName" label={p('name')} maxLength={100} />
      <div class="fields-row">
        <DayField name="bornOn" label={p('born')} />
        <SelectField
          name="precision"
          label={t('precision')}
          options={precisions.map((value) => ({ value, label: t(`precision.${value}`) }))}
        />
      </div>
      <div class="fields-row">
        <SelectField
          name="sex"
          label={t('sex')}
          options={sexes.map((value) => ({ value, label: t(`sex.${value}`) }))}
        />
        <SelectField name="priorityCode" label={p('code')} options={priorityOptions()} />
      </div>
      <SelectField
        name="groupId"
        label={p('group')}
        options={[{ value: '', label: '–' }, ...optionsOf(groups)]}
      />
      <TextField name="phone" label={p('phone.head')} keys="tel" maxLength={30} />
      <div class="fields-row">
        <SelectField
          name="numberKind"
          label={t('new.number-kind')}
          options={kinds.map((value) => ({ value, label: t(`kind.${value}`) }))}
        />
        <TextField name="numberValue" label={t('number.value')} maxLength={40} />
      </div>
      <TextField name="address" label={t('address')} maxLength={300} />
      <LikelyNotice likely={likely} />
      {asksAgain && <p>{t('new.known')}</p>}
    </Form>
  )
}
