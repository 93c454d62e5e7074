import { useEffect } from 'preact/hooks'
import type { Permission } from '#domain/access.ts'
import type { PageProps } from '../areas.ts'
import { packs } from '../pack/packs.ts'
import { AwayAndLocked, PackBar } from '../pack/pack-bar.tsx'
import { api, ApiProblem } from '../shared/api.ts'
import { useLoad, type Load } from '../shared/load.ts'
import { later } from '../later.tsx'
import { paths } from '../shared/paths.ts'
import { here, navigate } from '../shared/router.ts'
import { useAccount, useMay } from '../shared/session.ts'
import { Loading } from '../shared/ui/loading.tsx'
import { Notice, Page } from '../shared/ui/page.tsx'
import { Tabs } from '../shared/ui/tabs.tsx'
import { CheckIn } from './check-in.tsx'
import { useDesk } from './desk.ts'
import { askOr, isUnanswered } from './people.ts'
import { QueueBar } from './queue-bar.tsx'
import { SessionLine } from './session-line.tsx'
import {
  currentLot,
  listedLots,
  lotsOf,
  readChoice,
  vaccinatorNames,
  type CrewView,
  type LotChoice,
  type SessionView,
  type StockView,
} from './table-choice.ts'
import { shortName, type Card } from './visits.ts'
import { t } from './words.ts'

/** The camera opens first; the other tables come when they are chosen. */
const Screening = later<TableProps>(() => import('./screening.tsx').then((loaded) => loaded.Screening))
const DoseTab = later<TableProps>(() => import('./dose.tsx').then((loaded) => loaded.DoseTab))
const After = later<TableProps>(() => import('./after.tsx').then((loaded) => loaded.After))
const Lead = later<TableProps & { reload: () => Promise<void> }>(() =>
  import('./lead.tsx').then((loaded) => loaded.Lead),
)

/** Each table of a session, by what its people may do there. */
const tables = [
  { key: 'check-in', permission: 'entry.check-in' },
  { key: 'screening', permission: 'entry.screen' },
  { key: 'dose', permission: 'entry.dose' },
  { key: 'after', permission: 'entry.observe' },
  { key: 'lead', permission: 'session.run' },
] as const satisfies readonly { key: string; permission: Permission }[]

/** How often a table asks whether its lots may still be injected. */
const LOTS_AGAIN_MS = 30_000

export function SessionPage({ params }: PageProps) {
  const sessionId = params['sessionId'] ?? ''
  const session = useLoad<SessionView>(sessionId, () =>
    askOr(
      sessionId,
      () => api.get(`/v1/sessions/${sessionId}`),
      ({ pack }) => pack.parts.session.session,
    ),
  )
  const { id: accountId } = useAccount()
  const { state, problem } = session.current.value
  const hasList = packs.value.has(sessionId)
  useEffect(() => {
    // Opened without a network: the list says what the service could not.
    if (hasList && session.current.peek().state === 'failed') void session.reload()
  }, [hasList])
  if (state === 'failed') {
    const failed = (
      <>
        <PackBar sessionId={sessionId} />
        <Loading of={session}>{() => null}</Loading>
      </>
    )
    return (
      <div class="site">
        <QueueBar siteId={null} nameOf={() => ''} />
        {isUnanswered(problem) ? <AwayAndLocked accountId={accountId} otherwise={failed} /> : failed}
      </div>
    )
  }
  return <Loading of={session}>{(data) => <OneSession session={data} load={session} />}</Loading>
}

type Ground = { lots: LotChoice[]; crew: CrewView | null }

