import { useSignal } from '@preact/signals'
import { useEffect } from 'preact/hooks'
import { Alone } from '../alone.tsx'
import { paths } from '../shared/paths.ts'
import { account } from '../shared/session.ts'
import { ButtonLink } from '../shared/ui/button.tsx'
import { Notice, Page } from '../shared/ui/page.tsx'
import { QueueList } from '../site/queue-list.tsx'
import { thisPhone, unsent } from '../site/this-phone.ts'
import { t } from './words.ts'

/** For whoever holds the phone, signed in or not: what has to leave it, and every way out. It shows no name. */
export function PhonePage() {
  const failed = useSignal(false)
  useEffect(() => {
    thisPhone().catch((error: unknown) => {
      if (!(error instanceof DOMException)) throw error
      failed.value = true
    })
  }, [])
  const who = account.value.state === 'here' ? account.value.account : null
  const state = unsent.value
  return (
    <Alone>
      <Page title={t('phone.title')}>
        {failed.value && <Notice tone="bad" title={t('phone.unreadable')} />}
        {state === null && !failed.value && <Notice tone="info" title={t('phone.reading')} />}
        {state !== null && (
          <div class="queue-page">
            <QueueList
              state={state}
              accountId={who?.id ?? null}
              timeZone={who?.authority.timeZone ?? Intl.DateTimeFormat().resolvedOptions().timeZone}
              nameOf={() => ''}
              onSend={async () => (await thisPhone()).wake()}
            />
          </div>
        )}
        <ButtonLink href={paths.home()}>{t('phone.back')}</ButtonLink>
      </Page>
    </Alone>
  )
}
