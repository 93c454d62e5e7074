import { localDateAt } from '#domain/dates.ts'
import { formatDay } from '../shared/days.ts'
import { useGet } from '../shared/load.ts'
import { paths } from '../shared/paths.ts'
import { useAccount } from '../shared/session.ts'
import { formatNumber } from '../shared/words.ts'
import { Loading } from '../shared/ui/loading.tsx'
import { Empty, Page, StatusMark } from '../shared/ui/page.tsx'
import { QueueBar } from './queue-bar.tsx'
import type { SessionView } from './table-choice.ts'
import { serverNow } from './this-phone.ts'
import { t } from './words.ts'

const tones = { planned: 'info', open: 'good', closing: 'warn', closed: 'still', cancelled: 'still' } as const

/** Where this account works today. */
export function MySessions() {
  const { authority } = useAccount()
  const today = localDateAt(serverNow(), authority.timeZone)
  const sessions = useGet<{ items: SessionView[] }>('/v1/sessions', { from: today, to: today, limit: 100 })
  return (
    <Page title={t('sessions.title')} lead={t('sessions.lead', { day: formatDay(today) })}>
      <QueueBar siteId={null} nameOf={() => ''} />
      <Loading of={sessions}>
        {({ items }) =>
          items.length === 0 ? (
            <Empty>{t('sessions.none')}</Empty>
          ) : (
            <ul class="session-list">
              {items.map((session) => (
                <li key={session.id}>
                  <a href={paths.site.session(session.id)}>
                    <strong>{session.siteName}</strong>
                    <span>
                      {session.wardName} · {t(`slot.${session.slot}`)}
                    </span>
                    <span>
                      {t('sessions.counts', {
                        arrived: formatNumber(session.arrived),
                        given: formatNumber(session.given),
                      })}
                    </span>
                    <StatusMark tone={tones[session.state]}>{t(`state.${session.state}`)}</StatusMark>
                  </a>
                </li>
              ))}
            </ul>
          )
        }
      </Loading>
    </Page>
  )
}
