import { LockButton } from '../lock/lock-button.tsx'
import { highContrast } from '../shared/theme.ts'
import { formatDay, formatInstant } from '../shared/days.ts'
import { t as k } from '../shared/kit-words.ts'
import { roleName } from '../shared/roles.ts'
import { signOut, useAccount, type AccountView } from '../shared/session.ts'
import { Button } from '../shared/ui/button.tsx'
import { Card, Facts, Page } from '../shared/ui/page.tsx'
import { Table } from '../shared/ui/table.tsx'
import { ChangeSecret } from './change-secret.tsx'
import { t } from './words.ts'

/** Who I am here, what I may do and until when, how this device speaks, and the way out. */
export function AccountPage() {
  const account = useAccount()
  return (
    <Page
      title={t('title')}
      actions={
        <>
          <LockButton />
          <Button onClick={() => void signOut()}>{t('sign-out')}</Button>
        </>
      }
    >
      <Card>
        <Facts
          items={[
            [t('name'), account.fullName],
            [t('sign-in-name'), account.signInName],
            [t('authority'), account.authority.name],
          ]}
        />
      </Card>
      <Grants account={account} />
      <div class="columns">
        <Card title={account.secretKind === 'pin' ? t('change.title-pin') : t('change.title')}>
          <ChangeSecret kind={account.secretKind} />
        </Card>
        <Card title={t('device')}>
          <p>{t('device.lead')}</p>
          <label class="choice">
            <input
              type="checkbox"
              checked={highContrast.value}
              onChange={(event) => {
                highContrast.value = event.currentTarget.checked
              }}
            />
            <span>{k('frame.outdoors')}</span>
          </label>
        </Card>
      </div>
    </Page>
  )
}

function Grants({ account }: { account: AccountView }) {
  return (
    <Table
      caption={t('grants')}
      rows={account.grants}
      rowKey={({ id }) => id}
      columns={[
        { key: 'role', head: t('role'), cell: ({ role }) => roleName(role), rowHead: true },
        { key: 'where', head: t('where'), cell: whereOf },
        {
          key: 'until',
          head: t('until'),
          cell: ({ validTo }) =>
            validTo === null ? t('no-end') : formatInstant(validTo, account.authority.timeZone),
        },
      ]}
    />
  )
}

function whereOf({ place, site, session }: AccountView['grants'][number]): string {
  if (session !== null) return `${session.siteName}, ${formatDay(session.sessionOn)}`
  return site?.name ?? place?.name ?? t('everywhere')
}
