import { useSignal } from '@preact/signals'
import type { ResetOut } from '#features/accounts/contract.ts'
import type { PageProps } from '../areas.ts'
import { api } from '../shared/api.ts'
import type { Out } from '../shared/contract.ts'
import { formatInstant } from '../shared/days.ts'
import { useGet } from '../shared/load.ts'
import { paths } from '../shared/paths.ts'
import { roleName } from '../shared/roles.ts'
import { useAccount, useMay } from '../shared/session.ts'
import { Button, ButtonLink } from '../shared/ui/button.tsx'
import { Dialog } from '../shared/ui/dialog.tsx'
import { Form, useForm } from '../shared/ui/form.tsx'
import { Loading } from '../shared/ui/loading.tsx'
import { Card, Facts, Page } from '../shared/ui/page.tsx'
import { Table } from '../shared/ui/table.tsx'
import { toastSaved } from '../shared/ui/toast.tsx'
import { AccountState } from './accounts.tsx'
import { GrantFields, grantRules, grantValues, useGrantOf } from './grant-fields.tsx'
import { EndGrant, SwapGrant } from './grant-acts.tsx'
import { HelpActs } from './help-acts.tsx'
import { ShownSecret } from './shown-secret.tsx'
import { whereOf, type Account, type Grant } from './types.ts'
import { t } from './words.ts'

/** One person's account: what they may do, and the help that a lead gives at seven in the morning. */
export function AccountOne({ params }: PageProps) {
  const path = `/v1/accounts/${params['accountId']}`
  const account = useGet<Account>(path)
  const shown = useSignal<Out<typeof ResetOut> | null>(null)
  const me = useAccount()
  const may = useMay()
  return (
    <Loading of={account}>
      {(view) => {
        const mayHelp = may('account.help') && view.id !== me.id
        return (
          <Page
            title={view.fullName}
            lead={view.signInName}
            actions={<ButtonLink href={paths.accounts.list()}>{t('back')}</ButtonLink>}
          >
            {shown.value !== null && (
              <ShownSecret
                kind={shown.value.secretKind}
                secret={shown.value.secret}
                signInName={view.signInName}
              />
            )}
            <Card>
              <Facts
                items={[
                  [t('state'), <AccountState account={view} />],
                  [t('unit'), view.unit === '' ? '–' : view.unit],
                  [t('task'), view.task === '' ? '–' : view.task],
                  [t('phone'), view.phone === '' ? '–' : view.phone],
                ]}
              />
            </Card>
            <Grants account={view} mayHelp={mayHelp} onDone={account.reload} />
            {mayHelp && (
              <>
                <Card title={t('help')}>
                  <p>{t('help.lead')}</p>
                  <HelpActs
                    account={view}
                    onDone={account.reload}
                    onSecret={(secret) => {
                      shown.value = secret
                      scrollTo(0, 0)
                    }}
                  />
                </Card>
                {view.disabledAt === null && (
                  <Card title={t('grants.add')}>
                    <AddGrant accountId={view.id} onDone={account.reload} />
                  </Card>
                )}
              </>
            )}
          </Page>
        )
      }}
    </Loading>
  )
}

function Grants(props: { account: Account; mayHelp: boolean; onDone: () => Promise<void> }) {
  const { account } = props
  const { timeZone } = useAccount().authority
  const asking = useSignal<{ what: 'end' | 'swap'; grant: Grant } | null>(null)
  const close = () => {
    asking.value = null
  }
  const done = async () => {
    close()
    await props.onDone()
  }
  const asked = asking.value
  return (
    <>
      <div class="as-cards">
        <Table
          caption={t('roles')}
          empty={t('grants.none')}
          rows={account.grants}
          rowKey={({ id }) => id}
          columns={[
            { key: 'role', head: t('role'), cell: ({ role }) => roleName(role), rowHead: true },
            { key: 'where', head: t('where'), cell: whereOf },
            { key: 'from', head: t('from'), cell: ({ validFrom }) => formatInstant(validFrom, timeZone) },
            {
              key: 'to',
              head: t('to'),
              cell: ({ validTo }) => (validTo === null ? t('until.open') : formatInstant(validTo, timeZone)),
            },
            {
              key: 'acts',
              head: t('grant.acts'),
              cell: (grant) =>
                props.mayHelp && (
                  <>
                    {(['swap', 'end'] as const).map((what) => (
                      <Button
                        key={what}
                        kind="quiet"
                        label={`${t(`grant.${what}`)}: ${roleName(grant.role)}, ${whereOf(grant)}`}
                        onClick={() => {
                          asking.value = { what, grant }
                        }}
                      >
                        {t(`grant.${what}`)}
                      </Button>
                    ))}
                  </>
                ),
            },
          ]}
        />
      </div>
      <Dialog title={t('grant.end')} open={asked?.what === 'end'} onClose={close}>
        {asked !== null && (
          <EndGrant accountId={account.id} grant={asked.grant} onDone={done} onClose={close} />
        )}
      </Dialog>
      <Dialog title={t('grant.swap')} open={asked?.what === 'swap'} onClose={close}>
        {asked !== null && (
          <SwapGrant accountId={account.id} grant={asked.grant} onDone={done} onClose={close} />
        )}
      </Dialog>
    </>
  )
}

function AddGrant({ accountId, onDone }: { accountId: string; onDone: () => Promise<void> }) {
  const form = useForm(grantValues, grantRules)
  const grantOf = useGrantOf()
  return (
    <Form
      form={form}
      submitWord={t('grant.give')}
      onSubmit={async (values) => {
        await api.post(`/v1/accounts/${accountId}/grants`, grantOf(values))
        form.reset()
        toastSaved()
        await onDone()
      }}
    >
      <GrantFields form={form} />
    </Form>
  )
}
