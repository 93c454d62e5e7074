import { useSignal } from '@preact/signals'
import type { AgeCuts, Campaign, TargetGroup, TargetGroups } from '#features/campaigns/contract.ts'
import type { Out } from '../shared/contract.ts'
import { useGet } from '../shared/load.ts'
import { paths } from '../shared/paths.ts'
import { here, navigate } from '../shared/router.ts'
import { useAll } from '../shared/wards.ts'
import { formatNumber } from '../shared/words.ts'
import { Loading } from '../shared/ui/loading.tsx'
import { Card, Notice, Page } from '../shared/ui/page.tsx'
import { Table } from '../shared/ui/table.tsx'
import { TargetGrid } from './target-grid.tsx'
import { NewGroup } from './target-groups.tsx'
import { t } from './target-words.ts'

type CampaignView = Out<typeof Campaign>
type Group = Out<typeof TargetGroup>

/** Who is to be vaccinated, and how many of them in each ward. */
export function Targets() {
  const campaigns = useAll<CampaignView>('/v1/campaigns')
  return (
    <Page title={t('title')} lead={t('lead')} topDown>
      <Loading of={campaigns}>
        {(all) =>
          all.length === 0 ? (
            <Notice tone="warn" title={t('campaign.none')} />
          ) : (
            <OfCampaign campaigns={all} />
          )
        }
      </Loading>
    </Page>
  )
}

/** The campaign asked for in the address; else the newest. */
function OfCampaign({ campaigns }: { campaigns: readonly CampaignView[] }) {
  const wanted = here.value.query.get('campaignId')
  const campaign = campaigns.find(({ id }) => id === wanted) ?? campaigns[0]!
  return (
    <>
      {campaigns.length > 1 && (
        <div class="field form">
          <label for="campaign">{t('campaign')}</label>
          <select
            id="campaign"
            value={campaign.id}
            onChange={(event) => navigate(paths.setup.targets(event.currentTarget.value), 'replace')}
          >
            {campaigns.map(({ id, name }) => (
              <option key={id} value={id}>
                {name}
              </option>
            ))}
          </select>
        </div>
      )}
      <Groups key={campaign.id} campaign={campaign} />
    </>
  )
}

function Groups({ campaign }: { campaign: CampaignView }) {
  const groups = useGet<Out<typeof TargetGroups>>(`/v1/campaigns/${campaign.id}/target-groups`)
  const cuts = useGet<Out<typeof AgeCuts>>('/v1/age-cuts')
  const chosen = useSignal<string | null>(null)
  return (
    <Loading of={groups}>
      {({ items }) => {
        const group = items.find(({ id }) => id === chosen.value) ?? items[0]
        return (
          <>
            <div class="as-cards">
              <Table
                caption={t('groups')}
                empty={t('groups.none')}
                rows={items}
                rowKey={({ id }) => id}
                columns={[
                  { key: 'name', head: t('name'), cell: ({ name }) => name, rowHead: true },
                  { key: 'ages', head: t('ages'), cell: ages },
                  {
                    key: 'codes',
                    head: t('codes'),
                    cell: ({ codes }) => codes?.join(', ') ?? t('codes.all'),
                  },
                  {
                    key: 'goal',
                    head: t('goal'),
                    number: true,
                    cell: ({ goalPercent }) => formatNumber(goalPercent),
                  },
                ]}
              />
            </div>
            {group !== undefined && (
              <Card title={t('targets')}>
                <p>{t('targets.lead')}</p>
                {items.length > 1 && (
                  <div class="field form">
                    <label for="group">{t('group')}</label>
                    <select
                      id="group"
                      value={group.id}
                      onChange={(event) => {
                        chosen.value = event.currentTarget.value
                      }}
                    >
                      {items.map(({ id, name }) => (
                        <option key={id} value={id}>
                          {name}
                        </option>
                      ))}
                    </select>
                  </div>
                )}
                <TargetGrid key={group.id} campaign={campaign} targetGroupId={group.id} />
              </Card>
            )}
            <Card title={t('groups.new')}>
              <Loading of={cuts}>
                {({ items: ageCuts }) => (
                  <NewGroup campaignId={campaign.id} ageCuts={ageCuts} onMade={groups.reload} />
                )}
              </Loading>
            </Card>
          </>
        )
      }}
    </Loading>
  )
}

function ages({ ageFrom, ageTo }: Group): string {
  return ageTo === null ? t('ages.up', { from: ageFrom }) : t('ages.span', { from: ageFrom, to: ageTo })
}
