import type { AnswerCorrection } from '#features/doses/correction-contract.ts'
import { api } from '../shared/api.ts'
import type { In } from '../shared/contract.ts'
import { useSentId } from '../shared/sent-id.ts'
import { useAccount } from '../shared/session.ts'
import { Dialog } from '../shared/ui/dialog.tsx'
import { ChoiceField, LongTextField } from '../shared/ui/fields.tsx'
import { Form, required, useForm, type Rule } from '../shared/ui/form.tsx'
import { Notice } from '../shared/ui/page.tsx'
import { toast } from '../shared/ui/toast.tsx'
import type { Read } from './correction.tsx'
import { sayChange } from './steps.tsx'
import { t } from './words.ts'

export type Answering = 'done' | 'refuse' | 'hand-over'
type Props = Read & { answering: Answering | null; onClose: () => void; onDone: () => Promise<void> }

/** The answer with its reason, or with the change of the record that did it. */
export function AnswerDialog(props: Props) {
  const { answering, request, onClose } = props
  const title =
    answering === 'hand-over'
      ? t(request.owner === 'ward' ? 'act.hand-over.centre' : 'act.hand-over.ward')
      : t(`act.${answering ?? 'done'}`)
  return (
    <Dialog title={title} open={answering !== null} onClose={onClose}>
      {answering === 'done' ? (
        <DoneForm {...props} />
      ) : (
        answering !== null && <ReasonForm {...props} act={answering} title={title} />
      )}
    </Dialog>
  )
}

function useSend({ path, etag, onDone }: Props) {
  const idOf = useSentId()
  return async (body: Omit<In<typeof AnswerCorrection>, 'id'>) => {
    await api.post(`${path}/steps`, { id: idOf(body), ...body }, { ifMatch: etag ?? '' })
    toast(() => t('saved'))
    await onDone()
  }
}

const reasonable: Rule = (value) => (value.trim().length >= 3 ? null : () => t('reason.short'))

function ReasonForm(props: Props & { act: 'refuse' | 'hand-over'; title: string }) {
  const send = useSend(props)
  const form = useForm({ reason: '' }, { reason: [required, reasonable] })
  return (
    <Form
      form={form}
      submitWord={props.title}
      danger={props.act === 'refuse'}
      onSubmit={({ reason }) => send({ act: props.act, reason })}
    >
      <LongTextField name="reason" label={t('reason')} rows={3} maxLength={500} />
    </Form>
  )
}

/** Done names a change that was made where such changes are made; without one there is nothing to say. */
function DoneForm(props: Props) {
  const send = useSend(props)
  const { timeZone } = useAccount().authority
  const { changes } = props.request
  const form = useForm({ change: changes[0]?.id ?? '', reason: '' }, { change: [required] })
  if (changes.length === 0) return <Notice tone="warn" title={t('change.none')} />
  return (
    <Form
      form={form}
      submitWord={t('act.done')}
      onSubmit={async ({ change, reason }) => {
        const { kind, id } = changes.find((one) => one.id === change)!
        await send({ act: 'done', reason, outcome: { kind, id } })
      }}
    >
      <ChoiceField
        name="change"
        label={t('change')}
        options={changes.map((one) => ({ value: one.id, label: sayChange(one, timeZone) }))}
      />
      <LongTextField name="reason" label={t('note')} rows={2} maxLength={500} />
    </Form>
  )
}
