import { useSignal } from '@preact/signals'
import { expectedOnPhone } from '#domain/closing-phones.ts'
import type { SessionStatus } from '#features/doses/visit-contract.ts'
import type { CloseSession, Site } from '#features/sessions/contract.ts'
import type { StockRow } from '#features/stock/contract.ts'
import { api } from '../shared/api.ts'
import { now } from '../shared/clock.ts'
import type { In, Out } from '../shared/contract.ts'
import { formatDay } from '../shared/days.ts'
import { t as k } from '../shared/kit-words.ts'
import { useGet } from '../shared/load.ts'
import { useMay } from '../shared/session.ts'
import { useAll } from '../shared/wards.ts'
import { formatNumber } from '../shared/words.ts'
import { Button } from '../shared/ui/button.tsx'
import { Dialog } from '../shared/ui/dialog.tsx'
import { LongTextField, NumberField } from '../shared/ui/fields.tsx'
import { Form, required, useForm, wholeNumber } from '../shared/ui/form.tsx'
import { Loading } from '../shared/ui/loading.tsx'
import { Facts } from '../shared/ui/page.tsx'
import { toastSaved } from '../shared/ui/toast.tsx'
import { ClosingPhones, fieldOfPhone, totalOf, type Phone } from './closing-phones.tsx'
import { MissingCrew, type SessionView } from './session-state.tsx'
import { t } from './session-words.ts'

type Props = { session: SessionView; onMoved: () => Promise<void> }
type Lot = Out<typeof StockRow>

const COUNT_MAX = 100_000
const VIALS_MAX = 10_000

/** What may be done with the session as a whole in its present state. */
export function SessionMoves(props: Props) {
  const { state } = props.session
  if (state === 'planned')
    return (
      <div class="actions">
        <Open {...props} />
        <Cancel {...props} />
      </div>
    )
  if (state === 'open' || state === 'closing') return <Close {...props} />
  return null
}

/** With its crew present two presses; short of it only for a reason. The service says whether this is the day. */
function Open({ session, onMoved }: Props) {
  const asking = useSignal(false)
  const short = session.crewMissing.length > 0
  const form = useForm({ reason: '' }, short ? { reason: [required] } : {})
  const stop = () => {
    asking.value = false
  }
  return (
    <>
      <Button
        kind="main"
        onClick={() => {
          asking.value = true
        }}
      >
        {t('open')}
      </Button>
      <Dialog title={t('open')} open={asking.value} onClose={stop}>
        <Form
          form={form}
          submitWord={t('open')}
          onSubmit={async ({ reason }) => {
            await api.post(`/v1/sessions/${session.id}/open`, short ? { reason } : {})
            stop()
            toastSaved()
            await onMoved()
          }}
          others={<Button onClick={stop}>{k('form.cancel')}</Button>}
        >
          {short ? (
            <>
              <MissingCrew missing={session.crewMissing} />
              <LongTextField
                name="reason"
                label={t('open.reason')}
                hint={t('open.reason-hint')}
                rows={2}
                maxLength={500}
              />
            </>
          ) : (
            <p>{t('open.ready', { day: formatDay(session.sessionOn) })}</p>
          )}
        </Form>
      </Dialog>
    </>
  )
}

function Close({ session, onMoved }: Props) {
  const asking = useSignal(false)
  const stop = () => {
    asking.value = false
  }
  return (
    <>
      <Button
        onClick={() => {
          asking.value = true
        }}
      >
        {t('close')}
      </Button>
      <Dialog title={t('close')} open={asking.value} onClose={stop}>
        <Counted
          session={session}
          onClosed={async () => {
            stop()
            toastSaved()
            await onMoved()
          }}
        />
      </Dialog>
    </>
  )
}

function Counted(props: { session: SessionView; onClosed: () => Promise<void> }) {
  const { session } = props
  const site = useGet<Out<typeof Site>>(`/v1/sites/${session.siteId}`)
  const lots = useAll<Lot>('/v1/stock', { holderId: session.holderId })
  const status = useGet<Out<typeof SessionStatus>>(`/v1/sessions/${session.id}/status`)
  return (
    <Loading of={site}>
      {({ fridgeId }) => (
        <Loading of={lots}>
          {(held) => (
            <Loading of={status}>
              {({ phones, counts }) => (
                <CloseForm
                  session={session}
                  given={counts.given}
                  phones={phones}
                  fridgeId={fridgeId}
                  // What is still in the books of the session; without a holder nothing was issued to it.
                  lots={session.holderId === null ? [] : held.filter(({ doses }) => doses !== 0)}
                  onClosed={props.onClosed}
                />
              )}
            </Loading>
          )}
        </Loading>
      )}
    </Loading>
  )
}

