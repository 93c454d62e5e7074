import type { ReviewAnswer } from '#domain/vaccination/review.ts'
import { api } from '../shared/api.ts'
import { paths } from '../shared/paths.ts'
import { useNavigate } from '../shared/router.ts'
import { useSentId } from '../shared/sent-id.ts'
import { Dialog } from '../shared/ui/dialog.tsx'
import { TextField } from '../shared/ui/fields.tsx'
import { Form, required, useForm } from '../shared/ui/form.tsx'
import { toast } from '../shared/ui/toast.tsx'
import { answerName } from './kind-words.ts'
import { t } from './words.ts'

export type Chosen = { decision: ReviewAnswer; doseId?: string; countedDoseIds?: string[] }

/** The reason, asked for in the same breath as the answer. @param props.etag of the question as it is shown. */
export function Decide(props: {
  path: string
  etag: string | null
  chosen: Chosen | null
  close: () => void
}) {
  const { chosen, ...question } = props
  // Here, not in the form: the dialog may be closed before the answer comes.
  const navigate = useNavigate()
  return (
    <Dialog
      title={chosen === null ? '' : answerName(chosen.decision)}
      open={chosen !== null}
      onClose={props.close}
    >
      {chosen !== null && (
        <ReasonForm {...question} chosen={chosen} onDone={() => navigate(paths.review.list())} />
      )}
    </Dialog>
  )
}

function ReasonForm(props: { path: string; etag: string | null; chosen: Chosen; onDone: () => void }) {
  const { path, etag, chosen } = props
  const idOf = useSentId()
  const form = useForm({ reason: '' }, { reason: [required] })
  return (
    <Form
      form={form}
      submitWord={t('send')}
      danger={chosen.decision === 'voided' || chosen.decision === 'set-aside'}
      onSubmit={async ({ reason }) => {
        const seen = etag === null ? {} : { ifMatch: etag }
        const answer = { ...chosen, reason }
        await api.post(`${path}/decisions`, { id: idOf(answer), ...answer }, seen)
        toast(() => t('done'))
        props.onDone()
      }}
    >
      <TextField name="reason" label={t('reason')} hint={t('reason.hint')} maxLength={500} />
    </Form>
  )
}
