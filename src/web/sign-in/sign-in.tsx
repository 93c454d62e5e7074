import { useSignal } from '@preact/signals'
import type { SignInAnswer } from '#features/accounts/contract.ts'
import { provePin } from '../lock/lock.ts'
import { api } from '../shared/api.ts'
import type { Out } from '../shared/contract.ts'
import { paths } from '../shared/paths.ts'
import { loadAccount, type AccountView } from '../shared/session.ts'
import { Button, ButtonLink } from '../shared/ui/button.tsx'
import { SecretField, TextField } from '../shared/ui/fields.tsx'
import { Form, required, useForm, type Rule } from '../shared/ui/form.tsx'
import { Card, Page } from '../shared/ui/page.tsx'
import { QrCode } from '../shared/ui/qr-code.tsx'
import { NewSecret } from '../account/new-secret.tsx'
import { Alone } from '../alone.tsx'
import { t } from './words.ts'

type Answer = Out<typeof SignInAnswer>
type Enrolment = Extract<Answer, { step: 'enrol' }>
/** What was typed first; sent again with the code, so that no half sign-in waits on the server. */
type Typed = { signInName: string; secret: string }
type Step =
  | { ask: 'secret' }
  | { ask: 'code'; typed: Typed }
  | { ask: 'enrol'; typed: Typed; enrolment: Enrolment }
  | { ask: 'new-secret'; typed: Typed; kind: AccountView['secretKind'] }

const sixDigits: Rule = (value) => (/^\s*\d{3}\s?\d{3}\s*$/.test(value) ? null : () => t('code.wrong'))

/** Name and secret; then, for accounts of the centre, the code of the phone. */
export function SignIn() {
  const step = useSignal<Step>({ ask: 'secret' })
  const send = async (typed: Typed, code?: string) => {
    const answer = await api.post<Answer>('/v1/sign-in', {
      ...typed,
      mode: 'cookie',
      ...(code === undefined ? {} : { code: code.replaceAll(/\s/g, '') }),
    })
    if (answer.step === 'code') step.value = { ask: 'code', typed }
    else if (answer.step === 'enrol') step.value = { ask: 'enrol', typed, enrolment: answer }
    else if (answer.mustChangeSecret)
      step.value = { ask: 'new-secret', typed, kind: answer.account.secretKind }
    else {
      if (answer.account.secretKind === 'pin') await provePin(answer.account.id, typed.secret)
      await loadAccount()
    }
  }
  const again = () => {
    step.value = { ask: 'secret' }
  }
  const { value } = step
  return (
    <Alone>
      {value.ask === 'secret' && <SecretStep send={(typed) => send(typed)} />}
      {value.ask === 'code' && <CodeStep send={(code) => send(value.typed, code)} again={again} />}
      {value.ask === 'enrol' && (
        <EnrolStep enrolment={value.enrolment} send={(code) => send(value.typed, code)} again={again} />
      )}
      {value.ask === 'new-secret' && <NewSecret kind={value.kind} current={value.typed.secret} />}
    </Alone>
  )
}

function SecretStep(props: { send: (typed: Typed) => Promise<void> }) {
  const form = useForm({ signInName: '', secret: '' }, { signInName: [required], secret: [required] })
  return (
    <Page title={t('title')} lead={t('lead')}>
      <Card>
        <Form
          form={form}
          submitWord={t('submit')}
          onSubmit={({ signInName, secret }) => props.send({ signInName: signInName.trim(), secret })}
        >
          <TextField name="signInName" label={t('sign-in-name')} autocomplete="username" />
          <SecretField name="secret" label={t('secret')} autocomplete="current-password" />
        </Form>
      </Card>
      <p>
        <ButtonLink href={paths.join()}>{t('scan-shift')}</ButtonLink>
      </p>
      <p class="hint">{t('help')}</p>
    </Page>
  )
}

type CodeProps = { send: (code: string) => Promise<void>; again: () => void }

function CodeStep(props: CodeProps) {
  return (
    <Page title={t('code.title')} lead={t('code.lead')}>
      <Card>
        <CodeForm {...props} />
      </Card>
    </Page>
  )
}

function EnrolStep(props: CodeProps & { enrolment: Enrolment }) {
  const { otpauthUri, secret } = props.enrolment
  return (
    <Page title={t('enrol.title')} lead={t('enrol.lead')}>
      <Card>
        <p>{t('enrol.scan')}</p>
        <QrCode text={otpauthUri} label={t('enrol.qr')} />
        <p>
          {t('enrol.by-hand')} <span class="secret-text">{secret.replaceAll(/(.{4})/g, '$1 ').trim()}</span>
        </p>
        <p>{t('enrol.then')}</p>
        <CodeForm {...props} />
      </Card>
    </Page>
  )
}

function CodeForm({ send, again }: CodeProps) {
  const form = useForm({ code: '' }, { code: [required, sixDigits] })
  return (
    <Form
      form={form}
      submitWord={t('code.submit')}
      onSubmit={({ code }) => send(code)}
      others={<Button onClick={again}>{t('back')}</Button>}
    >
      <TextField
        name="code"
        label={t('code')}
        keys="numeric"
        autocomplete="one-time-code"
        size={8}
        maxLength={9}
      />
    </Form>
  )
}
