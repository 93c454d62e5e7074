import { useSignal } from '@preact/signals'
import { plannedSteps } from '#domain/vaccination/steps.ts'
import { formatInstant } from '../shared/days.ts'
import { useAccount } from '../shared/session.ts'
import { Button } from '../shared/ui/button.tsx'
import { Dialog } from '../shared/ui/dialog.tsx'
import { ChoiceField, LongTextField, SelectField } from '../shared/ui/fields.tsx'
import { Form, required, useForm, type Rule } from '../shared/ui/form.tsx'
import { StatusMark } from '../shared/ui/page.tsx'
import { toast } from '../shared/ui/toast.tsx'
import { prepare, sendEntry, whereWord, type Fact, type Prepared } from './entries.ts'
import { pending } from './pending.ts'
import type { TableProps } from './session-page.tsx'
import { shortName, stepName, stepOf, type Card, type CardDose } from './visits.ts'
import { t } from './table-words.ts'

type Row = { card: Card; dose: CardDose }

/** What this phone knows to be given at this session, newest first; each can be put right with a reason. */
export function GivenList(props: TableProps) {
  const { session, desk } = props
  const { authority } = useAccount()
  const open = useSignal<Row | null>(null)
  const rows: Row[] = desk.cards
    .flatMap((card) =>
      card.doses.filter(({ sessionId }) => sessionId === session.id).map((dose) => ({ card, dose })),
    )
    .toSorted((a, b) => b.dose.givenAt.localeCompare(a.dose.givenAt))
  const close = () => {
    open.value = null
  }
  return (
    <section class="people-list">
      <h2>
        {t('given.title')} <span class="count">{rows.filter(({ dose }) => !dose.isVoided).length}</span>
      </h2>
      <ul class="choices">
        {rows.map((row) => (
          <li key={row.dose.doseId}>
            <button
              type="button"
              disabled={row.dose.isVoided}
              onClick={() => {
                open.value = row
              }}
            >
              <strong class={row.dose.isVoided ? 'struck' : ''}>{shortName(row.card.person.fullName)}</strong>
              <span>
                {row.card.person.bornOn.slice(0, 4)} ·{' '}
                {formatInstant(row.dose.givenAt, authority.timeZone).slice(11)} ·{' '}
                {stepName(row.dose.step) || t('card.not-counted')} · {row.dose.lotCode}
              </span>
              <WhereMark doseId={row.dose.doseId} />
              <em>{row.dose.isVoided ? t('given.voided') : t('given.change')}</em>
            </button>
          </li>
        ))}
      </ul>
      <Dialog title={t('given.change')} open={open.value !== null} onClose={close}>
        {open.value !== null && <Change {...props} row={open.value} onDone={close} />}
      </Dialog>
    </section>
  )
}

/** Whether the server has everything of this dose, or only this phone. */
function WhereMark({ doseId }: { doseId: string }) {
  const isHere = pending.value.some(
    ({ fact, isOnServer }) =>
      !isOnServer && (fact.id === doseId || ('doseId' in fact && fact.doseId === doseId)),
  )
  return (
    <StatusMark tone={isHere ? 'info' : 'good'}>
      {t(isHere ? 'queue.on-phone' : 'queue.on-server')}
    </StatusMark>
  )
}

const reasonable: Rule = (value) => (value.trim().length >= 3 ? null : () => t('given.reason-short'))

function Change(props: TableProps & { row: Row; onDone: () => void }) {
  const { card, dose } = props.row
  const lotNow = props.lots.find(
    ({ lotCode, productId }) => lotCode === dose.lotCode && productId === dose.productId,
  )
  const changed: Rule = (lotId, values) =>
    values['what'] === 'void' || lotId !== (lotNow?.lotId ?? '') || values['step'] !== (dose.step ?? '')
      ? null
      : () => t('given.unchanged')
  const form = useForm(
    { what: 'correct', lotId: lotNow?.lotId ?? '', step: dose.step ?? '', reason: '' },
    { what: [required], lotId: [changed], reason: [required, reasonable] },
  )
  const prepared = useSignal<{ key: string; entry: Prepared } | null>(null)
  const of = { personId: card.person.id, sessionId: props.session.id, doseId: dose.doseId }
  const factOf = (values: typeof form.values.value): Fact => {
    const reason = values.reason.trim()
    if (values.what === 'void') return { kind: 'void', ...of, reason }
    const lot = props.lots.find(({ lotId }) => lotId === values.lotId)
    const step = stepOf(values.step)
    const otherLot = lot !== undefined && lot.lotId !== lotNow?.lotId
    return {
      kind: 'correction',
      ...of,
      fields: {
        ...(otherLot ? { lotId: lot.lotId, productId: lot.productId } : {}),
        ...(step === null || step === dose.step ? {} : { statedStep: step }),
      },
      reason,
    }
  }
  return (
    <Form
      form={form}
      submitWord={t('given.save')}
      others={<Button onClick={props.onDone}>{t('common.back')}</Button>}
      onSubmit={async (values) => {
        const fact = factOf(values)
        const key = JSON.stringify(fact)
        const entry = prepared.value?.key === key ? prepared.value.entry : prepare(fact)
        prepared.value = { key, entry }
        const where = await sendEntry(entry)
        toast(() => `${t('given.saved')} ${whereWord(where)}`)
        await props.desk.refresh([card.person.id])
        props.onDone()
      }}
    >
      <p>
        <strong>{card.person.fullName}</strong>
      </p>
      <ChoiceField
        name="what"
        label={t('given.what')}
        options={[
          { value: 'correct', label: t('given.correct') },
          { value: 'void', label: t('given.void') },
        ]}
      />
      {form.values.value.what === 'correct' && (
        <>
          <SelectField
            name="lotId"
            label={t('line.lots')}
            options={props.lots.map((lot) => ({
              value: lot.lotId,
              label: `${lot.productName} · ${lot.lotCode}`,
            }))}
          />
          <SelectField
            name="step"
            label={t('dose.step')}
            options={plannedSteps.map((step) => ({ value: step, label: stepName(step) }))}
          />
        </>
      )}
      <LongTextField name="reason" label={t('given.reason')} maxLength={500} rows={2} />
    </Form>
  )
}
