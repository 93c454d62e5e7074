import { useSignal } from '@preact/signals'
import type { ComponentChildren } from 'preact'
import { closedWasteCauses, openWasteCauses } from '#domain/wastage.ts'
import type { Count, CountBody, Movement, StockPage, WastageBody } from '#features/stock/contract.ts'
import { api } from '../shared/api.ts'
import type { In, Out } from '../shared/contract.ts'
import { useGet } from '../shared/load.ts'
import { here, navigate } from '../shared/router.ts'
import { useOnceId } from '../shared/sent-id.ts'
import { useMay } from '../shared/session.ts'
import { LongTextField, NumberField, SelectField } from '../shared/ui/fields.tsx'
import { Form, notShort, required, useForm, wholeNumber } from '../shared/ui/form.tsx'
import { Loading } from '../shared/ui/loading.tsx'
import { Card, Notice, Page } from '../shared/ui/page.tsx'
import { Tabs } from '../shared/ui/tabs.tsx'
import { paths } from '../shared/paths.ts'
import { holderName, kindName, useShelves, type Holder, type StockLine } from './holders.ts'
import { t } from './shelf-words.ts'
import { wasteCause } from './waste-words.ts'

const VIALS_MAX = 1_000_000

/** Counting what is there, and writing off what must be thrown away. */
export function Shelf() {
  const may = useMay()
  const shelves = useShelves()
  const tab = here.value.query.get('tab') === 'waste' ? 'waste' : 'count'
  return (
    <Page title={t('title')} lead={t('lead')}>
      <Loading of={shelves}>
        {(holders) => (
          <Tabs
            label={t('title')}
            chosen={tab}
            onChoose={(key) => navigate(paths.stock.shelf(`?tab=${key}`), 'replace')}
            tabs={[
              { key: 'count', label: t('count'), content: () => <CountForm holders={holders} /> },
              ...(may('stock.move')
                ? [{ key: 'waste', label: t('waste'), content: () => <WasteForm holders={holders} /> }]
                : []),
            ]}
          />
        )}
      </Loading>
    </Page>
  )
}

const holderOptions = (holders: readonly Holder[]) =>
  holders.map((holder) => ({ value: holder.id, label: `${kindName(holder.kind)}: ${holderName(holder)}` }))

/** What lies at a holder, as its books say; below zero too, since a count mends that. */
function LotsThere(props: {
  holderId: string
  children: (lines: readonly StockLine[]) => ComponentChildren
}) {
  const stock = useGet<Out<typeof StockPage>>('/v1/stock', { holderId: props.holderId, limit: 200 })
  return (
    <Loading of={stock}>
      {({ items }) =>
        items.length === 0 ? <Notice tone="warn" title={t('nothing')} /> : props.children(items)
      }
    </Loading>
  )
}

function CountForm({ holders }: { holders: readonly Holder[] }) {
  const form = useForm(
    { holderId: '', lotId: '', vials: '', doses: '', reason: '' },
    {
      holderId: [required],
      lotId: [required],
      vials: [required, wholeNumber(0, VIALS_MAX)],
      doses: [wholeNumber(0, VIALS_MAX)],
    },
  )
  const once = useOnceId()
  const done = useSignal<Out<typeof Count> | null>(null)
  const { holderId, lotId } = form.values.value
  const isSession = holders.find((holder) => holder.id === holderId)?.kind === 'session'
  return (
    <Card>
      <Form
        form={form}
        submitWord={t('count.send')}
        onSubmit={async ({ vials, doses, reason }) => {
          done.value = null
          const { items } = await api.get<Out<typeof StockPage>>('/v1/stock', {
            query: { holderId, limit: 200 },
          })
          const perVial = items.find((line) => line.lotId === lotId)?.dosesPerVial ?? 1
          const countedDoses = Number(vials) * perVial + (isSession ? Number(doses) : 0)
          const body: Omit<In<typeof CountBody>, 'id'> = { lotId, countedDoses, reason }
          done.value = await once.send((id) =>
            api.post<Out<typeof Count>>(`/v1/holders/${holderId}/counts`, { id, ...body }),
          )
          form.reset()
          form.set({ holderId })
        }}
      >
        {done.value !== null && <Counted count={done.value} />}
        <SelectField
          name="holderId"
          label={t('holder')}
          options={holderOptions(holders)}
          empties={['lotId']}
        />
        {holderId !== '' && (
          <LotsThere key={`${holderId} ${once.id}`} holderId={holderId}>
            {(lines) => (
              <>
                <SelectField
                  name="lotId"
                  label={t('lot')}
                  options={lines.map((line) => ({
                    value: line.lotId,
                    label: `${line.productName}, ${line.lotCode}`,
                  }))}
                />
                <div class="fields-row">
                  <NumberField name="vials" label={t('vials-counted')} hint={t('vials-counted.hint')} />
                  {isSession && <NumberField name="doses" label={t('doses-counted')} />}
                </div>
              </>
            )}
          </LotsThere>
        )}
        <LongTextField name="reason" label={t('reason')} hint={t('reason.hint')} maxLength={500} />
      </Form>
    </Card>
  )
}

