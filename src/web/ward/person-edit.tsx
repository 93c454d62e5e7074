import type { UpdatePerson } from '#features/registrants/contract.ts'
import { api } from '../shared/api.ts'
import type { In } from '../shared/contract.ts'
import { parseDay } from '../shared/days.ts'
import { t as k } from '../shared/kit-words.ts'
import { useLoad } from '../shared/load.ts'
import { optionsOf, readGroups, type PlaceView } from '../shared/wards.ts'
import { ChecksField, DayField, listOf, LongTextField, SelectField, TextField } from '../shared/ui/fields.tsx'
import { day, Form, notShort, required, useForm } from '../shared/ui/form.tsx'
import { Loading } from '../shared/ui/loading.tsx'
import { Card } from '../shared/ui/page.tsx'
import { sayBirth } from './people-table.tsx'
import { t as p } from './people-words.ts'
import type { Card as Person, Read } from './person-types.ts'
import { t } from './person-words.ts'
import { priorityOptions } from './priority-options.ts'

type Edit = In<typeof UpdatePerson>

export const sexes = ['male', 'female', 'other', 'unknown'] as const
export const precisions = ['day', 'month', 'year'] as const
const polices = ['none', 'match', 'differs', 'not-applicable'] as const
export const kinds = ['cccd', 'cmnd', 'bhyt', 'passport', 'other'] as const

/** Every field of the form; what was not touched is not sent. */
export function EditForm(props: { read: Read; onSaved: () => Promise<void> }) {
  const { person } = props.read
  const groups = useLoad(`groups ${person.wardId}`, () => readGroups(person.wardId))
  return (
    <Card>
      <Loading of={groups}>{(all) => <Fields {...props} groups={all} />}</Loading>
    </Card>
  )
}

type Values = {
  fullName: string
  bornOn: string
  precision: string
  sex: string
  priorityCode: string
  phone: string
  address: string
  workplace: string
  householdNumber: string
  householdRelation: string
  ethnicity: string
  groupId: string
  policeMatch: string
  guardianName: string
  guardianRelation: string
  numberKind: string
  numberValue: string
  removed: string
  reason: string
}

function valuesOf(person: Person): Values {
  const { fullName, bornPrecision, sex, priorityCode, address, workplace, groupId, policeMatch } = person
  return {
    fullName,
    bornOn: sayBirth({ ...person, bornPrecision: 'day' }),
    precision: bornPrecision,
    sex,
    priorityCode: String(priorityCode),
    phone: '',
    address,
    workplace,
    householdNumber: person.householdNumber,
    householdRelation: person.householdRelation,
    ethnicity: person.ethnicity,
    groupId: groupId ?? '',
    policeMatch,
    guardianName: person.guardian?.name ?? '',
    guardianRelation: person.guardian?.relation ?? '',
    numberKind: 'cccd',
    numberValue: '',
    removed: '',
    reason: '',
  }
}

const texts = [
  'fullName',
  'sex',
  'address',
  'workplace',
  'householdNumber',
  'householdRelation',
  'ethnicity',
  'policeMatch',
] as const

/** Only what differs from the card. */
function editOf(person: Person, now: Values): Edit {
  const before = valuesOf(person)
  const changed = (field: keyof Values) => now[field] !== before[field]
  const text = texts.filter(changed)
  const removed = listOf(now.removed).map((at) => person.numbers[Number(at)]!)
  return {
    ...(Object.fromEntries(text.map((field) => [field, now[field]])) as Partial<Edit>),
    ...(changed('priorityCode') ? { priorityCode: Number(now.priorityCode) } : {}),
    ...(changed('groupId') ? { groupId: now.groupId === '' ? null : now.groupId } : {}),
    ...(now.phone.trim() === '' ? {} : { phone: now.phone }),
    ...(changed('bornOn') || changed('precision')
      ? { birth: { on: parseDay(now.bornOn)!, precision: now.precision as (typeof precisions)[number] } }
      : {}),
    ...(changed('guardianName') || changed('guardianRelation')
      ? { guardian: { name: now.guardianName, relation: now.guardianRelation } }
      : {}),
    ...(now.numberValue.trim() === ''
      ? {}
      : { addNumbers: [{ kind: now.numberKind as (typeof kinds)[number], value: now.numberValue }] }),
    ...(removed.length === 0 ? {} : { removeNumbers: removed }),
    reason: now.reason,
  }
}

function Fields(props: { read: Read; onSaved: () => Promise<void>; groups: readonly PlaceView[] }) {
  const { person, etag } = props.read
  const form = useForm(valuesOf(person), {
    fullName: [required],
    bornOn: [required, day],
    priorityCode: [required],
    sex: [required],
    reason: [required, notShort],
  })
  const numbers = person.numbers.map(({ kind, masked }, at) => ({
    value: String(at),
    label: `${t(`kind.${kind}`)} ${masked}`,
  }))
  return (
    <Form
      form={form}
      submitWord={k('form.save')}
      onSubmit={async (values) => {
        await api.patch(`/v1/people/${person.id}`, editOf(person, values), { ifMatch: etag ?? '' })
        await props.onSaved()
      }}
    >
      <TextField name="fullName" label={p('name')} maxLength={100} />
      <DayField name="bornOn" label={p('born')} />
      <SelectField
        name="precision"
        label={t('precision')}
        options={precisions.map((value) => ({ value, label: t(`precision.${value}`) }))}
      />
      <SelectField
        name="sex"
        label={t('sex')}
        options={sexes.map((value) => ({ value, label: t(`sex.${value}`) }))}
      />
      <SelectField name="priorityCode" label={p('code')} options={priorityOptions()} />
      <TextField
        name="phone"
        label={t('phone.new')}
        hint={t('phone.hint', { phone: person.phone || t('phone.none') })}
        keys="tel"
        maxLength={30}
      />
      <SelectField
        name="groupId"
        label={p('group')}
        options={[{ value: '', label: '–' }, ...optionsOf(props.groups)]}
      />
      <TextField name="address" label={t('address')} maxLength={300} />
      <TextField name="workplace" label={t('workplace')} maxLength={200} />
      <TextField name="householdNumber" label={t('household.number')} maxLength={40} />
      <TextField name="householdRelation" label={t('household.relation')} maxLength={60} />
      <TextField name="ethnicity" label={t('ethnicity')} maxLength={60} />
      <SelectField
        name="policeMatch"
        label={p('police')}
        options={polices.map((value) => ({ value, label: p(`police.${value}`) }))}
      />
      <TextField name="guardianName" label={t('guardian.name')} maxLength={100} />
      <RelationField />
      <SelectField
        name="numberKind"
        label={t('number.kind')}
        options={kinds.map((value) => ({ value, label: t(`kind.${value}`) }))}
      />
      <TextField name="numberValue" label={t('number.value')} maxLength={40} />
      {numbers.length > 0 && <ChecksField name="removed" label={t('number.remove')} options={numbers} />}
      <LongTextField name="reason" label={t('reason')} maxLength={500} />
    </Form>
  )
}

const relations = ['mother', 'father', 'grandparent', 'other'] as const

function RelationField() {
  return (
    <SelectField
      name="guardianRelation"
      label={t('guardian.relation')}
      options={[
        { value: '', label: '–' },
        ...relations.map((value) => ({ value, label: t(`relation.${value}`) })),
      ]}
    />
  )
}
