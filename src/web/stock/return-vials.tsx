import { useSignal } from '@preact/signals'
import type { Movement, ReturnBody } from '#features/stock/contract.ts'
import { api } from '../shared/api.ts'
import type { In, Out } from '../shared/contract.ts'
import { useLoad } from '../shared/load.ts'
import { useOnceId } from '../shared/sent-id.ts'
import { NumberField, SelectField } from '../shared/ui/fields.tsx'
import { Form, required, useForm, wholeNumber } from '../shared/ui/form.tsx'
import { Loading } from '../shared/ui/loading.tsx'
import { Notice } from '../shared/ui/page.tsx'
import { readAll } from '../shared/wards.ts'
import { storeOptions, type Holder, type StockLine } from './holders.ts'
import { sessionOptions, type Session } from './session-options.ts'
import { t } from './words.ts'

const VIALS_MAX = 1_000_000

/** Unopened vials from a session back to a store or fridge. */
export function ReturnVials({
  holders,
  sessions,
}: {
  holders: readonly Holder[]
  sessions: readonly Session[]
}) {
  const form = useForm(
    { sessionId: '', lotId: '', to: '', vials: '' },
    {
      sessionId: [required],
      lotId: [required],
      to: [required],
      vials: [required, wholeNumber(1, VIALS_MAX)],
    },
  )
  const once = useOnceId()
  const done = useSignal<number | null>(null)
  const { sessionId } = form.values.value
  return (
    <Form
      form={form}
      submitWord={t('return.send')}
      onSubmit={async ({ lotId, to, vials }) => {
        done.value = null
        const toHolderId = to.replace('holder:', '')
        const body: Omit<In<typeof ReturnBody>, 'id'> = {
          sessionId,
          toHolderId,
          lotId,
          vials: Number(vials),
        }
        await once.send((id) => api.post<Out<typeof Movement>>('/v1/stock/returns', { id, ...body }))
        done.value = Number(vials)
        form.reset()
      }}
    >
      {done.value !== null && <Notice tone="good" title={t('return.done', { vials: done.value })} />}
      <SelectField
        name="sessionId"
        label={t('return.session')}
        options={sessionOptions(sessions)}
        empties={['lotId']}
      />
      {sessionId !== '' && <SessionLots key={`${sessionId} ${once.id}`} sessionId={sessionId} />}
      <SelectField name="to" label={t('return.to')} options={storeOptions(holders)} />
      <NumberField name="vials" label={t('receive.vials')} />
    </Form>
  )
}

/** What the session has, by its books: how many of them are unopened only its table knows. */
function SessionLots({ sessionId }: { sessionId: string }) {
  const stock = useLoad(`session stock ${sessionId}`, async () => {
    const lines = await readAll<StockLine>('/v1/stock')
    return lines.filter(({ holder, doses }) => holder.sessionId === sessionId && doses > 0)
  })
  return (
    <Loading of={stock}>
      {(items) =>
        items.length === 0 ? (
          <Notice tone="warn" title={t('return.none')} />
        ) : (
          <SelectField
            name="lotId"
            label={t('lot')}
            options={items.map(({ lotId, productName, lotCode, doses }) => ({
              value: lotId,
              label: t('return.lot', { product: productName, lot: lotCode, doses }),
            }))}
          />
        )
      }
    </Loading>
  )
}
