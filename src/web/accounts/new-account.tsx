import { useSignal } from '@preact/signals'
import type { AccountPage, accountBody, NewAccountOut } from '#features/accounts/contract.ts'
import { api, ApiProblem } from '../shared/api.ts'
import type { In, Out } from '../shared/contract.ts'
import { paths } from '../shared/paths.ts'
import { ButtonLink } from '../shared/ui/button.tsx'
import { TextField } from '../shared/ui/fields.tsx'
import { Form, required, useForm } from '../shared/ui/form.tsx'
import { Card, Notice, Page } from '../shared/ui/page.tsx'
import { GrantFields, grantRules, grantValues, useGrantOf } from './grant-fields.tsx'
import { ShownSecret } from './shown-secret.tsx'
import type { Account } from './types.ts'
import { t } from './words.ts'

/** A person, a role, a place; the first secret is shown once. */
export function NewAccount() {
  const made = useSignal<Out<typeof NewAccountOut> | null>(null)
  /** Made before by this very form: its answer, and the secret in it, was lost. */
  const before = useSignal<Account | null>(null)
  const grantOf = useGrantOf()
  const form = useForm(
    { fullName: '', signInName: '', unit: '', task: '', phone: '', ...grantValues },
    { fullName: [required], signInName: [required], ...grantRules },
  )
  return (
    <Page
      title={t('new')}
      lead={t('create.lead')}
      actions={<ButtonLink href={paths.accounts.list()}>{t('back')}</ButtonLink>}
    >
      {made.value !== null && (
        <ShownSecret
          kind={made.value.secretKind}
          secret={made.value.secret}
          signInName={made.value.account.signInName}
        >
          <p>
            <a href={paths.accounts.account(made.value.account.id)}>{t('secret.open')}</a>
          </p>
        </ShownSecret>
      )}
      {before.value !== null && (
        <Notice tone="warn" title={t('create.before')}>
          <p>
            <a href={paths.accounts.account(before.value.id)}>{t('secret.open')}</a>
          </p>
        </Notice>
      )}
      <Card>
        <Form
          form={form}
          submitWord={t('create')}
          onSubmit={async ({ fullName, signInName, unit, task, phone, ...grant }) => {
            made.value = null
            before.value = null
            const body: In<typeof accountBody> = {
              fullName,
              signInName: signInName.trim().toLowerCase(),
              unit,
              task,
              phone: phone.replace(/[\s.-]/g, ''),
              grants: [grantOf(grant)],
            }
            try {
              made.value = await api.post<Out<typeof NewAccountOut>>('/v1/accounts', body)
            } catch (error) {
              if (error instanceof ApiProblem && error.code === 'account.name-taken')
                before.value = await findSame(body)
              throw error
            }
            form.reset()
            scrollTo(0, 0)
          }}
        >
          <TextField name="fullName" label={t('full-name')} maxLength={100} />
          <TextField
            name="signInName"
            label={t('sign-in-name')}
            hint={t('sign-in-name.hint')}
            maxLength={50}
          />
          <div class="fields-row">
            <TextField name="unit" label={t('unit')} maxLength={200} />
            <TextField name="task" label={t('task')} maxLength={200} />
          </div>
          <TextField name="phone" label={t('phone')} keys="tel" size={16} />
          <GrantFields form={form} />
        </Form>
      </Card>
    </Page>
  )
}

async function findSame(asked: In<typeof accountBody>): Promise<Account | null> {
  const body = { text: asked.signInName }
  const { items } = await api.post<Out<typeof AccountPage>>('/v1/accounts/search', body)
  const isSame = ({ signInName, fullName }: Account) =>
    signInName === asked.signInName && fullName === asked.fullName
  return items.find(isSame) ?? null
}
