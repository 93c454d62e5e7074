import type { ComponentChildren } from 'preact'
import type { CampaignPage } from '#features/campaigns/contract.ts'
import type { Overview } from '#features/registrants/declaration-contract.ts'
import type { PageProps } from '../areas.ts'
import { withQuery } from '../shared/api.ts'
import type { Out } from '../shared/contract.ts'
import { formatInstant } from '../shared/days.ts'
import { keepFile } from '../shared/keep-file.ts'
import { useGet } from '../shared/load.ts'
import { paths } from '../shared/paths.ts'
import { here, navigate } from '../shared/router.ts'
import { useAccount } from '../shared/session.ts'
import {
  comparisonName,
  comparisonTones,
  kindName,
  listKinds,
  punctualityName,
  punctualityTones,
} from '../shared/submissions.ts'
import { formatNumber } from '../shared/words.ts'
import { Button } from '../shared/ui/button.tsx'
import { Loading } from '../shared/ui/loading.tsx'
import { Card, Empty, Figures, Page, StatusMark } from '../shared/ui/page.tsx'
import { Table } from '../shared/ui/table.tsx'
import { useOpenDuplicates } from '../duplicates/open-counts.ts'
import { useSending } from '../setup/session-sending.tsx'
import { chooseCampaign } from './board.tsx'
import { Deadlines } from './list-deadlines.tsx'
import { Reminders } from './list-reminders.tsx'
import { Choice, Segments } from './switches.tsx'
import { t } from './lists-words.ts'

type Campaigns = Out<typeof CampaignPage>
type OverviewView = Out<typeof Overview>
type Row = OverviewView['items'][number]

const shows = ['all', 'overdue', 'owing', 'different'] as const
type Show = (typeof shows)[number]

/** Totals first, names later: all wards on one page, who is late, and whom to call. */
export function ListOverview(_props: PageProps) {
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
          <OverviewOf campaign={campaign} campaigns={items} />
        )
      }}
    </Loading>
  )
}

function OverviewOf(props: { campaign: Campaigns['items'][number]; campaigns: Campaigns['items'] }) {
  const { campaign, campaigns } = props
  const { query } = here.value
  const listKind = listKinds.find((kind) => kind === query.get('kind')) ?? 'ward'
  const show = shows.find((one) => one === query.get('show')) ?? 'all'
  const asked = { campaignId: campaign.id, listKind }
  const overview = useGet<OverviewView>('/v1/list-overview', asked)
  const put = (change: Record<string, string>) =>
    navigate(
      withQuery(paths.centre.lists(), { ...Object.fromEntries(here.value.query), ...change }),
      'replace',
    )
  return (
    <Page
      title={t('title')}
      lead={campaign.name}
      actions={
        <div class="switches">
          {campaigns.length > 1 && (
            <Choice
              label={t('campaign')}
              value={campaign.id}
              options={campaigns.map(({ id, name }) => ({ value: id, label: name }))}
              onChoose={(id) => put({ campaign: id })}
            />
          )}
          <Choice
            label={t('kind')}
            value={listKind}
            options={listKinds.map((kind) => ({ value: kind, label: kindName(kind) }))}
            onChoose={(kind) => put({ kind })}
          />
          <Segments
            label={t('show')}
            value={show}
            options={shows.map((one) => ({ value: one, label: t(`show.${one}`) }))}
            onChoose={(one) => put({ show: one })}
          />
        </div>
      }
    >
      <Loading of={overview}>
        {(view) => (
          <>
            <Counts view={view} />
            <div class="whole-marks as-cards">
              <WardRows view={view} show={show} onReload={() => void overview.reload()} />
            </div>
            <div class="screen-only columns">
              <Summary asked={asked} />
              <Reminders key={`${asked.campaignId} ${listKind} ${view.generatedAt}`} asked={asked} />
            </div>
            <div class="screen-only">
              <Deadlines key={`${asked.campaignId} ${listKind}`} asked={asked} onSet={overview.reload} />
            </div>
          </>
        )}
      </Loading>
    </Page>
  )
}

function Counts({ view }: { view: OverviewView }) {
  const { wards, totals, names, staff, overdue, declared, registered } = view.counts
  const tone = (done: number) => (done === wards ? 'good' : 'info')
  const figure = (key: 'totals' | 'names' | 'staff', done: number) =>
    ({
      label: t(`count.${key}`),
      value: `${formatNumber(done)}/${formatNumber(wards)}`,
      note: t('of-wards'),
      tone: tone(done),
    }) as const
  return (
    <Figures
      items={[
        figure('totals', totals),
        figure('names', names),
        figure('staff', staff),
        { label: t('count.overdue'), value: formatNumber(overdue), tone: overdue > 0 ? 'bad' : 'good' },
        { label: t('count.numbers'), value: `${formatNumber(declared)} / ${formatNumber(registered)}` },
      ]}
    />
  )
}

const parts = (row: Row) => [row.totals, row.names, row.staff]