function OneSession({ session, load }: { session: SessionView; load: Load<SessionView> }) {
  const may = useMay()
  const account = useAccount()
  const ground = useLoad<Ground>(session.id, () =>
    askOr(
      session.id,
      () => readGround(session, may('stock.read')),
      ({ pack: { parts } }) => ({
        lots: listedLots(parts.session.lots, session.sessionOn),
        crew: { items: parts.session.crew },
      }),
    ),
  )
  useEffect(() => {
    const again = () => void Promise.all([load.reload(), ground.reload()])
    addEventListener('online', again)
    return () => removeEventListener('online', again)
  }, [session.id])
  useEffect(() => {
    // A lot that is recalled while its table is at work must not wait for somebody to open the page again.
    const look = async () => {
      try {
        const data = await readGround(session, may('stock.read'))
        ground.current.value = { state: 'ready', data, problem: null }
      } catch (error) {
        // What is known of the lots stands until somebody answers.
        if (!(error instanceof ApiProblem)) throw error
      }
    }
    const timer = setInterval(() => {
      if (!document.hidden && navigator.onLine) void look()
    }, LOTS_AGAIN_MS)
    return () => clearInterval(timer)
  }, [session.id])
  const loaded = ground.current.value
  const lots = loaded.data?.lots ?? []
  const desk = useDesk(session.id, lots)
  const choice = readChoice(session.id)
  const lot = currentLot(choice, lots)
  const names = [...new Set([...vaccinatorNames(loaded.data?.crew ?? null), account.fullName])]
  // Where nobody injects, nobody is named for it.
  const ownName = may('entry.dose') ? account.fullName : ''
  const vaccinatorName = choice.vaccinatorName ?? ownName
  const own = tables.filter(({ permission }) => may(permission))
  const chosen = own.find(({ key }) => key === here.value.query.get('tab'))?.key ?? own[0]?.key ?? ''
  return (
    <div class="site">
      <div class="site-top">
        <SessionLine
          session={session}
          lots={lots}
          lot={lot}
          vaccinators={names}
          vaccinatorName={vaccinatorName}
        />
        <QueueBar siteId={session.siteId} nameOf={(id) => nameIn(desk.cards, id)} />
        <PackBar sessionId={session.id} />
      </div>
      <Page title={session.siteName}>
        {loaded.problem !== null && <Notice tone="bad" title={loaded.problem.title} />}
        {session.state !== 'open' && <Notice tone="warn" title={t('session.not-open')} />}
        {session.overrideReason !== null && (
          <Notice tone="bad" title={t('session.without-crew', { reason: session.overrideReason })} />
        )}
        <Tabs
          label={t('tabs.label')}
          chosen={chosen}
          onChoose={(key) => navigate(paths.site.session(session.id, key), 'replace')}
          tabs={own.map(({ key }) => ({
            key,
            label: t(`tab.${key}`),
            content: () => (
              <Table
                which={key}
                {...{ session, lots, lot, vaccinatorName, desk }}
                lotsAreRead={loaded.state === 'ready'}
                readLots={ground.reload}
                reload={load.reload}
              />
            ),
          }))}
        />
      </Page>
    </div>
  )
}

async function readGround(session: SessionView, mayStock: boolean): Promise<Ground> {
  const query = { holderId: session.holderId, limit: 200 }
  const stock =
    mayStock && session.holderId !== null
      ? (await api.get<{ items: StockView[] }>('/v1/stock', { query })).items
      : []
  return { lots: lotsOf(session, stock), crew: await api.get<CrewView>(`/v1/sessions/${session.id}/crew`) }
}

/** A name only while its card is on this page: the phone keeps none. */
function nameIn(cards: readonly Card[], personId: string): string {
  const card = cards.find(({ person }) => person.id === personId)
  return card === undefined ? '' : shortName(card.person.fullName)
}

/** What every table is given. */
export type TableProps = {
  session: SessionView
  lots: readonly LotChoice[]
  /** False: what `lots` does not hold may be issued all the same. */
  lotsAreRead: boolean
  readLots: () => Promise<void>
  lot: LotChoice | null
  vaccinatorName: string
  desk: ReturnType<typeof useDesk>
}

function Table(props: TableProps & { which: (typeof tables)[number]['key']; reload: () => Promise<void> }) {
  const { which, reload, ...table } = props
  if (which === 'check-in') return <CheckIn {...table} />
  if (which === 'screening') return <Screening {...table} />
  if (which === 'dose') return <DoseTab {...table} />
  if (which === 'after') return <After {...table} />
  return <Lead {...table} reload={reload} />
}
