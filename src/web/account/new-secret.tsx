import { Alone } from '../alone.tsx'
import { useAccount, type AccountView } from '../shared/session.ts'
import { Card, Page } from '../shared/ui/page.tsx'
import { ChangeSecret } from './change-secret.tsx'
import { t } from './words.ts'

/** What someone else gave is good for one sign-in: after it comes one's own. */
export function NewSecret(props: { kind: AccountView['secretKind']; current?: string }) {
  return (
    <Page title={props.kind === 'pin' ? t('change.title-pin') : t('change.title')} lead={t('change.must')}>
      <Card>
        <ChangeSecret {...props} />
      </Card>
    </Page>
  )
}

/** The same after a reload, when nothing of the sign-in is left on the page. */
export function MustChangeSecret() {
  const { secretKind } = useAccount()
  return (
    <Alone>
      <NewSecret kind={secretKind} />
    </Alone>
  )
}
