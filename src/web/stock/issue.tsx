import { useSignal } from '@preact/signals'
import type { IssueBody, Movement, StockPage } from '#features/stock/contract.ts'
import type { LotDetail } from '#features/stock/lot-contract.ts'
import { api } from '../shared/api.ts'
import type { In, Out } from '../shared/contract.ts'
import { useGet, useLoad } from '../shared/load.ts'
import { useOnceId } from '../shared/sent-id.ts'
import { NumberField, SelectField } from '../shared/ui/fields.tsx'
import { Form, required, useForm, wholeNumber } from '../shared/ui/form.tsx'
import { Loading } from '../shared/ui/loading.tsx'
import { Card, Empty, Notice, Page } from '../shared/ui/page.tsx'
import { Tabs } from '../shared/ui/tabs.tsx'
import { readAll } from '../shared/wards.ts'
import { storeOptions, useStores, type Holder, type StockLine } from './holders.ts'
import { ReturnVials } from './return-vials.tsx'
import { sessionOptions, type Session } from './session-options.ts'
import { t } from './words.ts'

const VIALS_MAX = 1_000_000

/** Whole vials from a store or fridge to a session that is planned or open, and back. */
export function IssueVials() {
  const stores = useStores()
  const sessions = useLoad('sessions', async () => {
    const [open, planned] = await Promise.all(
      ['open', 'planned'].map((state) => readAll<Session>('/v1/sessions', { state })),
    )
    return [...(open ?? []), ...(planned ?? [])]
  })
  const tab = useSignal('issue')
  const forms = { issue: Issue, return: ReturnVials }
  const draw = (kind: keyof typeof forms) => {
    const Wanted = forms[kind]
    return (
      <Card>
        <Loading of={stores}>
          {(holders) => (
            <Loading of={sessions}>
              {(items) =>
                items.length === 0 ? (
                  <Empty>{t('issue.no-session')}</Empty>
                ) : (
                  <Wanted holders={holders} sessions={items} />
                )
              }
            </Loading>
          )}
        </Loading>
      </Card>
    )
  }
  return (
    <Page title={t('issue.title')} lead={t('issue.lead')}>
      <Tabs
        label={t('issue.title')}
        chosen={tab.value}
        onChoose={(key) => {
          tab.value = key
        }}
        tabs={[
          { key: 'issue', label: t('issue.tab'), content: () => draw('issue') },
          { key: 'return', label: t('return.tab'), content: () => draw('return') },
        ]}
      />
    </Page>
  )
}

function Issue({ holders, sessions }: { holders: readonly Holder[]; sessions: readonly Session[] }) {
  const form = useForm(
    { from: '', sessionId: '', lotId: '', vials: '' },
    {
      from: [required],
      sessionId: [required],
      lotId: [required],
      vials: [required, wholeNumber(1, VIALS_MAX)],
    },
  )
  const once = useOnceId()
  const done = useSignal<{ vials: number; lot: string } | null>(null)
  const fromHolderId = form.values.value.from.replace('holder:', '')
  return (
    <Form
      form={form}
      submitWord={t('issue.send')}
      onSubmit={async ({ sessionId, lotId, vials }) => {
        done.value = null
        const body: Omit<In<typeof IssueBody>, 'id'> = {
          fromHolderId,
          sessionId,
          lotId,
          vials: Number(vials),
        }
        // Its lot with it: were that lost alone, pressing again would issue a second time.
        const { lot } = await once.send(async (id) => {
          await api.post<Out<typeof Movement>>('/v1/stock/issues', { id, ...body })
          return api.get<Out<typeof LotDetail>>(`/v1/lots/${lotId}`)
        })
        done.value = { vials: Number(vials), lot: lot.code }
        form.reset()
      }}
    >
      {done.value !== null && <Notice tone="good" title={t('issue.done', done.value)} />}
      <SelectField name="from" label={t('issue.from')} options={storeOptions(holders)} empties={['lotId']} />
      <SelectField name="sessionId" label={t('issue.session')} options={sessionOptions(sessions)} />
      {fromHolderId !== '' && <LotField key={fromHolderId} holderId={fromHolderId} name="lotId" />}
      <NumberField name="vials" label={t('receive.vials')} />
    </Form>
  )
}

/** The lots that lie in a store, with what is left of each. */
export function LotField({ holderId, name }: { holderId: string; name: string }) {
  const stock = useGet<Out<typeof StockPage>>('/v1/stock', { holderId, limit: 200 })
  return (
    <Loading of={stock}>
      {({ items }) =>
        items.length === 0 ? (
          <Notice tone="warn" title={t('lot.none')} />
        ) : (
          <SelectField
            name={name}
            label={t('lot')}
            options={items
              .filter(({ status, closedVials }) => status === 'ok' && (closedVials ?? 0) > 0)
              .map((line) => ({ value: line.lotId, label: lotLine(line) }))}
          />
        )
      }
    </Loading>
  )
}

const lotLine = ({ productName, lotCode, closedVials }: StockLine) =>
  t('lot-line', { product: productName, lot: lotCode, vials: closedVials ?? 0 })
