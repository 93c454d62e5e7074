import type { UpdateResidentialGroup } from '#features/geography/contract.ts'
import { api } from '../shared/api.ts'
import type { In } from '../shared/contract.ts'
import { formatDay, parseDay } from '../shared/days.ts'
import { DayField, TextField } from '../shared/ui/fields.tsx'
import { day, Form, required, useForm } from '../shared/ui/form.tsx'
import { Card } from '../shared/ui/page.tsx'
import { toast } from '../shared/ui/toast.tsx'
import type { GroupView } from './groups.tsx'
import { t } from './group-words.ts'

export function RenameGroup(props: { group: GroupView; on: string; onChanged: () => Promise<void> }) {
  const { group } = props
  const form = useForm(
    { name: group.name, code: group.code, on: formatDay(props.on) },
    { name: [required], code: [required], on: [required, day] },
  )
  return (
    <Card>
      <p>{t('rename.lead')}</p>
      <Form
        form={form}
        submitWord={t('rename.do')}
        onSubmit={async ({ name, code, on }) => {
          const body: In<typeof UpdateResidentialGroup> = {
            name: name.trim(),
            code: code.trim(),
            on: parseDay(on)!,
          }
          await api.patch(`/v1/residential-groups/${group.id}`, body, { ifMatch: `"${group.version}"` })
          toast(() => t('rename.done'))
          await props.onChanged()
        }}
      >
        <div class="fields-row">
          <TextField name="name" label={t('name')} maxLength={120} />
          <TextField name="code" label={t('code')} hint={t('code.hint')} size={8} maxLength={20} />
          <DayField name="on" label={t('rename.on')} />
        </div>
      </Form>
    </Card>
  )
}
