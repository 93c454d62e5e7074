import type { CampaignPage } from '#features/campaigns/contract.ts'
import type { PageProps } from '../areas.ts'
import { withQuery } from '../shared/api.ts'
import type { Out } from '../shared/contract.ts'
import { useGet } from '../shared/load.ts'
import { paths } from '../shared/paths.ts'
import { useMay } from '../shared/session.ts'
import { useAll, type PlaceView } from '../shared/wards.ts'
import { ButtonLink } from '../shared/ui/button.tsx'
import { Loading } from '../shared/ui/loading.tsx'
import { Empty, Page } from '../shared/ui/page.tsx'
import { Table } from '../shared/ui/table.tsx'
import { formatNumber } from '../shared/words.ts'
import { chooseCampaign } from './board.tsx'
import { useQuality, works, type Work } from './quality-strip.tsx'
import { t } from './ward-page-words.ts'
import { t as s } from './ward-words.ts'
import { t as w } from './words.ts'

/** One figure of the strip by ward, each with the way to its work list. */
export function QualityPage({ params }: PageProps) {
  const work = works.find((each) => each === params['work']) ?? works[0]
  const campaigns = useGet<Out<typeof CampaignPage>>('/v1/campaigns', { limit: 50 })
  return (
    <Page
      title={s(`work.${work}`)}
      lead={t('quality.lead')}
      actions={<ButtonLink href={paths.centre.board()}>{t('back')}</ButtonLink>}
    >
      <Loading of={campaigns}>
        {({ items }) => {
          const campaign = chooseCampaign(items)
          return campaign === undefined ? null : <ByWard work={work} campaign={campaign.id} />
        }}
      </Loading>
    </Page>
  )
}

function ByWard({ work, campaign }: { work: Work; campaign: string }) {
  const quality = useQuality(campaign, null)
  const wards = useAll<PlaceView>('/v1/places', { kind: 'ward' })
  const may = useMay()
  return (
    <Loading of={quality}>
      {({ items }) => (
        <Loading of={wards}>
          {(all) => {
            const names = new Map(all.map(({ id, name }) => [id, name]))
            const rows = items
              .map(({ wardId, work: counts }) => ({
                wardId,
                name: names.get(wardId) ?? '',
                count: counts[work] ?? 0,
              }))
              .filter(({ count }) => count > 0)
              .toSorted((a, b) => b.count - a.count || a.name.localeCompare(b.name, 'vi'))
            if (rows.length === 0) return <Empty>{t('quality.none')}</Empty>
            return (
              <Table
                caption={s(`work.${work}`)}
                captionHidden
                rows={rows}
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
                    key: 'count',
                    head: t('quality.count'),
                    number: true,
                    cell: ({ count }) => formatNumber(count),
                    sort: ({ count }) => count,
                  },
                  {
                    key: 'open',
                    head: t('quality.open'),
                    cell: ({ wardId, name }) => {
                      const href = workLists[work]({ campaign, wardId }, may)
                      return (
                        href !== null && (
                          <a href={href} aria-label={`${t('quality.open')}: ${name}`}>
                            {t('quality.open')}
                          </a>
                        )
                      )
                    },
                  },
                ]}
              />
            )
          }}
        </Loading>
      )}
    </Loading>
  )
}

type May = ReturnType<typeof useMay>
type WorkList = (asked: { campaign: string; wardId: string }, may: May) => string | null

/** Where the work is done; null for who may not do it. */
const workLists: Record<Work, WorkList> = {
  missingNumber: ({ wardId }, may) =>
    may('person.edit') ? paths.ward.people(withQuery('', { wardId, number: 'no' })) : null,
  doubtfulDate: ({ wardId }, may) =>
    may('person.edit') ? paths.ward.people(withQuery('', { wardId, birth: 'uncertain' })) : null,
  suspectedDuplicate: ({ wardId }, may) =>
    may('person.merge') ? paths.ward.duplicates(withQuery('', { wardId })) : null,
  lateEntry: ({ campaign, wardId }) => paths.centre.entry(withQuery('', { campaign, place: wardId })),
  waitingReview: ({ wardId }, may) => (may('review.read') ? paths.review.list('', wardId) : null),
  correctionRequest: ({ wardId }, may) =>
    may('correction.answer') ? paths.corrections.list(withQuery('', { wardId })) : null,
}
