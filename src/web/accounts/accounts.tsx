import { useSignal } from '@preact/signals'
import type { AccountPage, accountSearchBody } from '#features/accounts/contract.ts'
import { api } from '../shared/api.ts'
import type { In, Out } from '../shared/contract.ts'
import { putPage, useLoad } from '../shared/load.ts'
import { paths } from '../shared/paths.ts'
import { roleName } from '../shared/roles.ts'
import { useMay } from '../shared/session.ts'
import { ButtonLink } from '../shared/ui/button.tsx'
import { TextField } from '../shared/ui/fields.tsx'
import { Form, useForm } from '../shared/ui/form.tsx'
import { Loading } from '../shared/ui/loading.tsx'
import { Page, StatusMark } from '../shared/ui/page.tsx'
import { Pager, Table } from '../shared/ui/table.tsx'
import { whereOf, type Account } from './types.ts'
import { t } from './words.ts'

type Found = Out<typeof AccountPage>

/** A name is looked for in a body, never in an address. */
async function readAccounts(text: string, cursor: string | null): Promise<Found> {
  if (text === '') return api.get<Found>('/v1/accounts', { query: { cursor } })
  const body: In<typeof accountSearchBody> = { text, ...(cursor === null ? {} : { cursor }) }
  return api.post<Found>('/v1/accounts/search', body)
}

/** The accounts of one's own places; newest first, or those that fit what was typed. */
export function Accounts() {
  const text = useSignal('')
  const accounts = useLoad(text.value, () => readAccounts(text.value, null))
  const form = useForm({ text: '' })
  const may = useMay()
  return (
    <Page
      title={t('title')}
      lead={t('lead')}
      actions={
        may('account.help') && (
          <ButtonLink kind="main" href={paths.accounts.create()}>
            {t('new')}
          </ButtonLink>
        )
      }
    >
      <Form
        form={form}
        submitWord={t('search.go')}
        onSubmit={async (values) => {
          text.value = values.text.trim()
        }}
      >
        <TextField name="text" label={t('search')} keys="search" maxLength={100} />
      </Form>
      <Loading of={accounts}>
        {({ items, nextCursor }) => (
          <>
            <div class="whole-marks as-cards">
              <AccountTable accounts={items} />
            </div>
            {items.length > 0 && (
              <Pager
                count={items.length}
                more={
                  nextCursor === null
                    ? null
                    : async () => putPage(accounts, nextCursor, await readAccounts(text.value, nextCursor))
                }
              />
            )}
          </>
        )}
      </Loading>
    </Page>
  )
}

function AccountTable({ accounts }: { accounts: readonly Account[] }) {
  return (
    <Table
      caption={t('title')}
      captionHidden
      empty={t('search.none')}
      rows={accounts}
      rowKey={({ id }) => id}
      columns={[
        {
          key: 'name',
          head: t('full-name'),
          cell: ({ id, fullName }) => <a href={paths.accounts.account(id)}>{fullName}</a>,
          sort: ({ fullName }) => fullName,
          rowHead: true,
        },
        {
          key: 'sign-in-name',
          head: t('sign-in-name'),
          cell: ({ signInName }) => signInName,
          sort: ({ signInName }) => signInName,
        },
        { key: 'unit', head: t('unit'), cell: ({ unit }) => unit, sort: ({ unit }) => unit },
        {
          key: 'roles',
          head: t('roles'),
          cell: ({ grants }) =>
            grants.map((grant) => <div key={grant.id}>{`${roleName(grant.role)}: ${whereOf(grant)}`}</div>),
        },
        { key: 'state', head: t('state'), cell: (account) => <AccountState account={account} /> },
      ]}
    />
  )
}

export function AccountState({ account }: { account: Account }) {
  if (account.disabledAt !== null) return <StatusMark tone="bad">{t('state.disabled')}</StatusMark>
  if (account.mustChangeSecret) return <StatusMark tone="info">{t('state.new')}</StatusMark>
  return <StatusMark tone="good">{t('state.active')}</StatusMark>
}
