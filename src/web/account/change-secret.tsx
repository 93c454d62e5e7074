import { provePin } from '../lock/lock.ts'
import { api } from '../shared/api.ts'
import { loadAccount, type AccountView } from '../shared/session.ts'
import { SecretField } from '../shared/ui/fields.tsx'
import { Form, required, useForm, type Rule } from '../shared/ui/form.tsx'
import { toast } from '../shared/ui/toast.tsx'
import { t } from './words.ts'

const sameAsNext: Rule = (value, { next }) => (value === next ? null : () => t('change.differs'))

/** The person's own new password or PIN; their sign-ins elsewhere end. */
export function ChangeSecret(props: {
  kind: AccountView['secretKind']
  /** Known when it was typed a moment ago: nobody is asked twice. */
  current?: string
}) {
  const form = useForm(
    { current: props.current ?? '', next: '', repeat: '' },
    { current: [required], next: [required], repeat: [required, sameAsNext] },
  )
  const keys = props.kind === 'pin' ? 'numeric' : 'text'
  return (
    <Form
      form={form}
      submitWord={t('change.submit')}
      onSubmit={async ({ current, next }) => {
        await api.post('/v1/account/secret', { current, next })
        if (props.kind === 'pin') {
          const { id } = await api.get<AccountView>('/v1/account')
          await provePin(id, next)
        }
        form.reset()
        toast(() => t('change.done'))
        await loadAccount()
      }}
    >
      {props.current === undefined && (
        <SecretField name="current" label={t('change.current')} autocomplete="current-password" />
      )}
      <SecretField
        name="next"
        label={t('change.new')}
        autocomplete="new-password"
        keys={keys}
        hint={props.kind === 'pin' ? t('change.hint-pin') : t('change.hint-password')}
      />
      <SecretField name="repeat" label={t('change.repeat')} autocomplete="new-password" keys={keys} />
    </Form>
  )
}
