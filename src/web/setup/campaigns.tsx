import type { CreateCampaign } from '#features/campaigns/contract.ts'
import { api } from '../shared/api.ts'
import type { In } from '../shared/contract.ts'
import { formatDay } from '../shared/days.ts'
import { usePages } from '../shared/load.ts'
import { paths } from '../shared/paths.ts'
import { useNavigate } from '../shared/router.ts'
import { Loading } from '../shared/ui/loading.tsx'
import { Card, Page } from '../shared/ui/page.tsx'
import { Pager, Table } from '../shared/ui/table.tsx'
import { toastSaved } from '../shared/ui/toast.tsx'
import { CampaignForm, CampaignState, type CampaignView } from './campaign-form.tsx'
import { t } from './campaign-words.ts'

/** All campaigns, and a new one. */
export function Campaigns() {
  const campaigns = usePages<CampaignView>('/v1/campaigns')
  const navigate = useNavigate()
  return (
    <Page title={t('title')} lead={t('lead')} topDown>
      <Loading of={campaigns}>
        {({ items }) => (
          <>
            <div class="as-cards">
              <Table
                caption={t('title')}
                captionHidden
                empty={t('none')}
                rows={items}
                rowKey={({ id }) => id}
                columns={[
                  {
                    key: 'name',
                    head: t('name'),
                    cell: ({ id, name }) => <a href={paths.setup.campaign(id)}>{name}</a>,
                    sort: ({ name }) => name,
                    rowHead: true,
                  },
                  {
                    key: 'from',
                    head: t('from'),
                    cell: ({ fromOn }) => formatDay(fromOn),
                    sort: ({ fromOn }) => fromOn,
                  },
                  { key: 'to', head: t('to'), cell: ({ toOn }) => formatDay(toOn), sort: ({ toOn }) => toOn },
                  { key: 'state', head: t('state'), cell: ({ state }) => <CampaignState state={state} /> },
                ]}
              />
            </div>
            {items.length > 0 && <Pager count={items.length} more={campaigns.more} />}
          </>
        )}
      </Loading>
      <Card title={t('new')}>
        <CampaignForm
          submitWord={t('create')}
          onSubmit={async (values) => {
            const body: In<typeof CreateCampaign> = { ...values, antigen: 'covid-19' }
            const { id } = await api.post<CampaignView>('/v1/campaigns', body)
            toastSaved()
            navigate(paths.setup.campaign(id))
          }}
        />
      </Card>
    </Page>
  )
}
