import type { Campaign } from '#features/campaigns/contract.ts'
import type { CreateSession, Site } from '#features/sessions/contract.ts'
import type { ProductList } from '#features/stock/contract.ts'
import { sessionSlots, type SessionSlot } from '#domain/calling.ts'
import { api, withQuery } from '../shared/api.ts'
import type { In, Out } from '../shared/contract.ts'
import { formatDay, parseDay } from '../shared/days.ts'
import { useGet, usePages } from '../shared/load.ts'
import { paths } from '../shared/paths.ts'
import { here, navigate, useNavigate } from '../shared/router.ts'
import { useMay } from '../shared/session.ts'
import { optionsOf, useAll, useOwnWards } from '../shared/wards.ts'
import { formatNumber } from '../shared/words.ts'
import { DayField, NumberField, SelectField } from '../shared/ui/fields.tsx'
import { day, Form, required, useForm, wholeNumber } from '../shared/ui/form.tsx'
import { Loading } from '../shared/ui/loading.tsx'
import { Card, Notice, Page } from '../shared/ui/page.tsx'
import { Pager, Table } from '../shared/ui/table.tsx'
import { SessionState, type SessionView } from './session-state.tsx'
import { t } from './session-words.ts'

const states = ['planned', 'open', 'closed', 'cancelled'] as const
const CAPACITY_MAX = 20_000
const DOSES_MAX = 100_000

/** Sessions, the latest day first; and a new one. */
export function Sessions() {
  const asked = here.value.query.get('state')
  const state = states.find((one) => one === asked)
  const sessions = usePages<SessionView>('/v1/sessions', { state })
  const may = useMay()
  return (
    <Page title={t('sessions.title')} lead={t('sessions.lead')} topDown>
      <div class="field form">
        <label for="state">{t('state')}</label>
        <select
          id="state"
          value={state ?? ''}
          onChange={(event) =>
            navigate(withQuery(paths.setup.sessions(), { state: event.currentTarget.value }), 'replace')
          }
        >
          <option value="">{t('state.any')}</option>
          {states.map((one) => (
            <option key={one} value={one}>
              {t(`state.${one}`)}
            </option>
          ))}
        </select>
      </div>
      <Loading of={sessions}>
        {({ items }) => (
          <>
            <div class="as-cards">
              <Table
                caption={t('sessions.title')}
                captionHidden
                empty={t('sessions.none')}
                rows={items}
                rowKey={({ id }) => id}
                rowTone={({ overrideReason }) => (overrideReason === null ? undefined : 'bad')}
                columns={[
                  {
                    key: 'site',
                    head: t('site'),
                    cell: ({ id, siteName }) => <a href={paths.setup.session(id)}>{siteName}</a>,
                    sort: ({ siteName }) => siteName,
                    rowHead: true,
                  },
                  {
                    key: 'on',
                    head: t('on'),
                    cell: ({ sessionOn }) => formatDay(sessionOn),
                    sort: ({ sessionOn }) => sessionOn,
                  },
                  { key: 'slot', head: t('slot'), cell: ({ slot }) => t(`slot.${slot}`) },
                  { key: 'state', head: t('state'), cell: ({ state }) => <SessionState of={state} /> },
                  {
                    key: 'called',
                    head: t('called'),
                    number: true,
                    cell: ({ called, capacity }) => `${formatNumber(called)} / ${formatNumber(capacity)}`,
                    sort: ({ called }) => called,
                  },
                  {
                    key: 'arrived',
                    head: t('arrived'),
                    number: true,
                    cell: ({ arrived }) => formatNumber(arrived),
                    sort: ({ arrived }) => arrived,
                  },
                  {
                    key: 'given',
                    head: t('given'),
                    number: true,
                    cell: ({ given }) => formatNumber(given),
                    sort: ({ given }) => given,
                  },
                ]}
              />
            </div>
            {items.length > 0 && <Pager count={items.length} more={sessions.more} />}
          </>
        )}
      </Loading>
      {may('session.plan') && <NewSession />}
    </Page>
  )
}

function NewSession() {
  const campaigns = useAll<Out<typeof Campaign>>('/v1/campaigns')
  const sites = useAll<Out<typeof Site>>('/v1/sites')
  return (
    <Card title={t('sessions.new')}>
      <Loading of={campaigns}>
        {(known) => (
          <Loading of={sites}>
            {(all) =>
              all.length === 0 ? (
                <Notice tone="warn" title={t('sessions.no-site')} />
              ) : (
                <NewSessionForm campaigns={known.filter(({ state }) => state !== 'closed')} sites={all} />
              )
            }
          </Loading>
        )}
      </Loading>
    </Card>
  )
}

function NewSessionForm(props: {
  campaigns: readonly Out<typeof Campaign>[]
  sites: readonly Out<typeof Site>[]
}) {
  const { campaigns, sites } = props
  const products = useGet<Out<typeof ProductList>>('/v1/products')
  const wards = useOwnWards('session.plan')
  const form = useForm(
    {
      siteId: sites.length === 1 ? sites[0]!.id : '',
      wardId: '',
      campaignId: campaigns.length === 1 ? campaigns[0]!.id : '',
      sessionOn: '',
      slot: 'all-day',
      capacity: '',
      productId: '',
      plannedDoses: '',
    },
    {
      siteId: [required],
      campaignId: [required],
      sessionOn: [required, day],
      slot: [required],
      capacity: [required, wholeNumber(1, CAPACITY_MAX)],
      productId: [required],
      plannedDoses: [wholeNumber(0, DOSES_MAX)],
    },
  )
  const { siteId, campaignId } = form.values.value
  const goOn = useNavigate()
  const isMobile = sites.find(({ id }) => id === siteId)?.kind === 'mobile'
  const productIds = campaigns.find(({ id }) => id === campaignId)?.productIds ?? []
  return (
    <Form
      form={form}
      submitWord={t('sessions.new')}
      onSubmit={async (values) => {
        const capacity = Number(values.capacity)
        const body: In<typeof CreateSession> = {
          siteId: values.siteId,
          campaignId: values.campaignId,
          sessionOn: parseDay(values.sessionOn) ?? '',
          slot: values.slot as SessionSlot,
          capacity,
          vaccines: [
            {
              productId: values.productId,
              plannedDoses: values.plannedDoses.trim() === '' ? capacity : Number(values.plannedDoses),
            },
          ],
          ...(isMobile && values.wardId !== '' ? { wardId: values.wardId } : {}),
        }
        const { id } = await api.post<SessionView>('/v1/sessions', body)
        goOn(paths.setup.session(id))
      }}
    >
      <SelectField
        name="campaignId"
        label={t('campaign')}
        options={optionsOf(campaigns)}
        empties={['productId']}
      />
      <SelectField name="siteId" label={t('site')} options={optionsOf(sites)} />
      {isMobile && (
        <Loading of={wards}>
          {(own) => <SelectField name="wardId" label={t('site.stop')} options={optionsOf(own)} />}
        </Loading>
      )}
      <div class="fields-row">
        <DayField name="sessionOn" label={t('on')} />
        <SelectField
          name="slot"
          label={t('slot')}
          options={sessionSlots.map((slot) => ({ value: slot, label: t(`slot.${slot}`) }))}
        />
      </div>
      <NumberField name="capacity" label={t('capacity')} />
      <Loading of={products}>
        {({ items }) => (
          <SelectField
            name="productId"
            label={t('product')}
            options={optionsOf(items.filter(({ id }) => productIds.includes(id)))}
          />
        )}
      </Loading>
      <NumberField name="plannedDoses" label={t('planned')} hint={t('planned.hint')} />
    </Form>
  )
}
