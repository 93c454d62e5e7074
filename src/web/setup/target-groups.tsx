import type { CreateTargetGroup } from '#features/campaigns/contract.ts'
import { api } from '../shared/api.ts'
import type { In } from '../shared/contract.ts'
import { NumberField, SelectField, TextField } from '../shared/ui/fields.tsx'
import { Form, required, useForm, wholeNumber, type Rule } from '../shared/ui/form.tsx'
import { toastSaved } from '../shared/ui/toast.tsx'
import { t } from './target-words.ts'

const codesRule: Rule = (value) => (readCodes(value) === 'wrong' ? () => t('codes.wrong') : null)

/** Null means every code. */
function readCodes(text: string): number[] | null | 'wrong' {
  if (text.trim() === '') return null
  const codes = text.split(/[\s,;]+/).filter((part) => part !== '')
  const fit = codes.every((part) => /^\d{1,2}$/.test(part) && Number(part) >= 1 && Number(part) <= 16)
  return fit ? codes.map(Number) : 'wrong'
}

/** Ages are chosen from the boundaries at which doses are counted. */
export function NewGroup(props: {
  campaignId: string
  ageCuts: readonly number[]
  onMade: () => Promise<void>
}) {
  const form = useForm(
    { name: '', ageFrom: '', ageTo: '', codes: '', goalPercent: '95' },
    {
      name: [required],
      ageFrom: [required],
      codes: [codesRule],
      goalPercent: [required, wholeNumber(1, 100)],
    },
  )
  const from = Number(form.values.value.ageFrom)
  const option = (age: number) => ({ value: String(age), label: String(age) })
  return (
    <Form
      form={form}
      submitWord={t('groups.new')}
      onSubmit={async ({ name, ageFrom, ageTo, codes, goalPercent }) => {
        const read = readCodes(codes)
        const body: In<typeof CreateTargetGroup> = {
          name,
          ageFrom: Number(ageFrom),
          ageTo: ageTo === '' ? null : Number(ageTo),
          codes: read === 'wrong' ? null : read,
          goalPercent: Number(goalPercent),
        }
        await api.post(`/v1/campaigns/${props.campaignId}/target-groups`, body)
        toastSaved()
        form.reset()
        await props.onMade()
      }}
    >
      <TextField name="name" label={t('name')} maxLength={120} />
      <div class="fields-row">
        <SelectField name="ageFrom" label={t('ages.from')} options={props.ageCuts.map(option)} />
        <SelectField
          name="ageTo"
          label={t('ages.to')}
          options={[
            { value: '', label: t('ages.open') },
            ...props.ageCuts.filter((age) => age > from).map(option),
          ]}
        />
      </div>
      <TextField name="codes" label={t('codes')} hint={t('codes.hint')} size={24} />
      <NumberField name="goalPercent" label={t('goal')} size={5} />
    </Form>
  )
}
