import { useSignal } from '@preact/signals'
import type { ComponentChildren } from 'preact'
import type {
  EndResidentialGroup,
  JoinResidentialGroups,
  MoveResidentialGroup,
  Place,
} from '#features/geography/contract.ts'
import { api } from '../shared/api.ts'
import type { In, Out } from '../shared/contract.ts'
import { formatDay, parseDay } from '../shared/days.ts'
import { t as k } from '../shared/kit-words.ts'
import { useNavigate } from '../shared/router.ts'
import { optionsOf, type PlaceView } from '../shared/wards.ts'
import { Button } from '../shared/ui/button.tsx'
import { Dialog } from '../shared/ui/dialog.tsx'
import { DayField, SelectField, TextField } from '../shared/ui/fields.tsx'
import { day, Form, required, useForm, type Values } from '../shared/ui/form.tsx'
import { Card } from '../shared/ui/page.tsx'
import { toast } from '../shared/ui/toast.tsx'
import { groupsOf, type GroupView } from './groups.tsx'
import { t } from './group-words.ts'

type Change = {
  title: string
  /** What will be so, with the numbers of people, before anything is sent. */
  what: string
  people: number
  from: string
  doWord: string
  send: () => Promise<() => string>
}

/** What is asked, then what will become of whom, then it is sent; the list of groups shows whose homes follow. */
function ChangeForm<V extends Values>(props: {
  form: ReturnType<typeof useForm<V>>
  on: string
  wardId: string
  changeOf: (values: V) => Change
  children: ComponentChildren
}) {
  const { on, wardId } = props
  const asked = useSignal<Change | null>(null)
  const navigate = useNavigate()
  const close = () => {
    asked.value = null
  }
  const change = asked.value
  return (
    <Card>
      <Form
        form={props.form}
        submitWord={t('change.look')}
        onSubmit={async (values) => {
          asked.value = props.changeOf(values)
        }}
      >
        {props.children}
      </Form>
      <Dialog title={change?.title ?? ''} open={change !== null} onClose={close}>
        {change !== null && (
          <Confirm change={change} on={on} onDone={() => navigate(groupsOf(wardId))} onClose={close} />
        )}
      </Dialog>
    </Card>
  )
}

function Confirm(props: { change: Change; on: string; onDone: () => void; onClose: () => void }) {
  const { change, on, onClose } = props
  const form = useForm({})
  return (
    <Form
      form={form}
      submitWord={change.doWord}
      danger
      onSubmit={async () => {
        toast(await change.send())
        props.onDone()
      }}
      others={<Button onClick={onClose}>{k('form.cancel')}</Button>}
    >
      <p>{change.what}</p>
      {change.people > 0 && (
        <p>
          {change.from <= on
            ? t('change.follow-now', { people: change.people })
            : t('change.follow-later', { people: change.people, day: formatDay(change.from) })}
        </p>
      )}
      <p>{t('change.doses')}</p>
    </Form>
  )
}

const post = (group: GroupView, act: string, body: unknown) =>
  api.post<Out<typeof Place>>(`/v1/residential-groups/${group.id}/${act}`, body, {
    ifMatch: `"${group.version}"`,
  })

export function JoinGroup(props: {
  group: GroupView
  others: readonly GroupView[]
  on: string
  wardId: string
}) {
  const { group, others, on } = props
  const form = useForm(
    { withId: '', from: formatDay(on), name: '', code: '' },
    { withId: [required], from: [required, day] },
  )
  const other = others.find(({ id }) => id === form.values.value.withId)
  return (
    <ChangeForm
      form={form}
      on={on}
      wardId={props.wardId}
      changeOf={(values) => {
        const second = others.find(({ id }) => id === values.withId)!
        const from = parseDay(values.from)!
        const [name, code] = [values.name.trim(), values.code.trim()]
        const people = group.people + second.people
        return {
          title: t('join.confirm'),
          what: t('join.what', {
            first: group.name,
            firstPeople: group.people,
            second: second.name,
            secondPeople: second.people,
            day: formatDay(from),
            name: name === '' ? second.name : name,
            people,
          }),
          people,
          from,
          doWord: t('join.do'),
          send: async () => {
            const body: In<typeof JoinResidentialGroups> = {
              withId: second.id,
              on: from,
              ...(name === '' ? {} : { name }),
              ...(code === '' ? {} : { code }),
            }
            const joined = await post(group, 'join', body)
            return () => t('join.done', { name: joined.name })
          },
        }
      }}
    >
      <div class="fields-row">
        <SelectField
          name="withId"
          label={t('join.with')}
          options={others.map(({ id, name, people }) => ({
            value: id,
            label: t('join.option', { name, people }),
          }))}
        />
        <DayField name="from" label={t('change.on')} />
      </div>
      <div class="fields-row">
        <TextField
          name="name"
          label={t('join.name')}
          maxLength={120}
          placeholder={other?.name ?? t('change.same')}
        />
        <TextField
          name="code"
          label={t('join.code')}
          size={8}
          maxLength={20}
          placeholder={other?.code ?? ''}
        />
      </div>
    </ChangeForm>
  )
}

export function MoveGroup(props: { group: GroupView; wards: readonly PlaceView[]; on: string }) {
  const { group, wards, on } = props
  const form = useForm(
    { parentId: '', from: formatDay(on), code: '' },
    { parentId: [required], from: [required, day] },
  )
  return (
    <ChangeForm
      form={form}
      on={on}
      wardId={form.values.value.parentId}
      changeOf={(values) => {
        const ward = wards.find(({ id }) => id === values.parentId)!
        const from = parseDay(values.from)!
        const code = values.code.trim()
        const { name, people } = group
        return {
          title: t('move.confirm'),
          what: t('move.what', { day: formatDay(from), name, people, ward: ward.name }),
          people,
          from,
          doWord: t('move.do'),
          send: async () => {
            const body: In<typeof MoveResidentialGroup> = {
              parentId: ward.id,
              on: from,
              ...(code === '' ? {} : { code }),
            }
            await post(group, 'move', body)
            return () => t('move.done', { ward: ward.name })
          },
        }
      }}
    >
      <div class="fields-row">
        <SelectField name="parentId" label={t('move.to')} options={optionsOf(wards)} />
        <DayField name="from" label={t('change.on')} />
        <TextField name="code" label={t('move.code')} hint={t('move.code-hint')} size={8} maxLength={20} />
      </div>
    </ChangeForm>
  )
}

export function EndGroup({ group, on, wardId }: { group: GroupView; on: string; wardId: string }) {
  const form = useForm({ from: formatDay(on) }, { from: [required, day] })
  return (
    <ChangeForm
      form={form}
      on={on}
      wardId={wardId}
      changeOf={(values) => {
        const from = parseDay(values.from)!
        const { name, people } = group
        return {
          title: t('end.confirm'),
          what: t('end.what', { day: formatDay(from), name, people }),
          people,
          from,
          doWord: t('end.do'),
          send: async () => {
            const body: In<typeof EndResidentialGroup> = { on: from }
            await post(group, 'end', body)
            return () => t('end.done', { name })
          },
        }
      }}
    >
      <p>{t('end.lead')}</p>
      <DayField name="from" label={t('end.on')} />
    </ChangeForm>
  )
}
