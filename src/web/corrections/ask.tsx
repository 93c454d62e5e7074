import { useSignal } from '@preact/signals'
import {
  correctionSubjects,
  correctionVoices,
  mayAsk,
  namesDose,
  type CorrectionOwner,
} from '#domain/correction.ts'
import type { AskCorrection, Correction } from '#features/doses/correction-contract.ts'
import { api } from '../shared/api.ts'
import type { In, Out } from '../shared/contract.ts'
import { formatDay } from '../shared/days.ts'
import { useGet } from '../shared/load.ts'
import { paths } from '../shared/paths.ts'
import { useSentId } from '../shared/sent-id.ts'
import { useMay } from '../shared/session.ts'
import { ChoiceField, LongTextField, SelectField, TextField } from '../shared/ui/fields.tsx'
import { Form, required, useForm, type Rule } from '../shared/ui/form.tsx'
import { Loading } from '../shared/ui/loading.tsx'
import { Notice } from '../shared/ui/page.tsx'
import { toast } from '../shared/ui/toast.tsx'
import { sayStep } from '../ward/people-words.ts'
import { Standing, type CorrectionView } from './corrections.tsx'
import { PhotoField } from './photo-field.tsx'
import type { PersonView } from './record.tsx'
import { t } from './words.ts'

type Body = In<typeof AskCorrection>

/** Asks about one person what the asker may not put right; what was asked before is shown first, with its outcome. */
export function AskForm({ personId, onDone }: { personId: string; onDone: () => void }) {
  const person = useGet<PersonView>(`/v1/people/${personId}`)
  const before = useGet<{ items: CorrectionView[] }>('/v1/corrections', {
    personId,
    state: 'all',
    limit: 20,
  })
  return (
    <Loading of={person}>
      {({ doses }) => (
        <Loading of={before}>
          {({ items }) => (
            <>
              {items.length > 0 && (
                <Notice tone="info" title={t('ask.before')}>
                  {items.map((one) => (
                    <div key={one.id}>
                      <a href={paths.corrections.item(one.id)}>{t(`subject.${one.subject}`)}</a>
                      {one.dose !== null && ` (${formatDay(one.dose.givenOn)})`} · {t(`owner.${one.owner}`)}
                      <Standing of={one} />
                    </div>
                  ))}
                </Notice>
              )}
              <Fields personId={personId} doses={doses} onDone={onDone} />
            </>
          )}
        </Loading>
      )}
    </Loading>
  )
}

/** As what this account answers such requests itself. */
function useOffices(): CorrectionOwner[] {
  const may = useMay()
  if (!may('correction.answer')) return []
  return may('review.decide') ? ['centre'] : ['ward']
}

const reasonable: Rule = (value) => (value.trim().length >= 3 ? null : () => t('reason.short'))
const ifDose: Rule = (value, { subject }) =>
  namesDose(subject as Body['subject']) ? required(value, {}) : null

function Fields(props: { personId: string; doses: PersonView['doses']; onDone: () => void }) {
  const { doses } = props
  const offices = useOffices()
  const subjects = correctionSubjects.filter(
    (subject) => mayAsk(subject, offices) && (doses.length > 0 || !namesDose(subject)),
  )
  const idOf = useSentId()
  const photo = useSignal<string | null>(null)
  const form = useForm(
    { subject: '', doseId: '', wrong: '', shouldBe: '', evidence: '', voice: 'person' },
    { subject: [required], doseId: [ifDose], wrong: [required, reasonable] },
  )
  const { subject } = form.values.value
  if (subjects.length === 0) return <Notice tone="info" title={t('ask.all-own')} />
  return (
    <Form
      form={form}
      submitWord={t('ask.send')}
      onSubmit={async ({ doseId, ...values }) => {
        const said = {
          ...values,
          subject: values.subject as Body['subject'],
          voice: values.voice as Body['voice'],
          ...(namesDose(values.subject as Body['subject']) ? { doseId } : {}),
          ...(photo.value === null ? {} : { photo: photo.value }),
        }
        const body: Body = { id: idOf(said), ...said }
        const address = `/v1/people/${props.personId}/corrections`
        const { owner, dueOn } = await api.post<Out<typeof Correction>>(address, body)
        toast(() => t('ask.sent', { owner: t(`owner.${owner}`), day: formatDay(dueOn) }))
        props.onDone()
      }}
    >
      <SelectField
        name="subject"
        label={t('subject')}
        options={[
          { value: '', label: '' },
          ...subjects.map((value) => ({ value, label: t(`subject.${value}`) })),
        ]}
      />
      {namesDose(subject as Body['subject']) && (
        <ChoiceField
          name="doseId"
          label={t('dose')}
          options={doses.map(({ id, step, givenOn, productName }) => ({
            value: id,
            label: `${sayStep(step)} · ${formatDay(givenOn)} · ${productName}`,
          }))}
        />
      )}
      <LongTextField name="wrong" label={t('wrong')} rows={2} maxLength={500} />
      <TextField name="shouldBe" label={t('should-be')} maxLength={500} />
      <LongTextField
        name="evidence"
        label={t('evidence')}
        hint={t('evidence.hint')}
        rows={2}
        maxLength={500}
      />
      <PhotoField photo={photo} />
      <ChoiceField
        name="voice"
        label={t('voice')}
        options={correctionVoices.map((value) => ({ value, label: t(`voice.${value}`) }))}
      />
    </Form>
  )
}