/** Three counts, that of the phones one by one; and of each lot the vials that go back. */
function CloseForm(props: {
  session: SessionView
  /** On the server. */
  given: number
  phones: readonly Phone[]
  fridgeId: string | null
  lots: readonly Lot[]
  onClosed: () => Promise<void>
}) {
  const { session, given, phones, fridgeId, lots } = props
  const fieldOf = ({ lotId }: Lot) => `vials-${lotId}`
  const form = useForm<Record<string, string>>(
    {
      paperCount: '',
      phoneCount: '',
      reason: '',
      ...Object.fromEntries(
        phones.map((phone) => [
          fieldOfPhone(phone),
          expectedOnPhone(phone, now().toISOString())?.toString() ?? '',
        ]),
      ),
      ...Object.fromEntries(lots.map((lot) => [fieldOf(lot), ''])),
    },
    {
      paperCount: [required, wholeNumber(0, COUNT_MAX)],
      phoneCount: phones.length === 0 ? [required, wholeNumber(0, COUNT_MAX)] : [],
      ...Object.fromEntries(
        phones.map((phone) => [fieldOfPhone(phone), [required, wholeNumber(0, COUNT_MAX)]]),
      ),
      ...Object.fromEntries(lots.map((lot) => [fieldOf(lot), [required, wholeNumber(0, VIALS_MAX)]])),
    },
  )
  const settles = fridgeId !== null && lots.length > 0
  return (
    <Form
      form={form}
      submitWord={t('close')}
      onSubmit={async ({ paperCount, phoneCount, reason, ...values }) => {
        const body: In<typeof CloseSession> = {
          paperCount: Number(paperCount),
          phoneCount: phones.length === 0 ? Number(phoneCount) : totalOf(phones, values),
          ...(reason?.trim() === '' ? {} : { reason }),
          ...(settles
            ? {
                stock: {
                  returnTo: fridgeId,
                  lots: lots.map((lot) => ({ lotId: lot.lotId, closedVials: Number(values[fieldOf(lot)]) })),
                },
              }
            : {}),
        }
        await api.post(`/v1/sessions/${session.id}/close`, body)
        await props.onClosed()
      }}
    >
      <p>{t('close.lead')}</p>
      <Facts items={[[t('close.server'), formatNumber(given)]]} />
      <NumberField name="paperCount" label={t('close.paper')} />
      {phones.length === 0 ? (
        <NumberField name="phoneCount" label={t('close.phones')} />
      ) : (
        <ClosingPhones phones={phones} values={form.values.value} />
      )}
      <LongTextField name="reason" label={t('close.reason')} rows={2} maxLength={500} />
      {settles &&
        lots.map((lot) => (
          <NumberField
            key={lot.lotId}
            name={fieldOf(lot)}
            label={t('close.vials', { lot: lot.lotCode, product: lot.productName })}
            hint={t('close.vials-hint', { doses: lot.doses, perVial: lot.dosesPerVial })}
          />
        ))}
    </Form>
  )
}

function Cancel({ session, onMoved }: Props) {
  const may = useMay()
  const asking = useSignal(false)
  const form = useForm({ reason: '' }, { reason: [required] })
  const stop = () => {
    asking.value = false
  }
  if (!may('session.plan')) return null
  return (
    <>
      <Button
        onClick={() => {
          asking.value = true
        }}
      >
        {t('cancel')}
      </Button>
      {asking.value && (
        <Dialog title={t('cancel')} open onClose={stop}>
          <Form
            form={form}
            submitWord={t('cancel')}
            danger
            onSubmit={async ({ reason }) => {
              await api.post(`/v1/sessions/${session.id}/cancel`, { reason })
              stop()
              toastSaved()
              await onMoved()
            }}
            others={<Button onClick={stop}>{k('form.cancel')}</Button>}
          >
            <LongTextField name="reason" label={t('reason')} rows={2} maxLength={500} />
          </Form>
        </Dialog>
      )}
    </>
  )
}
