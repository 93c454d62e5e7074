import type { Lot, LotDetail, LotEventBody } from '#features/stock/lot-contract.ts'
import { mayWithdraw, type LotEventKind } from '#domain/stock.ts'
import { api } from '../shared/api.ts'
import type { In, Out } from '../shared/contract.ts'
import { parseDay } from '../shared/days.ts'
import { t as k } from '../shared/kit-words.ts'
import { useOnceId } from '../shared/sent-id.ts'
import { DayField, NumberField, SelectField, TextField, TickField } from '../shared/ui/fields.tsx'
import { day, Form, required, useForm, wholeNumber, type Rule } from '../shared/ui/form.tsx'
import { Card } from '../shared/ui/page.tsx'
import { toastSaved } from '../shared/ui/toast.tsx'
import { lotEventText, type LotEventView } from './lot-event-text.ts'
import { t } from './lot-words.ts'

type LotView = Out<typeof Lot>
const MINUTES_MAX = 100_000
const REASON_MAX = 500

/** These rest on a paper; the others may. */
const withPaper: readonly string[] = ['expiry', 'quarantine', 'release', 'recall']
const ifKind =
  (kinds: readonly string[], rule: Rule): Rule =>
  (value, values) =>
    kinds.includes(String(values['kind'])) ? rule(value, values) : null

const notShort: Rule = (value) => (value.trim().length >= 3 ? null : () => t('mistake-short'))
const ticked: Rule = (value) => (value === 'true' ? null : () => k('form.required'))

/** What may be decided about the lot as it stands. A recall is asked twice: nothing takes it back. */
export function DecideLot(props: {
  lot: LotView
  events: readonly LotEventView[]
  onDecided: () => Promise<void>
}) {
  const { lot } = props
  const form = useForm(
    {
      kind: '',
      expiresOn: '',
      thawedOn: '',
      minutes: '',
      withdrawsId: '',
      reason: '',
      decidedOn: '',
      documentNumber: '',
      sure: false,
    },
    {
      kind: [required],
      expiresOn: [ifKind(['expiry'], required), day],
      thawedOn: [ifKind(['thaw'], required), day],
      minutes: [ifKind(['transport'], required), wholeNumber(1, MINUTES_MAX)],
      withdrawsId: [ifKind(['withdrawal'], required)],
      reason: [ifKind(['withdrawal'], required), ifKind(['withdrawal'], notShort)],
      decidedOn: [day],
      documentNumber: [ifKind(withPaper, required)],
      sure: [ifKind(['recall'], ticked)],
    },
  )
  const once = useOnceId()
  const mistakes = mayBeMistakes(props.events)
  const kinds: LotEventKind[] = [
    'expiry',
    ...(lot.thawDays === null ? [] : (['thaw'] as const)),
    'transport',
    ...(mistakes.length === 0 ? [] : (['withdrawal'] as const)),
    lot.status === 'quarantine' ? 'release' : 'quarantine',
    'recall',
  ]
  const { kind } = form.values.value
  return (
    <Card title={t('decide')}>
      <Form
        form={form}
        submitWord={kind === 'recall' ? t('recall-do') : t('send')}
        danger={kind === 'recall'}
        onSubmit={async (values) => {
          const path = `/v1/lots/${lot.id}/events`
          await once.send((id) => api.post<Out<typeof LotDetail>>(path, bodyOf(id, values)))
          form.reset()
          toastSaved()
          await props.onDecided()
        }}
      >
        <SelectField
          name="kind"
          label={t('kind')}
          options={kinds.map((value) => ({ value, label: t(`kind.${value}`) }))}
        />
        {kind === 'expiry' && <DayField name="expiresOn" label={t('new-expiry')} />}
        {kind === 'thaw' && (
          <DayField
            name="thawedOn"
            label={t('thawed-on')}
            hint={`${t('thaw-keeps', { days: lot.thawDays ?? 0 })}. ${t('thaw-first')}`}
          />
        )}
        {kind === 'recall' && <TickField name="sure" label={t('recall-sure')} />}
        {kind === 'transport' && <NumberField name="minutes" label={t('minutes-on-road')} />}
        {kind === 'withdrawal' && (
          <>
            <SelectField
              name="withdrawsId"
              label={t('mistake')}
              hint={t('mistake-hint')}
              options={mistakes.map((event) => ({ value: event.id, label: lotEventText(event) }))}
            />
            <TextField name="reason" label={t('mistake-why')} maxLength={REASON_MAX} />
          </>
        )}
        <div class="fields-row">
          <TextField name="documentNumber" label={t('document')} maxLength={100} />
          <DayField name="decidedOn" label={t('decided-on')} hint={t('on-hint')} />
        </div>
      </Form>
    </Card>
  )
}

/** What counts now and no newer decision replaces. */
function mayBeMistakes(events: readonly LotEventView[]): LotEventView[] {
  const withdrawn = new Set(events.map(({ withdrawsId }) => withdrawsId))
  return events.filter(({ id, kind }) => mayWithdraw(kind) && !withdrawn.has(id))
}

type Values = {
  kind: string
  expiresOn: string
  thawedOn: string
  minutes: string
  withdrawsId: string
  reason: string
  decidedOn: string
  documentNumber: string
}

function bodyOf(id: string, values: Values): In<typeof LotEventBody> {
  const { documentNumber } = values
  const decidedOn = values.decidedOn === '' ? {} : { decidedOn: parseDay(values.decidedOn) ?? '' }
  const common = { id, documentNumber, ...decidedOn }
  switch (values.kind as LotEventKind) {
    case 'expiry':
      return { ...common, kind: 'expiry', expiresOn: parseDay(values.expiresOn) ?? '' }
    case 'thaw':
      return { ...common, kind: 'thaw', thawedOn: parseDay(values.thawedOn) ?? '' }
    case 'transport':
      return { ...common, kind: 'transport', minutes: Number(values.minutes) }
    case 'withdrawal':
      return { ...common, kind: 'withdrawal', withdrawsId: values.withdrawsId, reason: values.reason }
    case 'quarantine':
      return { ...common, kind: 'quarantine' }
    case 'release':
      return { ...common, kind: 'release' }
    default:
      return { ...common, kind: 'recall' }
  }
}
