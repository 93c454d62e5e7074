import type { RecordPersonEvent } from '#features/registrants/contract.ts'
import { api } from '../shared/api.ts'
import type { In } from '../shared/contract.ts'
import { parseDay } from '../shared/days.ts'
import { optionsOf, useAll, type PlaceView } from '../shared/wards.ts'
import { ChoiceField, DayField, LongTextField, SelectField, TextField } from '../shared/ui/fields.tsx'
import { day, Form, notShort, required, useForm, type Rule } from '../shared/ui/form.tsx'
import { Loading } from '../shared/ui/loading.tsx'
import { Card, Notice } from '../shared/ui/page.tsx'
import type { Read } from './person-types.ts'
import { t } from './person-words.ts'

type Kind = In<typeof RecordPersonEvent>['kind']

/** What can happen to whom: nobody who has left leaves again. */
const kindsOf = {
  here: ['moved-ward', 'moved-away', 'died'],
  moved: ['moved-in', 'died', 'mistaken'],
  dead: ['mistaken'],
  withdrawn: ['moved-in'],
} as const satisfies Record<string, readonly Kind[]>

const dated = new Set(['moved-ward', 'moved-away', 'moved-in', 'died'])

/** What is asked depends on what happened. */
const rulesOf = (kind: string): Record<string, readonly Rule[]> => ({
  kind: [required],
  reason: [required, notShort],
  ...(dated.has(kind) ? { on: [required, day] } : {}),
  ...(kind === 'moved-ward' ? { wardId: [required] } : {}),
})

export function EventForm(props: { read: Read; onSaved: () => Promise<void>; onHandedOver: () => void }) {
  const { person, etag } = props.read
  const kinds = kindsOf[person.living]
  const wards = useAll<PlaceView>('/v1/places', { kind: 'ward' })
  const typed = useForm({ kind: '', on: '', wardId: '', to: '', from: '', reason: '' })
  const { kind } = typed.values.value
  const form = { ...typed, rules: rulesOf(kind) }
  return (
    <Card>
      <Form
        form={form}
        submitWord={t('event.save')}
        danger={kind === 'died'}
        onSubmit={async (values) => {
          const address = `/v1/people/${person.id}/events`
          await api.post(address, eventOf(values), { ifMatch: etag ?? '' })
          if (values.kind === 'moved-ward') props.onHandedOver()
          else await props.onSaved()
        }}
      >
        <ChoiceField
          name="kind"
          label={t('event.kind')}
          options={kinds.map((value) => ({ value, label: t(`event.${value}`) }))}
        />
        {(kind === 'died' || kind === 'moved-ward') && (
          <Notice tone="warn" title={t(kind === 'died' ? 'event.died.hint' : 'event.moved-ward.hint')} />
        )}
        {dated.has(kind) && <DayField name="on" label={t('event.on')} />}
        {kind === 'moved-ward' && (
          <Loading of={wards}>
            {(all) => (
              <SelectField
                name="wardId"
                label={t('event.ward')}
                options={optionsOf(all.filter(({ id }) => id !== person.wardId))}
              />
            )}
          </Loading>
        )}
        {kind === 'moved-away' && <TextField name="to" label={t('event.to')} maxLength={200} />}
        {kind === 'moved-in' && <TextField name="from" label={t('event.from')} maxLength={200} />}
        <LongTextField name="reason" label={t('reason')} maxLength={500} />
      </Form>
    </Card>
  )
}

type Values = { kind: string; on: string; wardId: string; to: string; from: string; reason: string }

function eventOf(values: Values): In<typeof RecordPersonEvent> {
  const { reason, wardId, to, from } = values
  const kind = values.kind as Kind
  if (kind === 'mistaken') return { kind, reason }
  const on = parseDay(values.on)!
  if (kind === 'moved-ward') return { kind, on, reason, wardId }
  if (kind === 'moved-away') return { kind, on, reason, to }
  return kind === 'moved-in' ? { kind, on, reason, from } : { kind, on, reason }
}
