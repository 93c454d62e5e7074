import { plannedSteps } from '#domain/vaccination/steps.ts'
import type { AmendDose } from '#features/doses/correction-contract.ts'
import type { Lot } from '#features/stock/lot-contract.ts'
import { api } from '../shared/api.ts'
import type { In, Out } from '../shared/contract.ts'
import { formatDay, parseDay } from '../shared/days.ts'
import { useSentId } from '../shared/sent-id.ts'
import { useAll } from '../shared/wards.ts'
import { Dialog } from '../shared/ui/dialog.tsx'
import { DayField, LongTextField, SelectField } from '../shared/ui/fields.tsx'
import { day, Form, required, useForm, type Rule } from '../shared/ui/form.tsx'
import { Loading } from '../shared/ui/loading.tsx'
import { Notice } from '../shared/ui/page.tsx'
import { toast } from '../shared/ui/toast.tsx'
import { sayStep } from '../ward/people-words.ts'
import type { Detail } from './correction.tsx'
import { t } from './words.ts'

type Dose = NonNullable<Detail['dose']>
export type Amending = { act: 'void' | 'correct'; dose: Dose }
type Body = Omit<In<typeof AmendDose>, 'id'>
type Props = { dose: Dose; onDone: () => Promise<void> }

/** A recorded dose taken back or corrected by the centre: a fact of its own, and everything counted follows. */
export function AmendDialog(props: {
  amending: Amending | null
  onClose: () => void
  onDone: () => Promise<void>
}) {
  const { amending, onClose, onDone } = props
  return (
    <Dialog
      title={amending === null ? '' : t(`amend.${amending.act}`)}
      open={amending !== null}
      onClose={onClose}
    >
      {amending?.act === 'void' && <VoidForm dose={amending.dose} onDone={onDone} />}
      {amending?.act === 'correct' && <CorrectForm dose={amending.dose} onDone={onDone} />}
    </Dialog>
  )
}

function useSend({ dose, onDone }: Props) {
  const idOf = useSentId()
  return async (body: Body) => {
    await api.post(`/v1/doses/${dose.id}/changes`, { id: idOf(body), ...body })
    toast(() => t('amend.saved'))
    await onDone()
  }
}

const reasonable: Rule = (value) => (value.trim().length >= 3 ? null : () => t('reason.short'))
const whichDose = ({ givenOn, productName, lotCode }: Dose) =>
  [formatDay(givenOn), productName, lotCode].filter(Boolean).join(' · ')

function VoidForm(props: Props) {
  const send = useSend(props)
  const form = useForm({ reason: '' }, { reason: [required, reasonable] })
  return (
    <Form
      form={form}
      submitWord={t('amend.void')}
      danger
      onSubmit={({ reason }) => send({ act: 'void', reason })}
    >
      <p>
        <strong>{whichDose(props.dose)}</strong>
      </p>
      <Notice tone="warn" title={t('amend.void.hint')} />
      <LongTextField name="reason" label={t('reason')} rows={2} maxLength={500} />
    </Form>
  )
}

function CorrectForm(props: Props) {
  const { dose } = props
  const send = useSend(props)
  const lots = useAll<Out<typeof Lot>>('/v1/lots')
  const givenOn = formatDay(dose.givenOn)
  const changed: Rule = (value, { lotId, step }) =>
    lotId !== '' || step !== '' || value !== givenOn ? null : () => t('amend.unchanged')
  const form = useForm(
    { lotId: '', givenOn, step: '', reason: '' },
    { givenOn: [required, day, changed], reason: [required, reasonable] },
  )
  const same = { value: '', label: t('amend.same') }
  return (
    <Form
      form={form}
      submitWord={t('amend.correct')}
      onSubmit={(values) => {
        const fields: Body['fields'] = {
          ...(values.givenOn === givenOn ? {} : { givenOn: parseDay(values.givenOn)! }),
          ...(values.lotId === '' ? {} : { lotId: values.lotId }),
          ...(values.step === '' ? {} : { statedStep: plannedSteps.find((one) => one === values.step)! }),
        }
        return send({ act: 'correct', fields, reason: values.reason })
      }}
    >
      <p>
        <strong>{whichDose(dose)}</strong>
      </p>
      <DayField name="givenOn" label={t('amend.day')} />
      <Loading of={lots}>
        {(all) => (
          <SelectField
            name="lotId"
            label={t('amend.lot')}
            options={[
              same,
              ...all.map(({ id, code, productName }) => ({ value: id, label: `${productName} · ${code}` })),
            ]}
          />
        )}
      </Loading>
      <SelectField
        name="step"
        label={t('amend.step')}
        options={[same, ...plannedSteps.map((value) => ({ value, label: sayStep(value) }))]}
      />
      <LongTextField name="reason" label={t('reason')} rows={2} maxLength={500} />
    </Form>
  )
}
