import { SecretField, TextField } from '../shared/ui/fields.tsx'
import { Form, required, useForm, type Rule } from '../shared/ui/form.tsx'
import { t } from './words.ts'

export type Typed = { who: string; pin: string }

export const sixDigits: Rule = (value) => (/^\d{6}$/.test(value) ? null : () => t('pin.six'))

/** Own name or number, and PIN. */
export function WhoForm({ send }: { send: (typed: Typed) => Promise<void> }) {
  const form = useForm<Typed>({ who: '', pin: '' }, { who: [required], pin: [required] })
  return (
    <Form form={form} submitWord={t('submit')} onSubmit={send}>
      <TextField name="who" label={t('who')} hint={t('who.hint')} autocomplete="name" maxLength={120} />
      <SecretField
        keys="numeric"
        name="pin"
        label={t('pin')}
        hint={t('pin.hint')}
        autocomplete="current-password"
      />
    </Form>
  )
}
