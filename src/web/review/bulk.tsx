import { useSignal } from '@preact/signals'
import type { ReviewAnswer } from '#domain/vaccination/review.ts'
import { api, ApiProblem } from '../shared/api.ts'
import { newId } from '../shared/clock.ts'
import { Button } from '../shared/ui/button.tsx'
import { TextField } from '../shared/ui/fields.tsx'
import { Form, required, useForm } from '../shared/ui/form.tsx'
import { Card, Notice } from '../shared/ui/page.tsx'
import { toast } from '../shared/ui/toast.tsx'
import { answerName } from './kind-words.ts'
import { t } from './words.ts'

/** One answer and one reason for the chosen questions; each is decided by itself, and one that fails stops no other. */
export function Bulk(props: {
  answer: ReviewAnswer
  questions: readonly { id: string; version: number }[]
  chooseAll: () => void
  /** @param left of which questions no answer was taken. */
  onDone: (left: readonly string[]) => Promise<void>
}) {
  const { answer, questions } = props
  const form = useForm({ reason: '' }, { reason: [required] })
  const left = useSignal<{ count: number; why: string } | null>(null)
  const send = async ({ reason }: { reason: string }) => {
    const refused: { id: string; why: string }[] = []
    for (const question of questions) {
      const body = { id: newId(), decision: answer, reason }
      const problem = await api
        .post(`/v1/reviews/${question.id}/decisions`, body, { ifMatch: `"${question.version}"` })
        .then(
          () => null,
          (error: unknown) => {
            if (!(error instanceof ApiProblem)) throw error
            return error.title
          },
        )
      if (problem !== null) refused.push({ id: question.id, why: problem })
    }
    const count = questions.length - refused.length
    if (count > 0) toast(() => t('bulk.done', { count }))
    left.value = refused.length === 0 ? null : { count: refused.length, why: refused[0]!.why }
    if (refused.length === 0) form.reset()
    await props.onDone(refused.map(({ id }) => id))
  }
  return (
    <Card title={t('bulk.title')} actions={<Button onClick={props.chooseAll}>{t('choose.all')}</Button>}>
      <p>{t('bulk.lead')}</p>
      {left.value !== null && <Notice tone="warn" title={t('bulk.left', left.value)} />}
      {questions.length > 0 && (
        <Form
          form={form}
          submitWord={t('bulk.do', { answer: answerName(answer), count: questions.length })}
          onSubmit={send}
        >
          <TextField name="reason" label={t('reason')} hint={t('reason.hint')} maxLength={500} />
        </Form>
      )}
    </Card>
  )
}
