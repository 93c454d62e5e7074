import type { CampaignPage } from '#features/campaigns/contract.ts'
import { withQuery } from '../shared/api.ts'
import type { Out } from '../shared/contract.ts'
import { formatDay, formatInstant } from '../shared/days.ts'
import { useFeed } from '../shared/feed.ts'
import { useGet } from '../shared/load.ts'
import { here } from '../shared/router.ts'
import { paths } from '../shared/paths.ts'
import { useAccount } from '../shared/session.ts'
import { Loading, Wait } from '../shared/ui/loading.tsx'
import { Card, Empty, Notice, Page, StatusMark } from '../shared/ui/page.tsx'
import { callsOf } from './attention.ts'
import { MoreSwitches, Switches, type Campaign } from './board-switches.tsx'
import { BoardTools } from './board-tools.tsx'
import { t as b } from './board-words.ts'
import { CityFigures } from './city-figures.tsx'
import type { ProgressView, QualityView, Row } from './figures.ts'
import { byNeed } from './forecast.ts'
import { CityMap } from './city-map.tsx'
import { PartsTable } from './parts-table.tsx'
import { QualityStrip, useQuality } from './quality-strip.tsx'
import { readView, viewQuery, type View } from './view.ts'
import { WardTable } from './ward-table.tsx'
import { t } from './words.ts'

type Campaigns = Out<typeof CampaignPage>

/** The campaign of the address; else the one that is open. */
export function chooseCampaign(items: readonly Campaign[]): Campaign | undefined {
  const asked = here.value.query.get('campaign')
  return items.find(({ id }) => id === asked) ?? items.find(({ state }) => state === 'open') ?? items[0]
}

/** The city at a glance: six figures, the map, whom to call, and every ward; kept up to date by itself. */
export function Board() {
  const campaigns = useGet<Campaigns>('/v1/campaigns', { limit: 50 })
  return (
    <Loading of={campaigns}>
      {({ items }) => {
        const campaign = chooseCampaign(items)
        return campaign === undefined ? (
          <Page title={t('title')}>
            <Empty>{t('no-campaign')}</Empty>
          </Page>
        ) : (
          <BoardOf campaign={campaign} campaigns={items} />
        )
      }}
    </Loading>
  )
}

type Asked = { campaign: Campaign; campaigns: readonly Campaign[]; view: View }

function BoardOf({ campaign, campaigns }: Omit<Asked, 'view'>) {
  const view = readView()
  const asked = { campaign, campaigns, view }
  // What was recorded by a past day does not change any more: it is read once.
  return view.asOf === null ? <LiveBoard {...asked} /> : <PastBoard {...asked} day={view.asOf} />
}

const questionOf = (campaign: Campaign, { by, step, group, unitsOn, asOf }: View) => ({
  campaign: campaign.id,
  by,
  step,
  group,
  unitsOn,
  recordedBy: asOf,
})

function LiveBoard(props: Asked) {
  const { campaign, view } = props
  const question = questionOf(campaign, view)
  const address = withQuery('/v1/progress', question)
  const { answer, problem } = useFeed<Row, ProgressView>('/v1/progress', question, ({ place }) => place.id)
  const { timeZone } = useAccount().authority
  const shown = answer.value
  const at = shown === null ? '' : formatInstant(shown.body.generatedAt, timeZone)
  return (
    <Page
      title={t('title')}
      lead={shown === null ? campaign.name : `${campaign.name} · ${t('updated', { at })}`}
      actions={<Switches {...props} />}
    >
      {problem.value !== null && (
        <Notice tone="bad" title={problem.value.title}>
          {shown !== null && <p>{t('not-updated', { at })}</p>}
        </Notice>
      )}
      {shown === null
        ? problem.value === null && <Wait />
        : shown.body.campaignId === campaign.id && (
            <Sheet {...props} progress={shown.body} isOlder={shown.address !== address} />
          )}
    </Page>
  )
}

function PastBoard({ day, ...props }: Asked & { day: string }) {
  const { campaign, view } = props
  const progress = useGet<ProgressView>('/v1/progress', questionOf(campaign, view))
  return (
    <Page
      title={t('title')}
      lead={`${campaign.name} · ${b('as-of.told', { day: formatDay(day) })}`}
      actions={<Switches {...props} />}
    >
      <MoreSwitches view={view} />
      <Loading of={progress}>{(body) => <Sheet {...props} progress={body} isOlder={false} />}</Loading>
    </Page>
  )
}

/** One sheet: on the screen, and with the same figures on paper. */
function Sheet({ campaign, view, progress, isOlder }: Asked & { progress: ProgressView; isOlder: boolean }) {
  const { timeZone } = useAccount().authority
  const quality = useQuality(campaign.id, null)
  const told = quality.current.value.data
  const query = viewQuery(campaign.id, view)
  return (
    <div class={isOlder ? 'board older' : 'board'}>
      <CityFigures progress={progress} lastOn={campaign.toOn} />
      <BoardTools campaign={campaign} view={view} progress={progress} />
      {view.asOf === null && <MoreSwitches view={view} />}
      <div class="board-middle">
        <CityMap rows={progress.items} />
        <Calls progress={progress} query={query} />
      </div>
      <QualityStrip quality={quality} campaign={campaign.id} isBesidePast={view.asOf !== null} />
      {view.rows === 'ward' ? (
        <WardTable progress={progress} quality={qualityOf(told, view)} timeZone={timeZone} query={query} />
      ) : (
        <PartsTable campaign={campaign.id} view={view} />
      )}
    </div>
  )
}

/** What is silent or late now says nothing of a past day, and wards of now are not the units of another. */
function qualityOf(told: QualityView | null, view: View) {
  const items = view.asOf === null && view.unitsOn === null ? (told?.items ?? []) : []
  return new Map(items.map((row) => [row.wardId, row]))
}

const CALLS_SHOWN = 8

/** Whom to call now; the rest stands in the table. @param query kept on the way to one ward. */
function Calls({ progress, query }: { progress: ProgressView; query: string }) {
  const calls = callsOf(progress.items.toSorted(byNeed))
  return (
    <Card title={t('attention')}>
      {calls.length === 0 && <p class="calls-none">{t('attention.none')}</p>}
      <ul class="calls">
        {calls.slice(0, CALLS_SHOWN).map(({ row, mark }, at) => (
          <li key={`${row.place.id}-${mark.kind}-${at}`} class={mark.tone}>
            <span class="call-head">
              <a href={paths.centre.ward(row.place.id, query)}>{row.place.name}</a>
              <StatusMark tone={mark.tone}>{mark.word}</StatusMark>
            </span>
            <small>{mark.why}</small>
          </li>
        ))}
      </ul>
      {calls.length > CALLS_SHOWN && <p>{t('attention.more', { count: calls.length - CALLS_SHOWN })}</p>}
    </Card>
  )
}
