import { lossRemedies, type LossStatement } from '#domain/sync/queue.ts'
import type { Line } from '../phone/phone.ts'
import { now } from '../shared/clock.ts'
import { ChoiceField, TextField } from '../shared/ui/fields.tsx'
import { Form, required, useForm, type Rule } from '../shared/ui/form.tsx'
import { thisPhone } from '../site/this-phone.ts'
import { t } from './words.ts'

const REASON_MIN = 3
const longEnough: Rule = (value) => (value.trim().length < REASON_MIN ? () => t('lost.reason-short') : null)

/**
 * What became of an entry that this phone can read no more, said by its author or whoever leads: from then on it is told
 * to the server, which puts it before the centre, and the phone counts it as unsent no longer.
 */
export function SayLost(props: { line: Line; id: string; saidBy: string; onSaid: () => void }) {
  const form = useForm({ remedy: '', reason: '' }, { remedy: [required], reason: [required, longEnough] })
  return (
    <Form
      form={form}
      submitWord={t('lost.do')}
      onSubmit={async ({ remedy, reason }) => {
        const statement: LossStatement = {
          remedy: lossRemedies.find((one) => one === remedy)!,
          reason: reason.trim(),
          saidBy: props.saidBy,
          saidAt: now().toISOString(),
        }
        await (await thisPhone()).sayLost(props.line, props.id, statement)
        props.onSaid()
      }}
    >
      <p>{t('lost.lead')}</p>
      <ChoiceField
        name="remedy"
        label={t('lost.remedy')}
        options={lossRemedies.map((value) => ({ value, label: t(`lost.${value}`) }))}
      />
      <TextField name="reason" label={t('lost.reason')} hint={t('lost.reason-hint')} maxLength={500} />
    </Form>
  )
}
