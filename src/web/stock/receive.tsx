import { useSignal } from '@preact/signals'
import type { Product, ProductList, ReceiptBody } from '#features/stock/contract.ts'
import type { ReceiptAnswer } from '#features/stock/lot-contract.ts'
import { api } from '../shared/api.ts'
import type { In, Out } from '../shared/contract.ts'
import { formatDay, parseDay } from '../shared/days.ts'
import { useGet } from '../shared/load.ts'
import { useOnceId } from '../shared/sent-id.ts'
import { useAccount } from '../shared/session.ts'
import { DayField, NumberField, SelectField, TextField, type Option } from '../shared/ui/fields.tsx'
import { day, Form, required, useForm, wholeNumber } from '../shared/ui/form.tsx'
import { Loading } from '../shared/ui/loading.tsx'
import { Card, Notice, Page } from '../shared/ui/page.tsx'
import { CodeScan } from './code-scan.tsx'
import { storeAndWardOptions, storeOf, useStoresAndWards } from './holders.ts'
import { PackCard } from './pack-card.tsx'
import { readPack, type ProductView, type ReadPack } from './pack-read.ts'
import { t as s } from './scan-words.ts'
import { t } from './words.ts'

const VIALS_MAX = 1_000_000

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
              {({ items }) => (
                <Receipt
                  stores={storeAndWardOptions(places)}
                  products={items}
                  onTaught={() => products.reload()}
                />
              )}
            </Loading>
          )}
        </Loading>
      </Card>
    </Page>
  )
}

function Receipt(props: {
  stores: readonly Option[]
  products: readonly ProductView[]
  onTaught: () => Promise<void>
}) {
  const { timeZone } = useAccount().authority
  const form = useForm(
    {
      to: props.stores[0]?.value ?? '',
      productId: '',
      lotCode: '',
      expiresOn: '',
      vials: '',
      receivedOn: '',
      documentNumber: '',
    },
    {
      to: [required],
      productId: [required],
      lotCode: [required],
      expiresOn: [required, day],
      vials: [required, wholeNumber(1, VIALS_MAX)],
      receivedOn: [day],
      documentNumber: [required],
    },
  )
  const once = useOnceId()
  const done = useSignal<Out<typeof ReceiptAnswer> | null>(null)
  const pack = useSignal<ReadPack | 'unreadable' | null>(null)
  const scan = async (text: string) => {
    done.value = null
    const read = await readPack(text, props.products, timeZone)
    pack.value = read ?? 'unreadable'
    if (read === null) return
    const { code, product } = read
    form.set({
      productId: product?.id ?? '',
      lotCode: code.lot ?? '',
      expiresOn: code.expiresOn === null ? '' : formatDay(code.expiresOn),
    })
  }
  const read = pack.value === 'unreadable' ? null : pack.value
  const unknownGtin = read !== null && read.product === null ? read.code.gtin : null
  return (
    <>
      <CodeScan
        label={s('pack')}
        hint={s('pack.hint')}
        sendWord={s('read')}
        onCode={(text) => void scan(text)}
      />
      {pack.value === 'unreadable' && <Notice tone="warn" title={s('unreadable')} />}
      {read !== null && (
        <PackCard
          pack={read}
          onForget={() => {
            pack.value = null
          }}
        />
      )}
      <Form
        form={form}
        submitWord={t('receive.send')}
        onSubmit={async ({ to, productId, lotCode, expiresOn, vials, receivedOn, documentNumber }) => {
          done.value = null
          if (unknownGtin !== null) {
            await api.put<Out<typeof Product>>(`/v1/products/${productId}/gtin`, { gtin: unknownGtin })
            await props.onTaught()
          }
          const body: Omit<In<typeof ReceiptBody>, 'id'> = {
            to: storeOf(to),
            vials: Number(vials),
            documentNumber,
            productId,
            lotCode,
            expiresOn: parseDay(expiresOn) ?? '',
            ...(read === null ? {} : { gs1: read.text }),
            ...(receivedOn === '' ? {} : { receivedOn: parseDay(receivedOn) ?? '' }),
          }
          done.value = await once.send((id) =>
            api.post<Out<typeof ReceiptAnswer>>('/v1/lots/receipts', { id, ...body }),
          )
          pack.value = null
          form.reset()
          // The next lot often comes on the same paper; another one may be written already.
          form.set({ to, documentNumber: form.values.value.documentNumber || documentNumber })
        }}
      >
        {done.value !== null && (
          <Notice
            tone="good"
            title={t('receive.done', { doses: done.value.movement.doses, lot: done.value.lot.code })}
          />
        )}
        <SelectField name="to" label={t('receive.to')} options={props.stores} />
        <SelectField
          name="productId"
          label={t('product')}
          {...(unknownGtin === null ? {} : { hint: s('teach.hint', { gtin: unknownGtin }) })}
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
    </>
  )
}
