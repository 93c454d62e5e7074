import type { Campaign } from '#features/campaigns/contract.ts'
import type { ProductList } from '#features/stock/contract.ts'
import type { Out } from '../shared/contract.ts'
import { formatDay, parseDay } from '../shared/days.ts'
import { useGet } from '../shared/load.ts'
import { ChecksField, DayField, listOf, TextField } from '../shared/ui/fields.tsx'
import { day, Form, required, useForm } from '../shared/ui/form.tsx'
import { Loading } from '../shared/ui/loading.tsx'
import { Notice, StatusMark } from '../shared/ui/page.tsx'
import { t } from './campaign-words.ts'

export type CampaignView = Out<typeof Campaign>
export type CampaignValues = Pick<CampaignView, 'name' | 'fromOn' | 'toOn' | 'documentNumber' | 'productIds'>

/** The same fields to plan a campaign and to change one. */
export function CampaignForm(props: {
  campaign?: CampaignView
  submitWord: string
  onSubmit: (values: CampaignValues) => Promise<void>
}) {
  const { campaign } = props
  const products = useGet<Out<typeof ProductList>>('/v1/products')
  const form = useForm(
    {
      name: campaign?.name ?? '',
      fromOn: campaign === undefined ? '' : formatDay(campaign.fromOn),
      toOn: campaign === undefined ? '' : formatDay(campaign.toOn),
      documentNumber: campaign?.documentNumber ?? '',
      productIds: campaign?.productIds.join(',') ?? '',
    },
    { name: [required], fromOn: [required, day], toOn: [required, day] },
  )
  return (
    <Form
      form={form}
      submitWord={props.submitWord}
      onSubmit={async ({ name, fromOn, toOn, documentNumber, productIds }) => {
        await props.onSubmit({
          name,
          fromOn: parseDay(fromOn) ?? '',
          toOn: parseDay(toOn) ?? '',
          documentNumber,
          productIds: listOf(productIds),
        })
        if (campaign === undefined) form.reset()
      }}
    >
      <TextField name="name" label={t('name')} maxLength={160} />
      <div class="fields-row">
        <DayField name="fromOn" label={t('from')} />
        <DayField name="toOn" label={t('to')} />
      </div>
      <TextField name="documentNumber" label={t('document')} maxLength={120} />
      <Loading of={products}>
        {({ items }) =>
          items.length === 0 ? (
            <Notice tone="warn" title={t('products.none')} />
          ) : (
            <ChecksField
              name="productIds"
              label={t('products')}
              options={items.map(({ id, name }) => ({ value: id, label: name }))}
            />
          )
        }
      </Loading>
    </Form>
  )
}

const tones = { planned: 'info', open: 'good', closed: 'still' } as const

export function CampaignState({ state }: { state: CampaignView['state'] }) {
  return <StatusMark tone={tones[state]}>{t(`state.${state}`)}</StatusMark>
}
