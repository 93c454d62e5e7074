import type { Campaign } from '#features/campaigns/contract.ts'
import type { UpdateSession } from '#features/sessions/contract.ts'
import type { ProductList } from '#features/stock/contract.ts'
import type { Lot } from '#features/stock/lot-contract.ts'
import { plannedSteps, stepWords } from '#domain/vaccination/steps.ts'
import { api } from '../shared/api.ts'
import type { In, Out } from '../shared/contract.ts'
import { formatDay } from '../shared/days.ts'
import { useGet } from '../shared/load.ts'
import { useMay } from '../shared/session.ts'
import { optionsOf, useAll } from '../shared/wards.ts'
import { formatNumber, language } from '../shared/words.ts'
import { Button } from '../shared/ui/button.tsx'
import { NumberField, SelectField } from '../shared/ui/fields.tsx'
import { Form, required, useForm, wholeNumber } from '../shared/ui/form.tsx'
import { Card } from '../shared/ui/page.tsx'
import { Table } from '../shared/ui/table.tsx'
import { toastSaved } from '../shared/ui/toast.tsx'
import { useSending } from './session-sending.tsx'
import { t } from './session-detail-words.ts'
import type { SessionView } from './session-state.tsx'

type Vaccine = SessionView['vaccines'][number]
type Line = NonNullable<In<typeof UpdateSession>['vaccines']>[number]
const DOSES_MAX = 100_000

/** What the session gives, from which lot and for which dose. */
export function SessionVaccines(props: { session: SessionView; onChanged: () => Promise<void> }) {
  const { session } = props
  const may = useMay()
  const changes = may('session.plan') && (session.state === 'planned' || session.state === 'open')
  const put = async (vaccines: Line[]) => {
    const body: In<typeof UpdateSession> = { vaccines }
    await api.patch(`/v1/sessions/${session.id}`, body, { ifMatch: `"${session.version}"` })
    toastSaved()
    await props.onChanged()
  }
  const removing = useSending((vaccine: Vaccine) =>
    put(session.vaccines.filter((one) => one !== vaccine).map(lineOf)),
  )
  const columns = [
    { key: 'product', head: t('product'), cell: ({ productName }: Vaccine) => productName, rowHead: true },
    { key: 'lot', head: t('lot'), cell: ({ lotCode }: Vaccine) => lotCode ?? t('lot.any') },
    { key: 'step', head: t('step'), cell: ({ step }: Vaccine) => stepName(step) },
    {
      key: 'planned',
      head: t('planned'),
      number: true,
      cell: ({ plannedDoses }: Vaccine) => formatNumber(plannedDoses),
    },
    ...(changes
      ? [
          {
            key: 'remove',
            head: t('remove'),
            cell: (vaccine: Vaccine) => (
              <Button
                busy={removing.busy.value}
                label={t('remove.which', { name: `${vaccine.productName} ${vaccine.lotCode ?? ''}` })}
                onClick={() => removing.send(vaccine)}
              >
                {t('remove')}
              </Button>
            ),
          },
        ]
      : []),
  ]
  return (
    <>
      {removing.refusal()}
      <div class="as-cards">
        <Table
          caption={t('vaccines')}
          captionHidden
          empty={t('vaccines.none')}
          rows={session.vaccines}
          rowKey={({ productId, lotId, step }) => `${productId} ${lotId} ${step}`}
          columns={columns}
        />
      </div>
      {changes && <AddVaccine session={session} put={put} />}
    </>
  )
}

const lineOf = ({ productId, lotId, step, plannedDoses }: Vaccine): Line => ({
  productId,
  lotId,
  step: plannedSteps.find((one) => one === step) ?? null,
  plannedDoses,
})

const stepName = (code: string | null) => {
  const step = plannedSteps.find((one) => one === code)
  return step === undefined ? t('step.any') : stepWords(step)[language.value]
}

function AddVaccine(props: { session: SessionView; put: (lines: Line[]) => Promise<void> }) {
  const { session } = props
  const campaign = useGet<Out<typeof Campaign>>(`/v1/campaigns/${session.campaignId}`)
  const products = useGet<Out<typeof ProductList>>('/v1/products')
  const form = useForm(
    { productId: '', lotId: '', step: '', plannedDoses: '' },
    { productId: [required], plannedDoses: [required, wholeNumber(0, DOSES_MAX)] },
  )
  const { productId } = form.values.value
  const ofCampaign = campaign.current.value.data?.productIds ?? []
  const items = products.current.value.data?.items ?? []
  return (
    <Card title={t('vaccines.add')}>
      <Form
        form={form}
        submitWord={t('vaccines.add')}
        onSubmit={async (values) => {
          const line: Line = {
            productId: values.productId,
            lotId: values.lotId === '' ? null : values.lotId,
            step: plannedSteps.find((one) => one === values.step) ?? null,
            plannedDoses: Number(values.plannedDoses),
          }
          await props.put([...session.vaccines.map(lineOf), line])
          form.reset()
        }}
      >
        <SelectField
          name="productId"
          label={t('product')}
          options={optionsOf(items.filter(({ id }) => ofCampaign.includes(id)))}
        />
        {productId !== '' && <LotField productId={productId} />}
        <SelectField
          name="step"
          label={t('step')}
          options={[
            { value: '', label: t('step.any') },
            ...plannedSteps.map((step) => ({ value: step, label: stepWords(step)[language.value] })),
          ]}
        />
        <NumberField name="plannedDoses" label={t('planned')} />
      </Form>
    </Card>
  )
}

function LotField({ productId }: { productId: string }) {
  const lots = useAll<Out<typeof Lot>>('/v1/lots', { productId })
  const known = lots.current.value.data ?? []
  return (
    <SelectField
      name="lotId"
      label={t('lot')}
      options={[
        { value: '', label: t('lot.any') },
        ...known
          .filter(({ status }) => status === 'ok')
          .map(({ id, code, expiresOn }) => ({
            value: id,
            label: expiresOn === null ? code : t('lot.until', { code, day: formatDay(expiresOn) }),
          })),
      ]}
    />
  )
}
