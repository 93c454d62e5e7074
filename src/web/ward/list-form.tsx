import type { Campaign } from '#features/campaigns/contract.ts'
import type { CreateList, UpdateList } from '#features/registrants/contract.ts'
import { api } from '../shared/api.ts'
import type { In, Out } from '../shared/contract.ts'
import { formatInstant, parseDay } from '../shared/days.ts'
import { t as k } from '../shared/kit-words.ts'
import { instantAt, parseTime } from '../shared/local-time.ts'
import { useAccount } from '../shared/session.ts'
import { optionsOf, type PlaceView } from '../shared/wards.ts'
import { useOnceId } from '../shared/sent-id.ts'
import { DayField, NumberField, SelectField, TextField } from '../shared/ui/fields.tsx'
import { day, Form, required, useForm, wholeNumber, type Rule } from '../shared/ui/form.tsx'
import { Notice } from '../shared/ui/page.tsx'
import type { ListView } from './list-state.tsx'
import { t } from './words.ts'

const kinds = ['ward', 'enterprise', 'school', 'history', 'household'] as const
const PERSONS_MAX = 5_000_000
/** Totals are due at 16:00 (CV 6616). */
const DUE_TIME = '16:00'

const time: Rule = (value) => (value === '' || parseTime(value) !== null ? null : () => t('due.wrong'))
const shared = { name: [required], dueOn: [day], dueTime: [time], declared: [wholeNumber(0, PERSONS_MAX)] }

/** The deadline and the total, as both forms send them. */
function stated(values: { dueOn: string; dueTime: string; declared: string }, timeZone: string) {
  const dueOn = parseDay(values.dueOn)
  return {
    dueAt: dueOn === null ? null : instantAt(dueOn, parseTime(values.dueTime) ?? DUE_TIME, timeZone),
    declared: values.declared.trim() === '' ? {} : { total: Number(values.declared) },
  }
}

function DueAndTotal() {
  return (
    <>
      <div class="fields-row">
        <DayField name="dueOn" label={t('due.on')} />
        <TextField name="dueTime" label={t('due.at')} size={6} placeholder="16:00" />
      </div>
      <NumberField name="declared" label={t('declared')} hint={t('declared.hint')} />
    </>
  )
}

export function NewListForm(props: {
  campaigns: readonly Out<typeof Campaign>[]
  wards: readonly PlaceView[]
  onMade: (list: ListView) => void
}) {
  const { timeZone } = useAccount().authority
  const running = props.campaigns.filter(({ state }) => state !== 'closed')
  const onlyWard = props.wards.length === 1 ? props.wards[0]!.id : ''
  const form = useForm(
    {
      campaignId: running.length === 1 ? running[0]!.id : '',
      wardId: onlyWard,
      kind: 'ward',
      name: '',
      dueOn: '',
      dueTime: DUE_TIME,
      declared: '',
    },
    { campaignId: [required], wardId: [required], kind: [required], ...shared },
  )
  const once = useOnceId()
  if (running.length === 0) return <Notice tone="warn" title={t('campaign.none')} />
  return (
    <Form
      form={form}
      submitWord={t('create')}
      onSubmit={async ({ campaignId, wardId, kind, name, ...values }) => {
        const body: Omit<In<typeof CreateList>, 'id'> = {
          campaignId,
          wardId,
          kind: kind as (typeof kinds)[number],
          name,
          ...stated(values, timeZone),
        }
        props.onMade(await once.send((id) => api.post<ListView>('/v1/lists', { id, ...body })))
      }}
    >
      <SelectField name="campaignId" label={t('campaign')} options={optionsOf(running)} />
      {onlyWard === '' && <SelectField name="wardId" label={t('ward')} options={optionsOf(props.wards)} />}
      <SelectField
        name="kind"
        label={t('kind')}
        options={kinds.map((kind) => ({ value: kind, label: t(`kind.${kind}`) }))}
      />
      <TextField name="name" label={t('name')} maxLength={160} />
      <DueAndTotal />
    </Form>
  )
}

/** What may change of a list: its name, deadline and total. Totals by code, once declared, stay as they are. */
export function EditListForm(props: { list: ListView; etag: string | null; onSaved: () => Promise<void> }) {
  const { list } = props
  const { timeZone } = useAccount().authority
  const due = list.ownDueAt === null ? '' : formatInstant(list.ownDueAt, timeZone)
  const form = useForm(
    {
      name: list.name,
      dueOn: due.slice(0, 10),
      dueTime: due === '' ? DUE_TIME : due.slice(11),
      declared: list.declared['total'] === undefined ? '' : String(list.declared['total']),
    },
    shared,
  )
  return (
    <Form
      form={form}
      submitWord={k('form.save')}
      onSubmit={async ({ name, ...values }) => {
        const { dueAt, declared } = stated(values, timeZone)
        const { total: _before, ...codes } = list.declared
        const body: In<typeof UpdateList> = { name, dueAt, declared: { ...codes, ...declared } }
        await api.patch(`/v1/lists/${list.id}`, body, { ifMatch: props.etag ?? '' })
        await props.onSaved()
      }}
    >
      <TextField name="name" label={t('name')} maxLength={160} />
      <DueAndTotal />
    </Form>
  )
}