/** The books are shown only after the count, so that nobody counts towards them. */
function Counted({ count: { countedDoses, bookDoses, difference } }: { count: Out<typeof Count> }) {
  if (difference === 0) return <Notice tone="good" title={t('count.same', { doses: countedDoses })} />
  const facts = { counted: countedDoses, booked: bookDoses, doses: Math.abs(difference) }
  return <Notice tone="warn" title={difference < 0 ? t('count.missing', facts) : t('count.found', facts)} />
}

function WasteForm({ holders }: { holders: readonly Holder[] }) {
  const form = useForm(
    { holderId: '', lotId: '', what: 'closed', amount: '', cause: '', reason: '' },
    {
      holderId: [required],
      lotId: [required],
      amount: [required, wholeNumber(1, VIALS_MAX)],
      cause: [required],
      reason: [required, notShort],
    },
  )
  const once = useOnceId()
  const done = useSignal<{ doses: number; cause: string } | null>(null)
  const { holderId, what } = form.values.value
  const isSession = holders.find((holder) => holder.id === holderId)?.kind === 'session'
  // What has been opened stays in its session until it is used or thrown away.
  const opened = isSession && what === 'open'
  return (
    <Card>
      <Form
        form={form}
        submitWord={t('waste.send')}
        danger
        onSubmit={async ({ lotId, amount, cause, reason }) => {
          done.value = null
          const common = { holderId, lotId, reason }
          const open = openWasteCauses.find((known) => known === cause) ?? 'other'
          const closed = closedWasteCauses.find((known) => known === cause) ?? 'other'
          const { doses, wasteCause: code } = await once.send((id) => {
            const body: In<typeof WastageBody> = opened
              ? { id, ...common, opened: true, doses: Number(amount), cause: open }
              : { id, ...common, opened: false, vials: Number(amount), cause: closed }
            return api.post<Out<typeof Movement>>('/v1/stock/wastages', body)
          })
          done.value = { doses, cause: wasteCause(code) }
          form.reset()
          form.set({ holderId })
        }}
      >
        {done.value !== null && <Notice tone="good" title={t('waste.done', done.value)} />}
        <SelectField
          name="holderId"
          label={t('holder')}
          options={holderOptions(holders)}
          empties={['lotId', 'cause']}
        />
        {holderId !== '' && (
          <LotsThere key={`${holderId} ${once.id}`} holderId={holderId}>
            {(lines) => (
              <SelectField
                name="lotId"
                label={t('lot')}
                options={lines.map((line) => ({
                  value: line.lotId,
                  label: `${line.productName}, ${line.lotCode}: ${t('in-books', { doses: line.doses })}`,
                }))}
              />
            )}
          </LotsThere>
        )}
        {isSession && (
          <SelectField
            name="what"
            label={t('what')}
            empties={['cause']}
            options={[
              { value: 'closed', label: t('what.closed') },
              { value: 'open', label: t('what.open') },
            ]}
          />
        )}
        <NumberField name="amount" label={opened ? t('doses-wasted') : t('vials-wasted')} />
        <SelectField
          name="cause"
          label={t('cause')}
          options={(opened ? openWasteCauses : closedWasteCauses).map((value) => ({
            value,
            label: wasteCause(value),
          }))}
        />
        <LongTextField name="reason" label={t('waste.reason')} maxLength={500} />
      </Form>
    </Card>
  )
}
