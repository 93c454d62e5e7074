import { useSignal } from '@preact/signals'
import type { ProductList, ReceiptBody } from '#features/stock/contract.ts'
import type { ReceiptAnswer } from '#features/stock/lot-contract.ts'
import { api } from '../shared/api.ts'
import { newId } from '../shared/clock.ts'
import type { In, Out } from '../shared/contract.ts'
import { parseDay } from '../shared/days.ts'
import { useGet } from '../shared/load.ts'
import { DayField, NumberField, SelectField, TextField, type Option } from '../shared/ui/fields.tsx'
import { day, Form, required, useForm, wholeNumber, type Rule } from '../shared/ui/form.tsx'
import { Loading } from '../shared/ui/loading.tsx'
import { Card, Notice, Page } from '../shared/ui/page.tsx'
import { storeAndWardOptions, storeOf, useStoresAndWards } from './holders.ts'
import { t } from './words.ts'

const VIALS_MAX = 1_000_000

/** What the barcode says need not be written as well. */
const unlessScanned: Rule = (value, values) =>
  String(values['gs1'] ?? '').trim() === '' ? required(value, values) : null

/** Vaccine arrives from the supplier. */
export function ReceiveLot() {
  const stores = useStoresAndWards()
  const products = useGet<Out<typeof ProductList>>('/v1/products')
  return (
    <Page title={t('receive.title')} lead={t('receive.lead')}>
      <Card>
        <Loading of={stores}>
          {(places) => (
            <Loading of={products}>
              {({ items }) => <Receipt stores={storeAndWardOptions(places)} products={items} />}
            </Loading>
          )}
        </Loading>
      </Card>
    </Page>
  )
}

function Receipt(props: { stores: readonly Option[]; products: Out<typeof ProductList>['items'] }) {
  const form = useForm(
    {
      to: props.stores[0]?.value ?? '',
      gs1: '',
      productId: '',
      lotCode: '',
      expiresOn: '',
      vials: '',
      receivedOn: '',
      documentNumber: '',
    },
    {
      to: [required],
      productId: [unlessScanned],
      lotCode: [unlessScanned],
      expiresOn: [unlessScanned, day],
      vials: [required, wholeNumber(1, VIALS_MAX)],
      receivedOn: [day],
      documentNumber: [required],
    },
  )
  // Kept until it is stored: sending once more after a lost answer receives nothing twice.
  const id = useSignal(newId())
  const done = useSignal<Out<typeof ReceiptAnswer> | null>(null)
  return (
    <Form
      form={form}
      submitWord={t('receive.send')}
      onSubmit={async ({ to, gs1, productId, lotCode, expiresOn, vials, receivedOn, documentNumber }) => {
        done.value = null
        const body: In<typeof ReceiptBody> = {
          id: id.value,
          to: storeOf(to),
          vials: Number(vials),
          documentNumber,
          ...(gs1.trim() === '' ? {} : { gs1: gs1.trim() }),
          ...(productId === '' ? {} : { productId }),
          ...(lotCode.trim() === '' ? {} : { lotCode }),
          ...(expiresOn === '' ? {} : { expiresOn: parseDay(expiresOn) ?? '' }),
          ...(receivedOn === '' ? {} : { receivedOn: parseDay(receivedOn) ?? '' }),
        }
        done.value = await api.post<Out<typeof ReceiptAnswer>>('/v1/lots/receipts', body)
        id.value = newId()
        form.reset()
        form.set({ to, documentNumber })
      }}
    >
      {done.value !== null && (
        <Notice
          tone="good"
          title={t('receive.done', { doses: done.value.movement.doses, lot: done.value.lot.code })}
        />
      )}
      <SelectField name="to" label={t('receive.to')} options={props.stores} />
      <TextField name="gs1" label={t('receive.gs1')} hint={t('receive.gs1-hint')} maxLength={200} />
      <SelectField
        name="productId"
        label={t('product')}
        options={props.products.map(({ id: value, name }) => ({ value, label: name }))}
      />
      <div class="fields-row">
        <TextField name="lotCode" label={t('receive.lot')} maxLength={40} />
        <DayField name="expiresOn" label={t('receive.expires')} />
      </div>
      <div class="fields-row">
        <NumberField name="vials" label={t('receive.vials')} />
        <DayField name="receivedOn" label={t('receive.on')} hint={t('receive.on-hint')} />
      </div>
      <TextField name="documentNumber" label={t('receive.document')} maxLength={100} />
    </Form>
  )
}
