import { useSignal } from '@preact/signals'
import { useEffect } from 'preact/hooks'
import type { PageProps } from '../areas.ts'
import { formatDay } from '../shared/days.ts'
import { useGet, type Load } from '../shared/load.ts'
import { paths } from '../shared/paths.ts'
import { useMay } from '../shared/session.ts'
import { formatNumber } from '../shared/words.ts'
import { ButtonLink } from '../shared/ui/button.tsx'
import { Loading } from '../shared/ui/loading.tsx'
import { Card, Facts, Figures, Notice, Page } from '../shared/ui/page.tsx'
import { Tabs } from '../shared/ui/tabs.tsx'
import { SessionCrew } from './session-crew.tsx'
import { SessionMoves } from './session-moves.tsx'
import { SessionPeople } from './session-people.tsx'
import { SessionState, type SessionView } from './session-state.tsx'
import { SessionVaccines } from './session-vaccines.tsx'
import { t } from './session-words.ts'

/** How often an open session is read again, milliseconds. */
const READ_EVERY_MS = 10_000

/** One session: what it gives, whom it called, who works there; opened and closed here. */
export function SessionPage({ params }: PageProps) {
  const load = useGet<SessionView>(`/v1/sessions/${params['sessionId']}`)
  const state = load.current.value.data?.state
  useEffect(() => {
    if (state !== 'open') return undefined
    const timer = setInterval(() => void load.reload(), READ_EVERY_MS)
    return () => clearInterval(timer)
  }, [state])
  return <Loading of={load}>{(session) => <OneSession session={session} load={load} />}</Loading>
}

function OneSession({ session, load }: { session: SessionView; load: Load<SessionView> }) {
  const may = useMay()
  const tab = useSignal('crew')
  const { siteName, sessionOn, slot, wardName, capacity, called, arrived, given } = session
  return (
    <Page
      title={t('name', { site: siteName, day: formatDay(sessionOn) })}
      lead={[t(`slot.${slot}`), wardName].filter((part) => part !== null).join(' · ')}
      actions={<ButtonLink href={paths.setup.sessions()}>{t('back')}</ButtonLink>}
      topDown
    >
      {session.overrideReason !== null && (
        <Notice tone="bad" title={t('override', { reason: session.overrideReason })} />
      )}
      <Figures
        items={[
          { label: t('capacity'), value: formatNumber(capacity) },
          { label: t('called'), value: formatNumber(called), tone: called > 0 ? 'info' : 'still' },
          { label: t('arrived'), value: formatNumber(arrived), tone: arrived > 0 ? 'info' : 'still' },
          { label: t('given'), value: formatNumber(given), tone: given > 0 ? 'good' : 'still' },
        ]}
      />
      <Card>
        <Facts
          items={[
            [t('state'), <SessionState of={session.state} />],
            ...(session.paperCount === null || session.phoneCount === null
              ? []
              : ([
                  [
                    t('closed.title'),
                    t('closed.counts', {
                      paper: session.paperCount,
                      phone: session.phoneCount,
                      server: given,
                    }),
                  ],
                ] as const)),
            ...(session.closeReason === null ? [] : ([[t('reason'), session.closeReason]] as const)),
          ]}
        />
        {may('session.run') && <SessionMoves session={session} onMoved={load.reload} />}
      </Card>
      <Tabs
        label={t('tabs.label')}
        chosen={tab.value}
        onChoose={(key) => {
          tab.value = key
        }}
        tabs={[
          {
            key: 'crew',
            label: t('tabs.crew'),
            content: () => <SessionCrew session={session} onChanged={load.reload} />,
          },
          {
            key: 'vaccines',
            label: t('tabs.vaccines'),
            content: () => <SessionVaccines session={session} onChanged={load.reload} />,
          },
          {
            key: 'people',
            label: t('tabs.people'),
            content: () => <SessionPeople session={session} onChanged={load.reload} />,
          },
        ]}
      />
    </Page>
  )
}
