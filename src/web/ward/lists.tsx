import type { Campaign } from '#features/campaigns/contract.ts'
import type { Out } from '../shared/contract.ts'
import { formatInstant } from '../shared/days.ts'
import { usePages } from '../shared/load.ts'
import { paths } from '../shared/paths.ts'
import { useNavigate } from '../shared/router.ts'
import { useAccount, useMay } from '../shared/session.ts'
import { useAll, useOwnWards } from '../shared/wards.ts'
import { formatNumber } from '../shared/words.ts'
import { Loading } from '../shared/ui/loading.tsx'
import { Card, Page } from '../shared/ui/page.tsx'
import { Pager, Table, type Column } from '../shared/ui/table.tsx'
import { Deadlines } from './declare-owed.tsx'
import { NewListForm } from './list-form.tsx'
import { InTime, type ListView } from './list-state.tsx'
import { WaitingDuplicates } from './open-duplicates.tsx'
import { t } from './words.ts'

/** The lists that this account may see, against their deadlines; and a new one. */
export function Lists() {
  const may = useMay()
  const { timeZone } = useAccount().authority
  const lists = usePages<ListView>('/v1/lists', { limit: 100 })
  return (
    <Page title={t('title')} lead={t('lead')} topDown>
      {may('list.upload') && <Deadlines />}
      <Loading of={lists}>
        {({ items }) => (
          <>
            <div class="whole-marks as-cards">
              <Table
                caption={t('title')}
                captionHidden
                empty={t('none')}
                rows={items}
                rowKey={({ id }) => id}
                columns={columnsOf(items, timeZone)}
              />
            </div>
            {items.length > 0 && <Pager count={items.length} more={lists.more} />}
          </>
        )}
      </Loading>
      {may('list.upload') && <NewList />}
      {/* Counted behind the answer, so it may come late: under everything that it would push. */}
      {may('list.upload') && <WaitingDuplicates alone />}
    </Page>
  )
}

function NewList() {
  const navigate = useNavigate()
  const campaigns = useAll<Out<typeof Campaign>>('/v1/campaigns')
  const wards = useOwnWards('list.upload')
  return (
    <Card title={t('new')}>
      <Loading of={campaigns}>
        {(allCampaigns) => (
          <Loading of={wards}>
            {(ownWards) => (
              <NewListForm
                campaigns={allCampaigns}
                wards={ownWards}
                onMade={({ id }) => navigate(paths.ward.list(id))}
              />
            )}
          </Loading>
        )}
      </Loading>
    </Card>
  )
}

/** The ward is a column only where there are several. */
function columnsOf(items: readonly ListView[], timeZone: string): Column<ListView>[] {
  const wards = new Set(items.map(({ wardId }) => wardId))
  const ward: Column<ListView> = {
    key: 'ward',
    head: t('ward'),
    cell: ({ wardName }) => wardName,
    sort: ({ wardName }) => wardName,
  }
  return [
    {
      key: 'name',
      head: t('name'),
      cell: ({ id, name }) => <a href={paths.ward.list(id)}>{name}</a>,
      sort: ({ name }) => name,
      rowHead: true,
    },
    ...(wards.size > 1 ? [ward] : []),
    { key: 'in-time', head: t('in-time'), cell: ({ uploadedInTime }) => <InTime of={uploadedInTime} /> },
    {
      key: 'due',
      head: t('due'),
      cell: ({ dueAt }) => (dueAt === null ? '–' : formatInstant(dueAt, timeZone)),
      sort: ({ dueAt }) => dueAt ?? '',
    },
    {
      key: 'declared',
      head: t('declared.head'),
      number: true,
      cell: ({ declaredTotal }) => (declaredTotal === null ? '–' : formatNumber(declaredTotal)),
      sort: ({ declaredTotal }) => declaredTotal ?? 0,
    },
    {
      key: 'registered',
      head: t('registered'),
      number: true,
      cell: ({ registered }) => formatNumber(registered),
      sort: ({ registered }) => registered,
    },
    { key: 'kind', head: t('kind'), cell: ({ kind }) => t(`kind.${kind}`) },
  ]
}
