import type { StockPage } from '#features/stock/contract.ts'
import type { Transfer, TransferBody } from '#features/stock/transfer-contract.ts'
import { api } from '../shared/api.ts'
import type { In, Out } from '../shared/contract.ts'
import { paths } from '../shared/paths.ts'
import { useNavigate } from '../shared/router.ts'
import { useOnceId } from '../shared/sent-id.ts'
import { ButtonLink } from '../shared/ui/button.tsx'
import { LongTextField, NumberField, SelectField, TextField, type Option } from '../shared/ui/fields.tsx'
import { Form, notShort, required, useForm, wholeNumber } from '../shared/ui/form.tsx'
import { Loading } from '../shared/ui/loading.tsx'
import { Card, Page } from '../shared/ui/page.tsx'
import { storeAndWardOptions, storeOf, useStoresAndWards } from './holders.ts'
import { LotField } from './issue.tsx'
import { t } from './transfer-words.ts'

const VIALS_MAX = 1_000_000

/** A transfer ordered by a person, beside those that come from a plan. */
export function NewTransfer() {
  const stores = useStoresAndWards()
  return (
    <Page
      title={t('new')}
      lead={t('new.lead')}
      actions={<ButtonLink href={paths.stock.transfers()}>{t('back')}</ButtonLink>}
    >
      <Card>
        <Loading of={stores}>{(places) => <Order stores={storeAndWardOptions(places)} />}</Loading>
      </Card>
    </Page>
  )
}

function Order({ stores }: { stores: readonly Option[] }) {
  const form = useForm(
    { from: '', to: '', lotId: '', vials: '', reason: '', documentNumber: '' },
    {
      from: [required],
      to: [required],
      lotId: [required],
      vials: [required, wholeNumber(1, VIALS_MAX)],
      reason: [required, notShort],
    },
  )
  const once = useOnceId()
  const navigate = useNavigate()
  const { from } = form.values.value
  const holderId = from.startsWith('holder:') ? from.slice('holder:'.length) : ''
  return (
    <Form
      form={form}
      submitWord={t('new.send')}
      onSubmit={async ({ to, lotId, vials, reason, documentNumber }) => {
        const { items } = await api.get<Out<typeof StockPage>>('/v1/stock', { query: { holderId } })
        const perVial = items.find((line) => line.lotId === lotId)?.dosesPerVial ?? 1
        const body: Omit<In<typeof TransferBody>, 'id'> = {
          from: storeOf(from),
          to: storeOf(to),
          lines: [{ lotId, doses: Number(vials) * perVial }],
          reason,
          documentNumber,
        }
        const made = await once.send((id) => api.post<Out<typeof Transfer>>('/v1/transfers', { id, ...body }))
        navigate(paths.stock.transfer(made.id))
      }}
    >
      <SelectField
        name="from"
        label={t('from')}
        options={stores.filter(({ value }) => value.startsWith('holder:'))}
        empties={['lotId']}
      />
      {holderId !== '' && <LotField key={holderId} holderId={holderId} name="lotId" />}
      <SelectField name="to" label={t('to')} options={stores.filter(({ value }) => value !== from)} />
      <NumberField name="vials" label={t('vials')} />
      <LongTextField name="reason" label={t('reason')} maxLength={500} />
      <TextField name="documentNumber" label={t('document')} maxLength={100} />
    </Form>
  )
}
