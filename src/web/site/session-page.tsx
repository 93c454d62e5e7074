import type { Permission } from '#domain/access.ts'
import type { PageProps } from '../areas.ts'
import { api } from '../shared/api.ts'
import { useGet, useLoad, type Load } from '../shared/load.ts'
import { paths } from '../shared/paths.ts'
import { here, navigate } from '../shared/router.ts'
import { useAccount, useMay } from '../shared/session.ts'
import { Loading } from '../shared/ui/loading.tsx'
import { Notice, Page } from '../shared/ui/page.tsx'
import { Tabs } from '../shared/ui/tabs.tsx'
import { After } from './after.tsx'
import { CheckIn } from './check-in.tsx'
import { useDesk } from './desk.ts'
import { DoseTab } from './dose.tsx'
import { Lead } from './lead.tsx'
import { QueueBar } from './queue-bar.tsx'
import { Screening } from './screening.tsx'
import { SessionLine } from './session-line.tsx'
import {
  currentLot,
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

/** Each table of a session, by what its people may do there. */
const tables = [
  { key: 'check-in', permission: 'entry.check-in' },
  { key: 'screening', permission: 'entry.screen' },
  { key: 'dose', permission: 'entry.dose' },
  { key: 'after', permission: 'entry.observe' },
  { key: 'lead', permission: 'session.run' },
] as const satisfies readonly { key: string; permission: Permission }[]

export function SessionPage({ params }: PageProps) {
  const sessionId = params['sessionId'] ?? ''
  const session = useGet<SessionView>(`/v1/sessions/${sessionId}`)
  return <Loading of={session}>{(data) => <OneSession session={data} load={session} />}</Loading>
}

type Ground = { stock: StockView[]; crew: CrewView | null }

function OneSession({ session, load }: { session: SessionView; load: Load<SessionView> }) {
  const may = useMay()
  const account = useAccount()
  const ground = useLoad<Ground>(session.id, async () => ({
    stock:
      may('stock.read') && session.holderId !== null
        ? (
            await api.get<{ items: StockView[] }>('/v1/stock', {
              query: { holderId: session.holderId, limit: 200 },
            })
          ).items
        : [],
    crew: await api.get<CrewView>(`/v1/sessions/${session.id}/crew`),
  }))
  const loaded = ground.current.value
  const lots = loaded.data === null ? [] : lotsOf(session, loaded.data.stock)
  const desk = useDesk(session.id, lots)
  const choice = readChoice(session.id)
  const lot = currentLot(choice, lots)
  const names = [...new Set([...vaccinatorNames(loaded.data?.crew ?? null), account.fullName])]
  const ownName = names.includes(account.fullName) && may('entry.dose') ? account.fullName : (names[0] ?? '')
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
              <Table which={key} {...{ session, lots, lot, vaccinatorName, desk }} reload={load.reload} />
            ),
          }))}
        />
      </Page>
    </div>
  )
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
