import { addDays, localDateAt } from '#domain/dates.ts'
import { useEffect } from 'preact/hooks'
import { LockButton } from '../lock/lock-button.tsx'
import { openFor, packs } from '../pack/packs.ts'
import { AwayAndLocked, LockedList } from '../pack/pack-bar.tsx'
import { formatDay } from '../shared/days.ts'
import { api } from '../shared/api.ts'
import { useLoad, type Load } from '../shared/load.ts'
import { paths } from '../shared/paths.ts'
import { useAccount } from '../shared/session.ts'
import { formatNumber } from '../shared/words.ts'
import { ButtonLink } from '../shared/ui/button.tsx'
import { Loading } from '../shared/ui/loading.tsx'
import { Empty, Page, StatusMark } from '../shared/ui/page.tsx'
import { isUnanswered } from './people.ts'
import { QueueBar } from './queue-bar.tsx'
import type { SessionView } from './table-choice.ts'
import { serverNow } from './this-phone.ts'
import { t } from './words.ts'

const tones = { planned: 'info', open: 'good', closing: 'warn', closed: 'still', cancelled: 'still' } as const

/** An outreach team enters for so long after its day. */
const DAYS_BACK = 5

/** Where this account works today, and what was begun before and is not closed. */
export function MySessions() {
  const { authority, id: account } = useAccount()
  const today = localDateAt(serverNow(), authority.timeZone)
  const sessions = useLoad<{ items: readonly SessionView[] }>(today, async () => {
    try {
      const [ofToday, before] = await Promise.all([
        listSessions(today, today),
        listSessions(addDays(today, -DAYS_BACK), addDays(today, -1)),
      ])
      return { items: [...ofToday, ...before.filter(isGoingOn)] }
    } catch (error) {
      const carried = [...packs.peek().values()].map(({ pack }) => pack.parts.session.session)
      // Without an answer: those whose list is on this phone.
      if (!isUnanswered(error) || carried.length === 0) throw error
      return { items: carried }
    }
  })
  const { size } = packs.value
  useEffect(() => {
    if (size > 0 && sessions.current.peek().state === 'failed') void sessions.reload()
  }, [size])
  const list = <SessionList sessions={sessions} today={today} />
  const isAway = isUnanswered(sessions.current.value.problem)
  return (
    <Page
      title={t('sessions.title')}
      lead={t('sessions.lead', { day: formatDay(today) })}
      actions={
        <>
          <ButtonLink href={paths.join()}>{t('sessions.join')}</ButtonLink>
          <LockButton />
        </>
      }
    >
      <QueueBar siteId={null} nameOf={() => ''} />
      {!isAway && openFor.value !== account && <LockedList accountId={account} />}
      {isAway ? <AwayAndLocked accountId={account} otherwise={list} /> : list}
    </Page>
  )
}

const isGoingOn = ({ state }: SessionView) => state === 'open' || state === 'closing'

async function listSessions(from: string, to: string): Promise<SessionView[]> {
  const query = { from, to, limit: 100 }
  return (await api.get<{ items: SessionView[] }>('/v1/sessions', { query })).items
}

function SessionList(props: { sessions: Load<{ items: readonly SessionView[] }>; today: string }) {
  const { sessions, today } = props
  return (
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
                    {session.sessionOn !== today && ` · ${formatDay(session.sessionOn)}`}
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
  )
}
