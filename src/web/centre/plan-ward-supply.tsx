import type { WardSupplyBody } from '#features/planner/supply-contract.ts'
import { api } from '../shared/api.ts'
import type { In } from '../shared/contract.ts'
import { t as k } from '../shared/kit-words.ts'
import { Button } from '../shared/ui/button.tsx'
import { LongTextField, NumberField, SelectField, TickField } from '../shared/ui/fields.tsx'
import { Form, required, useForm, wholeNumber, type Rule, type Values } from '../shared/ui/form.tsx'
import { toastSaved } from '../shared/ui/toast.tsx'
import type { WardSupplyRow } from './plan-supply.tsx'
import { sayClass, t } from './plan-supply-words.ts'

const DOSES_MOST = 10_000_000
const MINUTES_MOST = 2880
const DAYS_MOST = 60

const roomName = (storageClass: string) => `room ${storageClass}`

const both =
  (other: string): Rule =>
  (value, values) =>
    value.trim() === '' && String(values[other] ?? '').trim() !== '' ? () => t('near.both') : null

/** One ward in one piece; roads from other wards are kept, and one may be added or said anew. */
export function WardSupplyForm(props: {
  row: WardSupplyRow
  wards: readonly WardSupplyRow[]
  classes: readonly string[]
  onClose: () => void
  onSaved: () => Promise<void>
}) {
  const { row, classes } = props
  const minutesFrom = (place: string | null) =>
    String(row.roads.find(({ fromWardId }) => fromWardId === place)?.minutes ?? '')
  const capacityOf = (storageClass: string) =>
    String(row.rooms.find((room) => room.storageClass === storageClass)?.capacityDoses ?? '')
  const form = useForm<Values>(
    {
      acceptsTransfers: row.acceptsTransfers,
      minStockDays: String(row.minStockDays),
      fromCentre: minutesFrom(null),
      near: '',
      nearMinutes: '',
      reason: '',
      ...Object.fromEntries(classes.map((one) => [roomName(one), capacityOf(one)])),
    },
    {
      minStockDays: [required, wholeNumber(0, DAYS_MOST)],
      fromCentre: [wholeNumber(1, MINUTES_MOST)],
      near: [both('nearMinutes')],
      nearMinutes: [both('near'), wholeNumber(1, MINUTES_MOST)],
      reason: [required],
      ...Object.fromEntries(classes.map((one) => [roomName(one), [wholeNumber(0, DOSES_MOST)]])),
    },
  )
  return (
    <Form
      form={form}
      submitWord={k('form.save')}
      others={<Button onClick={props.onClose}>{k('form.cancel')}</Button>}
      onSubmit={async (values) => {
        await api.put(`/v1/plan-supply/wards/${row.wardId}`, readBody(values, row, classes))
        toastSaved()
        props.onClose()
        await props.onSaved()
      }}
    >
      <TickField name="acceptsTransfers" label={t('accepts')} />
      <NumberField name="minStockDays" label={t('least')} />
      {classes.map((one, at) => (
        <NumberField
          key={one}
          name={roomName(one)}
          label={t('room.of-class', { class: sayClass(one) })}
          {...(at === 0 ? { hint: t('room.hint') } : {})}
        />
      ))}
      <NumberField name="fromCentre" label={t('road')} />
      <SelectField
        name="near"
        label={t('near')}
        options={[
          { value: '', label: t('near.none') },
          ...props.wards
            .filter(({ wardId }) => wardId !== row.wardId)
            .map(({ wardId, wardName }) => ({ value: wardId, label: wardName })),
        ]}
      />
      <NumberField name="nearMinutes" label={t('near.minutes')} />
      <LongTextField name="reason" label={t('reason')} maxLength={500} rows={2} />
    </Form>
  )
}

function readBody(values: Values, row: WardSupplyRow, classes: readonly string[]): In<typeof WardSupplyBody> {
  const text = (name: string) => String(values[name] ?? '').trim()
  const near = text('near')
  const kept = row.roads.filter(({ fromWardId }) => fromWardId !== null && fromWardId !== near)
  const road = (fromWardId: string | null, minutes: string) =>
    minutes === '' ? [] : [{ fromWardId, minutes: Number(minutes) }]
  return {
    acceptsTransfers: values['acceptsTransfers'] === true,
    minStockDays: Number(text('minStockDays')),
    rooms: classes.flatMap((storageClass) => {
      const capacity = text(roomName(storageClass))
      return capacity === '' ? [] : [{ storageClass, capacityDoses: Number(capacity) }]
    }),
    roads: [
      ...kept,
      ...road(null, text('fromCentre')),
      ...(near === '' ? [] : road(near, text('nearMinutes'))),
    ],
    reason: text('reason'),
  }
}
