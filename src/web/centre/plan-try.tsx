import { useSignal } from '@preact/signals'
import type { CampaignPage } from '#features/campaigns/contract.ts'
import type { ProposePlanBody, StoredPlan, WhatIf, WhatIfBody } from '#features/planner/contract.ts'
import type { ProductList } from '#features/stock/contract.ts'
import { defaultParams } from '#domain/planner/params.ts'
import { api } from '../shared/api.ts'
import type { In, Out } from '../shared/contract.ts'
import { parseDay } from '../shared/days.ts'
import { useGet } from '../shared/load.ts'
import { paths } from '../shared/paths.ts'
import { useNavigate } from '../shared/router.ts'
import { optionsOf, useOwnWards, type PlaceView } from '../shared/wards.ts'
import { ButtonLink } from '../shared/ui/button.tsx'
import { ChecksField, DayField, listOf, NumberField, SelectField } from '../shared/ui/fields.tsx'
import { day, Form, useForm, wholeNumber, type Rule, type Values } from '../shared/ui/form.tsx'
import { Loading } from '../shared/ui/loading.tsx'
import { Card, Empty, Page } from '../shared/ui/page.tsx'
import { PlanEffect } from './plan-effect.tsx'
import { t as tp } from './plan-words.ts'
import { t } from './plan-try-words.ts'

type Campaign = Out<typeof CampaignPage>['items'][number]
type Product = Out<typeof ProductList>['items'][number]
type Body = In<typeof WhatIfBody>

/** What would become of the city with another D or floor, one more team, more vaccine, or a ward left alone. */
export function PlanTry() {
  const campaigns = useGet<Out<typeof CampaignPage>>('/v1/campaigns', { limit: 50 })
  const products = useGet<Out<typeof ProductList>>('/v1/products')
  const wards = useOwnWards('plan.approve')
  return (
    <Page
      title={t('title')}
      lead={t('lead')}
      actions={<ButtonLink href={paths.centre.plans()}>{tp('back')}</ButtonLink>}
    >
      <Loading of={campaigns}>
        {({ items }) => {
          const campaign = items.find(({ state }) => state === 'open')
          if (campaign === undefined) return <Empty>{tp('no-campaign')}</Empty>
          return (
            <Loading of={products}>
              {(list) => (
                <Loading of={wards}>
                  {(places) => (
                    <Try
                      key={campaign.id}
                      campaign={campaign}
                      products={list.items.filter(({ id }) => campaign.productIds.includes(id))}
                      wards={places}
                    />
                  )}
                </Loading>
              )}
            </Loading>
          )
        }}
      </Loading>
    </Page>
  )
}

const DAYS_MOST = 60
const DOSES_MOST = 10_000_000
const TEAM_MOST = 100_000

/** Empty together or filled together. */
const withOther =
  (...others: readonly string[]): Rule =>
  (value, values) =>
    value.trim() === '' && others.some((name) => String(values[name] ?? '').trim() !== '')
      ? () => t('together')
      : null

const empty = {
  topUpDays: '',
  floorPercent: '',
  teamWard: '',
  teamDoses: '',
  product: '',
  doses: '',
  expiresOn: '',
  hold: '',
}

const changesSomething: Rule = (_, values: Values) =>
  Object.values(values).every((value) => String(value).trim() === '') ? () => t('nothing') : null

function Try(props: { campaign: Campaign; products: readonly Product[]; wards: readonly PlaceView[] }) {
  const { campaign, products, wards } = props
  const result = useSignal<{ body: Body; view: Out<typeof WhatIf> } | null>(null)
  const form = useForm(empty, {
    topUpDays: [wholeNumber(1, DAYS_MOST), changesSomething],
    floorPercent: [wholeNumber(0, 100)],
    teamWard: [withOther('teamDoses')],
    teamDoses: [withOther('teamWard'), wholeNumber(1, TEAM_MOST)],
    product: [withOther('doses', 'expiresOn')],
    doses: [withOther('product', 'expiresOn'), wholeNumber(1, DOSES_MOST)],
    expiresOn: [withOther('product', 'doses'), day],
  })
  const present = { ...defaultParams, ...campaign.plannerParams }
  const none = { value: '', label: t('none') }
  return (
    <>
      <Card>
        <Form
          form={form}
          submitWord={t('try')}
          onSubmit={async (values) => {
            const body = readBody(campaign.id, values, products)
            result.value = { body, view: await api.post<Out<typeof WhatIf>>('/v1/plans/what-if', body) }
          }}
        >
          <div class="plan-try">
            <section>
              <h2>{t('settings')}</h2>
              <NumberField
                name="topUpDays"
                label={t('days')}
                hint={t('days.hint', { days: present.topUpDays })}
              />
              <NumberField
                name="floorPercent"
                label={t('floor')}
                hint={t('floor.hint', { percent: Math.round(present.floorShare * 100) })}
              />
            </section>
            <section>
              <h2>{t('team')}</h2>
              <SelectField name="teamWard" label={t('team.ward')} options={[none, ...optionsOf(wards)]} />
              <NumberField name="teamDoses" label={t('team.doses')} />
            </section>
            <section>
              <h2>{t('arrival')}</h2>
              <SelectField
                name="product"
                label={t('arrival.product')}
                options={[none, ...optionsOf(products)]}
              />
              <NumberField name="doses" label={t('arrival.doses')} />
              <DayField name="expiresOn" label={t('arrival.expires')} />
            </section>
          </div>
          <details class="plan-hold">
            <summary>{t('hold')}</summary>
            <ChecksField name="hold" label={t('hold')} options={optionsOf(wards)} />
          </details>
          <p role="status">{form.busy.value ? tp('computing') : ''}</p>
        </Form>
      </Card>
      {result.value !== null && (
        <PlanEffect view={result.value.view} wards={wards}>
          <Propose body={result.value.body} />
        </PlanEffect>
      )}
    </>
  )
}

function readBody(campaignId: string, values: typeof empty, products: readonly Product[]): Body {
  const { topUpDays, floorPercent, teamWard, teamDoses, doses, hold } = values
  const product = products.find(({ id }) => id === values.product)
  const expiresOn = parseDay(values.expiresOn)
  return {
    campaignId,
    params: {
      ...(topUpDays.trim() === '' ? {} : { topUpDays: Number(topUpDays) }),
      ...(floorPercent.trim() === '' ? {} : { floorShare: Number(floorPercent) / 100 }),
    },
    teams: teamWard === '' ? [] : [{ wardId: teamWard, dosesPerDay: Number(teamDoses) }],
    arrivals:
      product === undefined || expiresOn === null
        ? []
        : [{ productId: product.id, doses: Number(doses), dosesPerVial: product.dosesPerVial, expiresOn }],
    holdWards: listOf(hold),
  }
}

/** From trying to a plan whose lines can be approved: with the settings tried, on what is really there. */
function Propose({ body }: { body: Body }) {
  const form = useForm({})
  const navigate = useNavigate()
  return (
    <Form
      form={form}
      submitWord={t('propose')}
      onSubmit={async () => {
        const { campaignId, params } = body
        const wanted: In<typeof ProposePlanBody> = { campaignId, params: { ...params } }
        const { id } = await api.post<Out<typeof StoredPlan>>('/v1/plans', wanted)
        navigate(paths.centre.plan(id))
      }}
    >
      <p class="hint">{t('propose.note')}</p>
    </Form>
  )
}