function isShown(row: Row, show: Show): boolean {
  if (show === 'overdue') return parts(row).some(({ inTime }) => inTime === 'missing')
  if (show === 'owing')
    return parts(row).some(({ inTime, firstAt }) => inTime !== 'no-deadline' && firstAt === null)
  return show === 'all' || row.comparison === 'fewer' || row.comparison === 'more'
}

/** The most pressing first where a column is sorted by its state. */
const urgency = { missing: 0, waiting: 1, late: 2, 'on-time': 3, 'no-deadline': 4 } as const

function WardRows(props: { view: OverviewView; show: Show; onReload: () => void }) {
  const { view, show } = props
  const { timeZone } = useAccount().authority
  const at = (instant: string | null) => (instant === null ? null : formatInstant(instant, timeZone))
  const open = useOpenDuplicates()
  return (
    <>
      <p class="updated">
        {t('at', { at: formatInstant(view.generatedAt, timeZone) })}{' '}
        <Button kind="quiet" onClick={props.onReload}>
          {t('refresh')}
        </Button>
      </p>
      <Table
        caption={t('title')}
        captionHidden
        empty={view.items.length === 0 ? t('no-wards-at-all') : t('no-wards')}
        rows={view.items.filter((row) => isShown(row, show))}
        rowKey={({ wardId }) => wardId}
        rowTone={(row) => (parts(row).some(({ inTime }) => inTime === 'missing') ? 'bad' : undefined)}
        columns={[
          {
            key: 'ward',
            head: t('ward'),
            cell: ({ wardName }) => wardName,
            sort: ({ wardName }) => wardName,
            rowHead: true,
          },
          {
            key: 'totals',
            head: t('totals'),
            sort: ({ totals }) => urgency[totals.inTime],
            cell: ({ totals }) => (
              <State state={totals} at={at(totals.firstAt)}>
                {totals.versions > 1 && t('totals.versions', { count: totals.versions - 1 })}
              </State>
            ),
          },
          {
            key: 'names',
            head: t('names'),
            sort: ({ names }) => urgency[names.inTime],
            cell: ({ names }) => (
              <State state={names} at={at(names.firstAt)}>
                {names.lists > 0 && t('names.files', { files: names.uploads, persons: names.registered })}
              </State>
            ),
          },
          {
            key: 'difference',
            head: t('difference'),
            sort: ({ difference }) => difference ?? 0,
            cell: ({ comparison, difference, totals, names }) => (
              <>
                <StatusMark tone={comparisonTones[comparison]}>{comparisonName(comparison)}</StatusMark>
                <span class="under">
                  {totals.total === null ? '–' : formatNumber(totals.total)} /{' '}
                  {formatNumber(names.registered)}
                  {difference !== null &&
                    difference !== 0 &&
                    ` (${difference > 0 ? '+' : ''}${formatNumber(difference)})`}
                </span>
              </>
            ),
          },
          {
            key: 'duplicates',
            head: t('duplicates'),
            number: true,
            sort: ({ wardId }) => open.get(wardId) ?? 0,
            cell: ({ wardId }) => <OpenDuplicates wardId={wardId} open={open.get(wardId)} />,
          },
          {
            key: 'staff',
            head: t('staff'),
            sort: ({ staff }) => urgency[staff.inTime],
            cell: ({ staff }) => (
              <State state={staff} at={at(staff.firstAt)}>
                {staff.people > 0 && t('staff.people', { people: staff.people, sites: staff.sites })}
                {staff.people > 0 && staff.sitesLacking > 0 && (
                  <StatusMark tone="warn">{t('staff.lacking', { sites: staff.sitesLacking })}</StatusMark>
                )}
              </State>
            ),
          },
        ]}
      />
    </>
  )
}

function OpenDuplicates({ wardId, open }: { wardId: string; open: number | undefined }) {
  if (open === undefined) return <>…</>
  return open === 0 ? (
    <>0</>
  ) : (
    <a href={paths.ward.duplicates(withQuery('', { wardId }))}>{formatNumber(open)}</a>
  )
}

function State(props: {
  state: { inTime: Row['totals']['inTime'] }
  at: string | null
  children: ComponentChildren
}) {
  const { inTime } = props.state
  // Without a deadline there is nothing to be late for: what was sent is simply there.
  return (
    <>
      {(props.at === null || inTime !== 'no-deadline') && (
        <StatusMark tone={punctualityTones[inTime]}>{punctualityName(inTime)}</StatusMark>
      )}
      {props.at !== null && <span class="under">{props.at}</span>}
      <span class="under">{props.children}</span>
    </>
  )
}

function Summary({ asked }: { asked: { campaignId: string; listKind: string } }) {
  const keep = useSending<'xlsx' | 'csv'>((format) =>
    keepFile(withQuery('/v1/list-overview/summary', { ...asked, format })),
  )
  return (
    <Card title={t('summary')}>
      {keep.refusal()}
      <p>{t('summary.lead')}</p>
      <p class="form-buttons">
        <Button kind="main" busy={keep.busy.value} onClick={() => keep.send('xlsx')}>
          Excel (.xlsx)
        </Button>
        <Button busy={keep.busy.value} onClick={() => keep.send('csv')}>
          CSV
        </Button>
      </p>
    </Card>
  )
}
