import { useSignal } from '@preact/signals'
import type { resetBody, ResetOut } from '#features/accounts/contract.ts'
import type { ComponentChildren } from 'preact'
import { api } from '../shared/api.ts'
import type { In, Out } from '../shared/contract.ts'
import { t as k } from '../shared/kit-words.ts'
import { useMay } from '../shared/session.ts'
import { Button } from '../shared/ui/button.tsx'
import { Dialog } from '../shared/ui/dialog.tsx'
import { SelectField, TickField } from '../shared/ui/fields.tsx'
import { Form, required, useForm } from '../shared/ui/form.tsx'
import { toast, toastSaved } from '../shared/ui/toast.tsx'
import { reasonOf, reasonOptions, type Account, type Reason } from './types.ts'
import { t } from './words.ts'

type Secret = Out<typeof ResetOut>
type Act = 'reset' | 'unlock' | 'lost' | 'disable' | 'enable'

/** A new secret, a lost phone, a locked door: each asks once, and does it. */
export function HelpActs(props: {
  account: Account
  onDone: () => Promise<void>
  onSecret: (secret: Secret) => void
}) {
  const { account, onDone } = props
  const may = useMay()
  const asking = useSignal<Act | null>(null)
  const path = `/v1/accounts/${account.id}`
  const close = () => {
    asking.value = null
  }
  const done = async () => {
    close()
    await onDone()
  }
  const acts: Act[] =
    account.disabledAt === null
      ? ['reset', 'unlock', 'lost', 'disable']
      : may('account.manage')
        ? ['enable']
        : []
  return (
    <>
      <div class="actions">
        {acts.map((act) => (
          <Button
            key={act}
            onClick={() => {
              asking.value = act
            }}
          >
            {t(act)}
          </Button>
        ))}
      </div>
      <Dialog
        title={asking.value === null ? '' : t(asking.value)}
        open={asking.value !== null}
        onClose={close}
      >
        {asking.value === 'reset' && (
          <Ask
            act="reset"
            reason="forgotten"
            second={account.secondFactor}
            onClose={close}
            send={async (reason, secondFactor) => {
              const body: In<typeof resetBody> = { reason, secondFactor }
              const secret = await api.post<Secret>(`${path}/reset-secret`, body)
              props.onSecret(secret)
              await done()
            }}
          />
        )}
        {asking.value === 'disable' && (
          <Ask
            act="disable"
            reason="left"
            onClose={close}
            send={async (reason) => {
              await api.post(`${path}/disable`, { reason })
              toastSaved()
              await done()
            }}
          />
        )}
        {(asking.value === 'unlock' || asking.value === 'enable') && (
          <Ask
            act={asking.value}
            onClose={close}
            send={async () => {
              await api.post(`${path}/${asking.value}`)
              toastSaved()
              await done()
            }}
          />
        )}
        {asking.value === 'lost' && (
          <Ask
            act="lost"
            onClose={close}
            send={async () => {
              const ended = await api.post<{ devicesEnded: number; signInsEnded: number }>(
                `${path}/lost-phone`,
                {},
              )
              toast(() => t('lost.done', { devices: ended.devicesEnded, signIns: ended.signInsEnded }))
              await done()
            }}
          >
            <p>{t('lost.ask')}</p>
          </Ask>
        )}
      </Dialog>
    </>
  )
}

function Ask(props: {
  act: Act
  /** Asked for, with this one chosen beforehand; without it no reason is kept. */
  reason?: Reason
  /** Offer to forget the authenticator app as well. */
  second?: boolean
  send: (reason: Reason, secondFactor: boolean) => Promise<void>
  onClose: () => void
  children?: ComponentChildren
}) {
  const form = useForm({ reason: props.reason ?? 'other', secondFactor: false }, { reason: [required] })
  return (
    <Form
      form={form}
      submitWord={t(props.act)}
      danger={props.act === 'disable' || props.act === 'lost'}
      onSubmit={({ reason, secondFactor }) => props.send(reasonOf(reason), secondFactor)}
      others={<Button onClick={props.onClose}>{k('form.cancel')}</Button>}
    >
      {props.children}
      {props.reason !== undefined && (
        <SelectField name="reason" label={t('reason')} options={reasonOptions()} />
      )}
      {props.second === true && <TickField name="secondFactor" label={t('reset.second')} />}
    </Form>
  )
}
