import type { RegisterChild, RegisteredPerson } from '#features/registrants/contract.ts'
import { api } from '../shared/api.ts'
import type { In, Out } from '../shared/contract.ts'
import { parseDay } from '../shared/days.ts'
import { useOnceId } from '../shared/sent-id.ts'
import { ChoiceField, DayField, SelectField, TextField } from '../shared/ui/fields.tsx'
import { day, Form, required, useForm } from '../shared/ui/form.tsx'
import { Card } from '../shared/ui/page.tsx'
import { t as p } from './people-words.ts'
import { LikelyNotice, useLikely } from './person-likely.tsx'
import type { Card as Person } from './person-types.ts'
import { t } from './person-words.ts'

const relations = ['mother', 'father', 'grandparent', 'other'] as const

/** A birth, told on the guardian's card. Children who may be the same are shown before anything is stored. */
export function ChildForm({ guardian, onMade }: { guardian: Person; onMade: (id: string) => void }) {
  const once = useOnceId()
  const relation = guardian.sex === 'female' ? 'mother' : guardian.sex === 'male' ? 'father' : ''
  const form = useForm(
    { fullName: '', bornOn: '', sex: '', relation },
    { fullName: [required], bornOn: [required, day], sex: [required], relation: [required] },
  )
  const { likely, shownIds, show } = useLikely(form.values.value)
  const asksAgain = likely.length > 0
  return (
    <Card>
      <p>{t('child.lead')}</p>
      <Form
        form={form}
        submitWord={asksAgain ? t('child.other') : t('child.save')}
        onSubmit={async (values) => {
          const body = {
            fullName: values.fullName,
            bornOn: parseDay(values.bornOn)!,
            sex: values.sex,
            relation: values.relation,
            isOtherPerson: asksAgain,
            otherThan: shownIds,
          } as Omit<In<typeof RegisterChild>, 'id'>
          const address = `/v1/people/${guardian.id}/children`
          const answer = await once.send((id) =>
            api.post<Out<typeof RegisteredPerson>>(address, { id, ...body }),
          )
          if (answer.person !== null) onMade(answer.person.id)
          else show(answer.likely)
        }}
      >
        <TextField name="fullName" label={t('child.name')} maxLength={100} />
        <DayField name="bornOn" label={p('born')} />
        <ChoiceField
          name="sex"
          label={t('sex')}
          options={(['male', 'female'] as const).map((value) => ({ value, label: t(`sex.${value}`) }))}
        />
        <SelectField
          name="relation"
          label={t('guardian.relation')}
          options={relations.map((value) => ({ value, label: t(`relation.${value}`) }))}
        />
        <LikelyNotice likely={likely} />
      </Form>
    </Card>
  )
}
