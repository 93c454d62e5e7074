import { useSignal } from '@preact/signals'
import type { ExpectedArrivalBody } from '#features/planner/supply-contract.ts'
import type { ProductList } from '#features/stock/contract.ts'
import { api, ApiProblem } from '../shared/api.ts'
import { newId } from '../shared/clock.ts'
import type { In, Out } from '../shared/contract.ts'
import { formatDay, parseDay } from '../shared/days.ts'
import { useMay } from '../shared/session.ts'
import { optionsOf } from '../shared/wards.ts'
import { formatNumber } from '../shared/words.ts'
import { Button } from '../shared/ui/button.tsx'
import { DayField, NumberField, SelectField, TextField } from '../shared/ui/fields.tsx'
import { day, Form, required, useForm, wholeNumber } from '../shared/ui/form.tsx'
import { Card } from '../shared/ui/page.tsx'
import { Table } from '../shared/ui/table.tsx'
import { toast, toastSaved } from '../shared/ui/toast.tsx'
import type { SupplyView } from './plan-supply.tsx'
import { t } from './plan-supply-words.ts'

type Arrival = SupplyView['arrivals'][number]
type Body = In<typeof ExpectedArrivalBody>

const DOSES_MOST = 10_000_000

/** What the province has announced: a ward that waits is told the day. */
export function Arrivals(props: {
  arrivals: readonly Arrival[]
  products: Out<typeof ProductList>['items']
  onSaved: () => Promise<void>
}) {
  const mayEdit = useMay()('plan.approve')
  const put = async (id: string, body: Body) => {
    await api.put(`/v1/plan-supply/arrivals/${id}`, body)
    toastSaved()
    await props.onSaved()
  }
  return (
    <>
      <div class="as-cards">
        <Table
          caption={t('arrivals')}
          empty={t('arrivals.none')}
          rows={props.arrivals}
          rowKey={({ id }) => id}
          columns={[
            { key: 'on', head: t('on'), rowHead: true, cell: ({ arrivesOn }) => formatDay(arrivesOn) },
            { key: 'product', head: t('product'), cell: ({ productName }) => productName },
            { key: 'doses', head: t('doses'), number: true, cell: ({ doses }) => formatNumber(doses) },
            { key: 'document', head: t('document'), cell: ({ documentNumber }) => documentNumber },
            ...(mayEdit
              ? [
                  {
                    key: 'withdraw',
                    head: t('withdraw'),
                    cell: (row: Arrival) => <Withdraw row={row} put={put} />,
                  },
                ]
              : []),
          ]}
        />
      </div>
      {mayEdit && <Announce products={props.products} put={put} />}
    </>
  )
}

function Withdraw({ row, put }: { row: Arrival; put: (id: string, body: Body) => Promise<void> }) {
  const { id, productId, productName, arrivesOn, documentNumber } = row
  return (
    <Button
      kind="quiet"
      label={t('withdraw.of', { product: productName, on: formatDay(arrivesOn) })}
      onClick={async () => {
        try {
          await put(id, { productId, arrivesOn, doses: 0, documentNumber })
        } catch (error) {
          if (!(error instanceof ApiProblem)) throw error
          toast(() => error.title)
        }
      }}
    >
      {t('withdraw')}
    </Button>
  )
}

function Announce(props: {
  products: Out<typeof ProductList>['items']
  put: (id: string, body: Body) => Promise<void>
}) {
  const id = useSignal(newId())
  const form = useForm(
    { productId: '', arrivesOn: '', doses: '', documentNumber: '' },
    { productId: [required], arrivesOn: [required, day], doses: [required, wholeNumber(1, DOSES_MOST)] },
  )
  return (
    <Card title={t('add')}>
      <Form
        form={form}
        submitWord={t('add')}
        onSubmit={async ({ productId, arrivesOn, doses, documentNumber }) => {
          const body = { productId, arrivesOn: parseDay(arrivesOn)!, doses: Number(doses), documentNumber }
          await props.put(id.value, body)
          id.value = newId()
          form.reset()
        }}
      >
        <SelectField name="productId" label={t('product')} options={optionsOf(props.products)} />
        <DayField name="arrivesOn" label={t('on')} />
        <NumberField name="doses" label={t('doses')} />
        <TextField name="documentNumber" label={t('document')} maxLength={100} size={24} />
      </Form>
    </Card>
  )
}
