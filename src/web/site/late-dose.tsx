import { useSignal } from '@preact/signals'
import { foldLotCode } from '#domain/lot-pack.ts'
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
import { shortName, stepName, stepOf, type Card } from './visits.ts'
import { t } from './table-words.ts'
import { instantAt, parseTime } from '../shared/local-time.ts'

/** What a pile of papers has in common: kept from one to the next. */
type Kept = {
  givenOn: string
  givenAt: string
  lotId: string
  /** As it stands on the vial, and of which vaccine, where the lot is none of the session's. */
  lotCode: string
  productId: string
  vaccinator: string
  reason: string
}
/** In place of a lot of the session. */
const OTHER = 'other'

/**
 * Doses given a while ago and written on paper, one after the other: with their own time, and why they come late. Day,
 * lot, vaccinator and reason stay for the next paper. What is in an arm is taken down whatever the books say of its lot.
 *
 * @param props.lotCode of the vial in the hand; empty for a pile of papers.
 */
export function LateDose(props: TableProps & { lotCode: string; onDone: () => void }) {
  const { session, lot, lots, lotCode, vaccinatorName } = props
  const stated = lots.find((one) => foldLotCode(one.lotCode) === foldLotCode(lotCode))
  const products = productsOf(session, lots)
  const card = useSignal<Card | null>(null)
  const kept = useSignal<Kept>({
    givenOn: formatDay(session.sessionOn),
    givenAt: '',
    lotId: lotCode === '' ? (lot?.lotId ?? '') : (stated?.lotId ?? OTHER),
    lotCode,
    productId: products.length === 1 ? products[0]!.value : '',
    vaccinator: vaccinatorName,
    reason: t('late.reason-paper'),
  })
  const entered = useSignal<string[]>([])
  return (
    <Sheet title={t('late.title')} actions={<Button onClick={props.onDone}>{t('late.end')}</Button>}>
      <Notice tone="info" title={t('late.lead')} />
      {entered.value.length > 0 && (
        <p role="status">
          <strong>{t('late.count', { count: entered.value.length })}</strong>{' '}
          {entered.value.slice(-3).toReversed().join(' · ')}
        </p>
      )}
      {card.value === null ? (
        <FindPerson
          key={entered.value.length}
          typing
          sessionId={session.id}
          onFound={(found) => {
            card.value = found
          }}
        />
      ) : (
        <>
          <PersonCard card={card.value} />
          <LateForm
            {...props}
            card={card.value}
            kept={kept.value}
            onCancel={() => {
              card.value = null
            }}
            onRecorded={(next, line) => {
              kept.value = next
              entered.value = [...entered.value, line]
              card.value = null
            }}
          />
        </>
      )}
    </Sheet>
  )
}

/** What the session was planned with, and what was issued to it. */
function productsOf({ vaccines }: TableProps['session'], lots: TableProps['lots']) {
  const names = new Map([...vaccines, ...lots].map(({ productId, productName }) => [productId, productName]))
  return [...names].map(([value, label]) => ({ value, label }))
}

const time: Rule = (value) =>
  value.trim() === '' || parseTime(value) !== null ? null : () => t('late.time-wrong')
/** Asked for only where the lot is none of the session's. */
const ofOther: Rule = (value, values) => (values['lotId'] === OTHER ? required(value, values) : null)
const reasonable: Rule = (value) => (value.trim().length >= 3 ? null : () => t('given.reason-short'))

function LateForm(
  props: TableProps & {
    card: Card
    kept: Kept
    onCancel: () => void
    onRecorded: (kept: Kept, line: string) => void
  },
) {
  const { card, session, lots, kept } = props
  const { timeZone } = useAccount().authority
  const form = useForm(
    { ...kept, step: card.next.step ?? '' },
    {
      givenOn: [required, day],
      givenAt: [required, time],
      lotId: [required],
      lotCode: [ofOther],
      productId: [ofOther],
      step: [required],
      reason: [required, reasonable],
    },
  )
  const prepared = useSignal<{ key: string; entry: Prepared } | null>(null)
  return (
    <Form
      form={form}
      submitWord={t('late.save')}
      others={<Button onClick={props.onCancel}>{t('common.back')}</Button>}
      onSubmit={async (values) => {
        const chosen = lots.find(({ lotId }) => lotId === values.lotId)
        const givenOn = parseDay(values.givenOn)!
        const fact: Fact = {
          kind: 'dose',
          personId: card.person.id,
          sessionId: session.id,
          productId: chosen?.productId ?? values.productId,
          lot:
            chosen === undefined ? { code: values.lotCode.trim(), expiresOn: null } : { lotId: chosen.lotId },
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
        const { step, ...same } = values
        props.onRecorded(same, `${shortName(card.person.fullName)} ${same.givenAt} ${stepName(step)}`)
        await props.desk.refresh([card.person.id])
      }}
    >
      <div class="fields-row">
        <DayField name="givenOn" label={t('late.day')} />
        <TextField name="givenAt" label={t('late.time')} keys="numeric" size={8} placeholder="08:30" />
      </div>
      <SelectField
        name="lotId"
        label={t('line.lots')}
        options={[
          ...lots.map((one) => ({ value: one.lotId, label: `${one.productName} · ${one.lotCode}` })),
          { value: OTHER, label: t('late.other-lot') },
        ]}
      />
      {form.values.value.lotId === OTHER && (
        <>
          <TextField name="lotCode" label={t('late.lot-code')} maxLength={20} />
          <SelectField name="productId" label={t('late.product')} options={productsOf(session, lots)} />
        </>
      )}
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
