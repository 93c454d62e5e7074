import { useSignal } from '@preact/signals'
import { formatInstant } from '../shared/days.ts'
import { useAccount } from '../shared/session.ts'
import { Button } from '../shared/ui/button.tsx'
import { ChecksField, ChoiceField, listOf, LongTextField, TextField } from '../shared/ui/fields.tsx'
import { Form, required, useForm, type Rule } from '../shared/ui/form.tsx'
import { Card as Sheet } from '../shared/ui/page.tsx'
import { toast } from '../shared/ui/toast.tsx'
import { prepare, sendEntry, whereWord, type Fact, type Prepared } from './entries.ts'
import { serverNow, toPhoneClock } from './this-phone.ts'
import type { Card } from './visits.ts'
import { t } from './table-words.ts'
import { instantAt, parseTime } from '../shared/local-time.ts'
import { localDateAt } from '#domain/dates.ts'

/** What the site's form lists; anything else is written down. */
const symptoms = [
  'pain',
  'swelling',
  'fever',
  'fatigue',
  'headache',
  'rash',
  'vomiting',
  'dyspnoea',
  'fainting',
] as const
const grades = ['1', '2', '3', '4'] as const

const time: Rule = (value) => (parseTime(value) === null ? () => t('late.time-wrong') : null)

/** A reaction after the injection, common or severe. */
export function ReactionForm(props: {
  card: Card
  sessionId: string
  onDone: () => Promise<void>
  onCancel: () => void
}) {
  const { card } = props
  const { timeZone } = useAccount().authority
  const form = useForm(
    {
      severity: 'common',
      grade: '',
      onset: formatInstant(serverNow().toISOString(), timeZone).slice(11),
      symptoms: '',
      treatment: '',
      outcome: '',
    },
    { severity: [required], onset: [required, time] },
  )
  const prepared = useSignal<{ key: string; entry: Prepared } | null>(null)
  return (
    <Sheet title={t('reaction.title')}>
      <p>
        <strong>{card.person.fullName}</strong>
      </p>
      <Form
        form={form}
        submitWord={t('reaction.save')}
        others={<Button onClick={props.onCancel}>{t('common.back')}</Button>}
        onSubmit={async (values) => {
          const severity = values.severity === 'severe' ? 'severe' : 'common'
          const fact: Fact = {
            kind: 'reaction',
            personId: card.person.id,
            sessionId: props.sessionId,
            doseId: card.visit.doseIds.at(-1)!,
            onsetAt: toPhoneClock(
              instantAt(localDateAt(serverNow(), timeZone), parseTime(values.onset)!, timeZone),
            ),
            where: 'site',
            severity,
            grade: severity === 'severe' && values.grade !== '' ? Number(values.grade) : null,
            symptoms: listOf(values.symptoms),
            treatment: values.treatment.trim(),
            outcome: values.outcome.trim(),
          }
          const key = JSON.stringify(fact)
          const entry = prepared.value?.key === key ? prepared.value.entry : prepare(fact)
          prepared.value = { key, entry }
          const where = await sendEntry(entry)
          toast(() => `${t('reaction.saved')} ${whereWord(where)}`)
          await props.onDone()
        }}
      >
        <ChoiceField
          name="severity"
          label={t('reaction.severity')}
          options={[
            { value: 'common', label: t('reaction.common') },
            { value: 'severe', label: t('reaction.severe') },
          ]}
        />
        {form.values.value.severity === 'severe' && (
          <ChoiceField
            name="grade"
            label={t('reaction.grade')}
            options={grades.map((grade) => ({ value: grade, label: t(`reaction.grade-${grade}`) }))}
          />
        )}
        <TextField name="onset" label={t('reaction.onset')} keys="numeric" size={8} />
        <ChecksField
          name="symptoms"
          label={t('reaction.symptoms')}
          options={symptoms.map((symptom) => ({ value: symptom, label: t(`symptom.${symptom}`) }))}
        />
        <LongTextField name="treatment" label={t('reaction.treatment')} maxLength={500} rows={2} />
        <LongTextField name="outcome" label={t('reaction.outcome')} maxLength={500} rows={2} />
      </Form>
    </Sheet>
  )
}
