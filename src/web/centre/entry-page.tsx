import type { CampaignPage } from '#features/campaigns/contract.ts'
import type { EntryLagReport } from '#features/reports/quality-contract.ts'
import type { SessionProgress } from '#features/reports/contract.ts'
import type { Out } from '../shared/contract.ts'
import { formatDay } from '../shared/days.ts'
import { useGet, usePages } from '../shared/load.ts'
import { paths } from '../shared/paths.ts'
import { here } from '../shared/router.ts'
import { ButtonLink } from '../shared/ui/button.tsx'
import { Loading } from '../shared/ui/loading.tsx'
import { Card, Page } from '../shared/ui/page.tsx'
import { Pager, Table } from '../shared/ui/table.tsx'
import { formatNumber, formatShare } from '../shared/words.ts'
import { chooseCampaign } from './board.tsx'
import { NONE } from './figures.ts'
import { t } from './ward-page-words.ts'
import { t as w } from './words.ts'

/** The work list of late entry: which sessions still lack doses on the screen, and how late each ward is. */
export function EntryPage() {
  const campaigns = useGet<Out<typeof CampaignPage>>('/v1/campaigns', { limit: 50 })
  return (
    <Page
      title={t('entry.title')}
      lead={t('entry.lead')}
      actions={<ButtonLink href={paths.centre.board()}>{t('back')}</ButtonLink>}
      topDown
    >
      <Loading of={campaigns}>
        {({ items }) => {
          const campaign = chooseCampaign(items)
          const place = here.value.query.get('place')
          return campaign === undefined ? null : (
            <>
              <Sessions campaign={campaign.id} place={place} />
              <Lags campaign={campaign.id} place={place} />
            </>
          )
        }}
      </Loading>
    </Page>
  )
}

type Asked = { campaign: string; place: string | null }
type Session = Out<typeof SessionProgress>

function Sessions(asked: Asked) {
  const sessions = usePages<Session>('/v1/progress/sessions', { ...asked, limit: 200 })
  return (
    <Card title={t('entry.title')}>
      <Loading of={sessions}>
        {({ items }) => (
          <>
            <div class="as-cards">
              <Table
                caption={t('entry.title')}
                captionHidden
                rows={items.toSorted((a, b) => b.notEntered - a.notEntered)}
                rowKey={({ sessionId }) => sessionId}
                columns={[
                  {
                    key: 'session',
                    head: t('entry.session'),
                    cell: ({ sessionOn }) => formatDay(sessionOn),
                    sort: ({ sessionOn }) => sessionOn,
                    rowHead: true,
                  },
                  {
                    key: 'site',
                    head: t('entry.site'),
                    cell: ({ siteName }) => siteName,
                    sort: ({ siteName }) => siteName,
                  },
                  count('issued', t('entry.issued'), ({ issued }) => issued),
                  count('given', t('entry.given'), ({ given }) => given),
                  count('returned', t('entry.returned'), ({ returned, wasted }) => returned + wasted),
                  count('missing', t('entry.missing'), ({ notEntered }) => notEntered),
                ]}
              />
            </div>
            <Pager count={items.length} more={sessions.more} />
          </>
        )}
      </Loading>
    </Card>
  )
}

const count = (key: string, head: string, of: (session: Session) => number) => ({
  key,
  head,
  number: true,
  cell: (session: Session) => formatNumber(of(session)),
  sort: of,
})

function Lags(asked: Asked) {
  const lags = useGet<Out<typeof EntryLagReport>>('/v1/progress/entry-lag', asked)
  return (
    <Card title={t('entry.lag')}>
      <Loading of={lags}>
        {({ items }) => (
          <div class="as-cards">
            <Table
              caption={t('entry.lag')}
              captionHidden
              rows={items.toSorted((a, b) => (b.lag.overOneDay ?? 0) - (a.lag.overOneDay ?? 0))}
              rowKey={({ wardId }) => wardId}
              columns={[
                {
                  key: 'ward',
                  head: w('ward'),
                  cell: ({ name }) => name,
                  sort: ({ name }) => name,
                  rowHead: true,
                },
                {
                  key: 'doses',
                  head: t('entry.doses'),
                  number: true,
                  cell: ({ lag }) => formatNumber(lag.doses),
                },
                {
                  key: 'median',
                  head: t('entry.median'),
                  number: true,
                  cell: ({ lag }) => (lag.medianDays === null ? NONE : formatNumber(lag.medianDays)),
                },
                {
                  key: 'over',
                  head: t('entry.over'),
                  number: true,
                  cell: ({ lag }) => (lag.overOneDay === null ? NONE : formatShare(lag.overOneDay)),
                },
              ]}
            />
          </div>
        )}
      </Loading>
    </Card>
  )
}
