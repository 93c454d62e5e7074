import type { CampaignPage } from '#features/campaigns/contract.ts'
import type { PlanHead, ProposePlanBody, StoredPlan } from '#features/planner/contract.ts'
import { api } from '../shared/api.ts'
import type { In, Out } from '../shared/contract.ts'
import { formatInstant } from '../shared/days.ts'
import { useGet, usePages } from '../shared/load.ts'
import { paths } from '../shared/paths.ts'
import { useNavigate } from '../shared/router.ts'
import { useAccount, useMay } from '../shared/session.ts'
import { ButtonLink } from '../shared/ui/button.tsx'
import { SelectField } from '../shared/ui/fields.tsx'
import { Form, required, useForm } from '../shared/ui/form.tsx'
import { Loading } from '../shared/ui/loading.tsx'
import { Card, Empty, Page } from '../shared/ui/page.tsx'
import { Pager, Table } from '../shared/ui/table.tsx'
import { formatNumber } from '../shared/words.ts'
import { t as supplyWords } from './plan-supply-words.ts'
import { t as tryWords } from './plan-try-words.ts'
import { t } from './plan-words.ts'

type Campaign = Out<typeof CampaignPage>['items'][number]

/** A new plan, and those before it. */
export function Plans() {
  const may = useMay()
  const plans = usePages<Out<typeof PlanHead>>('/v1/plans')
  const campaigns = useGet<Out<typeof CampaignPage>>('/v1/campaigns', { limit: 50 })
  const { timeZone } = useAccount().authority
  return (
    <Page
      title={t('title')}
      lead={t('lead')}
      actions={
        <>
          <ButtonLink href={paths.centre.planSupply()}>{supplyWords('open')}</ButtonLink>
          {may('plan.approve') && <ButtonLink href={paths.centre.planTry()}>{tryWords('open')}</ButtonLink>}
        </>
      }
    >
      {may('plan.approve') && (
        <Card>
          <Loading of={campaigns}>
            {({ items }) => {
              const open = items.filter(({ state }) => state === 'open')
              return open.length === 0 ? <Empty>{t('no-campaign')}</Empty> : <Propose campaigns={open} />
            }}
          </Loading>
        </Card>
      )}
      <Loading of={plans}>
        {({ items }) => (
          <>
            <div class="as-cards">
              <Table
                caption={t('history')}
                empty={t('history.none')}
                rows={items}
                rowKey={({ id }) => id}
                columns={[
                  {
                    key: 'at',
                    head: t('at'),
                    cell: ({ id, proposedAt }) => (
                      <a href={paths.centre.plan(id)}>{formatInstant(proposedAt, timeZone)}</a>
                    ),
                    rowHead: true,
                  },
                  { key: 'by', head: t('by'), cell: ({ proposedBy }) => proposedBy },
                  { key: 'lines', head: t('lines'), number: true, cell: ({ lines }) => formatNumber(lines) },
                  {
                    key: 'decided',
                    head: t('decided'),
                    number: true,
                    cell: ({ decided }) => formatNumber(decided),
                  },
                  { key: 'doses', head: t('doses'), number: true, cell: ({ doses }) => formatNumber(doses) },
                ]}
              />
            </div>
            {items.length > 0 && <Pager count={items.length} more={plans.more} />}
          </>
        )}
      </Loading>
    </Page>
  )
}

function Propose({ campaigns }: { campaigns: readonly Campaign[] }) {
  const form = useForm({ campaignId: campaigns[0]!.id }, { campaignId: [required] })
  const navigate = useNavigate()
  return (
    <Form
      form={form}
      submitWord={t('propose')}
      onSubmit={async ({ campaignId }) => {
        const body: In<typeof ProposePlanBody> = { campaignId }
        const { id } = await api.post<Out<typeof StoredPlan>>('/v1/plans', body)
        navigate(paths.centre.plan(id))
      }}
    >
      {campaigns.length === 1 ? (
        <p>
          {t('campaign')}: <strong>{campaigns[0]!.name}</strong>
        </p>
      ) : (
        <SelectField
          name="campaignId"
          label={t('campaign')}
          options={campaigns.map(({ id, name }) => ({ value: id, label: name }))}
        />
      )}
      <p role="status">{form.busy.value ? t('computing') : ''}</p>
    </Form>
  )
}
