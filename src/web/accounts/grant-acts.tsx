import { useSignal } from '@preact/signals'
import type { AccountPage, swapBody } from '#features/accounts/contract.ts'
import { api } from '../shared/api.ts'
import type { In, Out } from '../shared/contract.ts'
import { t as k } from '../shared/kit-words.ts'
import { roleName } from '../shared/roles.ts'
import { Button } from '../shared/ui/button.tsx'
import { SelectField, TextField } from '../shared/ui/fields.tsx'
import { Form, required, useForm } from '../shared/ui/form.tsx'
import { toast, toastSaved } from '../shared/ui/toast.tsx'
import { reasonOf, reasonOptions, whereOf, type Account, type Grant } from './types.ts'
import { t } from './words.ts'

type Act = { accountId: string; grant: Grant; onDone: () => Promise<void>; onClose: () => void }

/** Ended now; what was given stays in the books. */
export function EndGrant({ accountId, grant, onDone, onClose }: Act) {
  const form = useForm({ reason: '' }, { reason: [required] })
  return (
    <Form
      form={form}
      submitWord={t('grant.end')}
      danger
      onSubmit={async ({ reason }) => {
        await api.post(`/v1/accounts/${accountId}/grants/${grant.id}/end`, { reason: reasonOf(reason) })
        toastSaved()
        await onDone()
      }}
      others={<Button onClick={onClose}>{k('form.cancel')}</Button>}
    >
      <p>
        <strong>{`${roleName(grant.role)}, ${whereOf(grant)}`}</strong>
      </p>
      <SelectField name="reason" label={t('reason')} options={reasonOptions()} />
    </Form>
  )
}

/** Someone else takes over the post: found by name, chosen from those found. */
export function SwapGrant({ accountId, grant, onDone, onClose }: Act) {
  const found = useSignal<Account[] | null>(null)
  const finding = useForm({ text: '' }, { text: [required] })
  const form = useForm({ toAccountId: '', reason: 'absent' }, { toAccountId: [required], reason: [required] })
  return (
    <>
      <p>
        <strong>{`${roleName(grant.role)}, ${whereOf(grant)}`}</strong>
      </p>
      <Form
        form={finding}
        submitWord={t('search.go')}
        onSubmit={async ({ text }) => {
          const { items } = await api.post<Out<typeof AccountPage>>('/v1/accounts/search', {
            text,
            disabled: false,
          })
          found.value = items.filter(({ id }) => id !== accountId)
        }}
      >
        <TextField name="text" label={t('swap.find')} keys="search" maxLength={100} />
      </Form>
      {found.value !== null && found.value.length === 0 && <p role="status">{t('search.none')}</p>}
      {found.value !== null && found.value.length > 0 && (
        <Form
          form={form}
          submitWord={t('grant.swap')}
          onSubmit={async ({ toAccountId, reason }) => {
            const body: In<typeof swapBody> = { grantId: grant.id, toAccountId, reason: reasonOf(reason) }
            await api.post(`/v1/accounts/${accountId}/swap`, body)
            toast(() => t('swap.done'))
            await onDone()
          }}
          others={<Button onClick={onClose}>{k('form.cancel')}</Button>}
        >
          <SelectField
            name="toAccountId"
            label={t('swap.to')}
            options={found.value.map(({ id, fullName, signInName }) => ({
              value: id,
              label: `${fullName} (${signInName})`,
            }))}
          />
          <SelectField name="reason" label={t('reason')} options={reasonOptions()} />
        </Form>
      )}
    </>
  )
}
