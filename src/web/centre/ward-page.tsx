import { stepWords } from '#domain/vaccination/steps.ts'
import type { CampaignPage } from '#features/campaigns/contract.ts'
import type { ProgressParts } from '#features/reports/contract.ts'
import { withQuery } from '../shared/api.ts'
import type { PageProps } from '../areas.ts'
import type { Out } from '../shared/contract.ts'
import { useGet } from '../shared/load.ts'
import { paths } from '../shared/paths.ts'
import { useAccount, useMay } from '../shared/session.ts'
import { ButtonLink } from '../shared/ui/button.tsx'
import { Loading } from '../shared/ui/loading.tsx'
import { Card, Facts, Page } from '../shared/ui/page.tsx'
import { Table } from '../shared/ui/table.tsx'
import { formatNumber, language } from '../shared/words.ts'
import { chooseCampaign } from './board.tsx'
import type { Campaign } from './board-switches.tsx'
import { NONE, type ProgressView, type Row } from './figures.ts'
import { useQuality } from './quality-strip.tsx'
import { PartProgress } from './parts-table.tsx'
import { readView, viewQuery } from './view.ts'
import * as cells from './ward-cells.tsx'
import { t } from './ward-page-words.ts'
import { t as s } from './ward-words.ts'
import { t as w } from './words.ts'

/** One ward: all that the board says of it, then its residential groups, then (for who may) the names. */
export function WardPage({ params }: PageProps) {
  const campaigns = useGet<Out<typeof CampaignPage>>('/v1/campaigns', { limit: 50 })
  return (
    <Loading of={campaigns}>
      {({ items }) => {
        const campaign = chooseCampaign(items)
        return campaign === undefined ? null : <WardOf wardId={params['wardId']!} campaign={campaign} />
      }}
    </Loading>
  )
}

function WardOf({ wardId, campaign }: { wardId: string; campaign: Campaign }) {
  const view = readView()
  const { by, step, group } = view
  const progress = useGet<ProgressView>('/v1/progress', {
    campaign: campaign.id,
    place: wardId,
    by,
    step,
    group,
  })
  return (
    <Loading of={progress}>
      {({ items: [row] }) =>
        row === undefined ? null : (
          <Page
            title={row.place.name}
            lead={t('lead', { step: stepWords(step)[language.value], campaign: campaign.name })}
            actions={
              <ButtonLink href={paths.centre.board(viewQuery(campaign.id, view))}>{t('back')}</ButtonLink>
            }
          >
            <WardFacts row={row} campaign={campaign.id} />
            <Groups wardId={wardId} campaign={campaign.id} step={step} group={group} />
          </Page>
        )
      }
    </Loading>
  )
}

function WardFacts({ row, campaign }: { row: Row; campaign: string }) {
  const { timeZone } = useAccount().authority
  const told = useQuality(campaign, row.place.id).current.value.data
  const quality = told?.items.find(({ wardId }) => wardId === row.place.id)
  return (
    <Card>
      <div class="wards ward-facts">
        <Facts
          items={[
            [s('state'), <cells.StateCell row={row} />],
            [w('progress'), <cells.ProgressCell row={row} />],
            [s('needed'), <cells.NeededCell row={row} />],
            [w('week'), <cells.Week series={row.series} />],
            [w('pace'), <cells.PaceCell row={row} />],
            [w('finish'), <cells.FinishCell row={row} />],
            [w('stock'), <cells.StockCell row={row} />],
            [s('supplied'), <cells.SuppliedCell row={row} />],
            [s('lag'), <cells.LagCell row={row} quality={quality} />],
            [w('not-entered'), formatNumber(row.notEntered)],
            [s('silent'), <cells.SilentCell quality={quality} timeZone={timeZone} />],
          ]}
        />
      </div>
    </Card>
  )
}

type GroupsOf = { wardId: string; campaign: string; step: string; group: string | null }

function Groups({ wardId, campaign, step, group }: GroupsOf) {
  const parts = useGet<Out<typeof ProgressParts>>('/v1/progress/parts', {
    campaign,
    step,
    group,
    rows: 'group',
    place: wardId,
  })
  const may = useMay()
  const namesOf = (groupId: string | null) =>
    paths.centre.missing(withQuery('', { campaign, wardId, groupId, step, group }))
  return (
    <Card
      title={t('groups')}
      actions={may('person.export') && <ButtonLink href={namesOf(null)}>{t('names.all')}</ButtonLink>}
    >
      {may('person.export') && <p>{t('names.lead')}</p>}
      <Loading of={parts}>
        {({ items }) => (
          <div class="wards as-cards">
            <Table
              caption={t('groups')}
              captionHidden
              empty={t('groups.none')}
              rows={items}
              rowKey={({ key }) => key}
              columns={[
                {
                  key: 'name',
                  head: t('groups'),
                  cell: ({ name }) => name || NONE,
                  sort: ({ name }) => name,
                  rowHead: true,
                },
                {
                  key: 'progress',
                  head: w('progress'),
                  cell: (part) => <PartProgress part={part} />,
                  sort: ({ percent, done }) => percent ?? done / 1e9,
                },
                {
                  key: 'needed',
                  head: s('needed'),
                  number: true,
                  cell: ({ remaining }) => (remaining === null ? NONE : formatNumber(remaining)),
                  sort: ({ remaining }) => remaining ?? -1,
                },
                { key: 'week', head: w('week'), cell: ({ series }) => <cells.Week series={series} /> },
                ...(may('person.export')
                  ? [
                      {
                        key: 'names',
                        head: t('names'),
                        cell: ({ key, name }: (typeof items)[number]) =>
                          key !== '' && (
                            <a href={namesOf(key)} aria-label={`${t('names.of')}: ${name}`}>
                              {t('names.of')}
                            </a>
                          ),
                      },
                    ]
                  : []),
              ]}
            />
          </div>
        )}
      </Loading>
    </Card>
  )
}
