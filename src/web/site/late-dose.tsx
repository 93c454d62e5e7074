import { useSignal } from '@preact/signals'
import { localDateAt } from '#domain/dates.ts'
import { plannedSteps } from '#domain/vaccination/steps.ts'
import { formatDay, parseDay } from '../shared/days.ts'
import { useAccount } from '../shared/session.ts'
import { Button } from '../shared/ui/button.tsx'
import { DayField, LongTextField, SelectField, TextField } from '../shared/ui/fields.tsx'
import { day, Form, required, useForm, type Rule } from '../shared/ui/form.tsx'
import { Card as Sheet, Notice } from '../shared/ui/page.tsx'
import { toast } from '../shared/ui/toast.tsx'
import { prepare, sendEntry, whereWord, type Fact, type Prepared } from './entries.ts'
import { FindPerson } from './find-person.tsx'
import { PersonCard } from './person-card.tsx'
import type { TableProps } from './session-page.tsx'
import { serverNow } from './this-phone.ts'
import { shortName, stepName, stepOf, type Card } from './visits.ts'
import { t } from './words.ts'
import { instantAt, parseTime } from '../shared/local-time.ts'

/** A dose given a while ago and written on paper: with its own time, and why it comes late. */
export function LateDose(props: TableProps & { onDone: () => void }) {
  const card = useSignal<Card | null>(null)
  return (
    <Sheet title={t('late.title')}>
      <Notice tone="info" title={t('late.lead')} />
      {card.value === null ? (
        <>
          <FindPerson
            sessionId={props.session.id}
            onFound={(found) => {
              card.value = found
            }}
          />
          <Button onClick={props.onDone}>{t('common.back')}</Button>
        </>
      ) : (
        <>
          <PersonCard card={card.value} />
          <LateForm {...props} card={card.value} />
        </>
      )}
    </Sheet>
  )
}

const time: Rule = (value) =>
  value.trim() === '' || parseTime(value) !== null ? null : () => t('late.time-wrong')
const reasonable: Rule = (value) => (value.trim().length >= 3 ? null : () => t('given.reason-short'))

function LateForm(props: TableProps & { card: Card; onDone: () => void }) {
  const { card, session, lots, lot } = props
  const { timeZone } = useAccount().authority
  const form = useForm(
    {
      givenOn: formatDay(localDateAt(serverNow(), timeZone)),
      givenAt: '',
      lotId: lot?.lotId ?? '',
      step: card.next.step ?? '',
      vaccinator: props.vaccinatorName,
      reason: '',
    },
    {
      givenOn: [required, day],
      givenAt: [required, time],
      lotId: [required],
      step: [required],
      reason: [required, reasonable],
    },
  )
  const prepared = useSignal<{ key: string; entry: Prepared } | null>(null)
  return (
    <Form
      form={form}
      submitWord={t('late.save')}
      others={<Button onClick={props.onDone}>{t('common.back')}</Button>}
      onSubmit={async (values) => {
        const chosen = lots.find(({ lotId }) => lotId === values.lotId)!
        const givenOn = parseDay(values.givenOn)!
        const fact: Fact = {
          kind: 'dose',
          personId: card.person.id,
          sessionId: session.id,
          productId: chosen.productId,
          lot: { lotId: chosen.lotId },
          statedStep: stepOf(values.step),
          givenAt: instantAt(givenOn, parseTime(values.givenAt)!, timeZone),
          givenOn,
          origin: 'paper',
          source: 'administered',
          place: '',
          volumeMl: null,
          arm: '',
          vaccinatorName: values.vaccinator.trim(),
          reason: values.reason.trim(),
        }
        const key = JSON.stringify(fact)
        const entry = prepared.value?.key === key ? prepared.value.entry : prepare(fact)
        prepared.value = { key, entry }
        const where = await sendEntry(entry)
        toast(() => `${t('dose.given', { who: shortName(card.person.fullName) })}. ${whereWord(where)}`)
        await props.desk.refresh([card.person.id])
        props.onDone()
      }}
    >
      <div class="fields-row">
        <DayField name="givenOn" label={t('late.day')} />
        <TextField name="givenAt" label={t('late.time')} keys="numeric" size={8} placeholder="08:30" />
      </div>
      <SelectField
        name="lotId"
        label={t('line.lots')}
        options={lots.map((one) => ({ value: one.lotId, label: `${one.productName} · ${one.lotCode}` }))}
      />
      <SelectField
        name="step"
        label={t('dose.step')}
        options={plannedSteps.map((step) => ({ value: step, label: stepName(step) }))}
      />
      <TextField name="vaccinator" label={t('line.vaccinator')} maxLength={100} />
      <LongTextField name="reason" label={t('late.reason')} maxLength={500} rows={2} />
    </Form>
  )
}
