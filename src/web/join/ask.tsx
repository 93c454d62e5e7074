import { useSignal } from '@preact/signals'
import type { ComponentChildren } from 'preact'
import { useEffect } from 'preact/hooks'
import { joinDuties } from '#domain/join.ts'
import { dutyWords } from '#domain/roster.ts'
import type { JoinAnswer } from '#features/sessions/join-contract.ts'
import { api, ApiProblem } from '../shared/api.ts'
import { newId } from '../shared/clock.ts'
import type { Out } from '../shared/contract.ts'
import { language } from '../shared/words.ts'
import { Button } from '../shared/ui/button.tsx'
import { ChoiceField, SecretField, TextField } from '../shared/ui/fields.tsx'
import { Form, required, useForm, type Rule } from '../shared/ui/form.tsx'
import { Card, Notice, Page } from '../shared/ui/page.tsx'
import { sixDigits, type Typed } from './who-form.tsx'
import { t } from './words.ts'

const EVERY_MS = 2000
type Asked = { id: string; claim: string; fullName: string; pin: string }
type Admitted = Typed & { newCode: string }

const sameAsPin: Rule = (value, { pin }) => (value === pin ? null : () => t('pin.differs'))

/** Somebody on no list: says who they are, chooses a PIN, and waits for one tap of the lead. */
export function Ask(props: {
  code: string
  onAdmitted: (admitted: Admitted) => Promise<void>
  back: () => void
  children: ComponentChildren
}) {
  const asked = useSignal<Asked | null>(null)
  const send = async (values: { fullName: string; phone: string; duty: string; pin: string }) => {
    const { fullName, phone, duty, pin } = values
    const id = newId()
    const claim = newClaim()
    await api.post('/v1/join/requests', { id, code: props.code, fullName, phone, duty, pin, claim })
    asked.value = { id, claim, fullName, pin }
  }
  if (asked.value !== null)
    return (
      <Waiting asked={asked.value} onAdmitted={props.onAdmitted} again={() => (asked.value = null)}>
        {props.children}
      </Waiting>
    )
  return (
    <Page title={t('ask.title')} lead={t('ask.lead')}>
      {props.children}
      <Card>
        <AskForm send={send} back={props.back} />
      </Card>
    </Page>
  )
}

function AskForm(props: {
  send: (values: { fullName: string; phone: string; duty: string; pin: string }) => Promise<void>
  back: () => void
}) {
  const form = useForm(
    { fullName: '', phone: '', duty: 'scanner', pin: '', repeat: '' },
    {
      fullName: [required],
      phone: [required],
      duty: [required],
      pin: [required, sixDigits],
      repeat: [required, sameAsPin],
    },
  )
  return (
    <Form
      form={form}
      submitWord={t('ask.submit')}
      onSubmit={props.send}
      others={<Button onClick={props.back}>{t('listed-after-all')}</Button>}
    >
      <TextField name="fullName" label={t('ask.name')} autocomplete="name" maxLength={120} />
      <TextField
        name="phone"
        label={t('ask.phone')}
        hint={t('ask.phone-hint')}
        keys="tel"
        autocomplete="tel"
        maxLength={20}
      />
      <ChoiceField
        name="duty"
        label={t('ask.duty')}
        options={joinDuties.map((value) => ({ value, label: dutyWords[value][language.value] }))}
      />
      <SecretField
        keys="numeric"
        name="pin"
        label={t('pin.own')}
        hint={t('pin.own-hint')}
        autocomplete="new-password"
      />
      <SecretField keys="numeric" name="repeat" label={t('pin.repeat')} autocomplete="new-password" />
    </Form>
  )
}

function Waiting(props: {
  asked: Asked
  onAdmitted: (admitted: Admitted) => Promise<void>
  again: () => void
  children: ComponentChildren
}) {
  const { id, claim, fullName: name, pin } = props.asked
  const isRefused = useSignal(false)
  useEffect(() => {
    let isOver = false
    let isAsking = false
    const look = async () => {
      if (isOver || isAsking) return
      isAsking = true
      try {
        const answer = await api.post<Out<typeof JoinAnswer>>(`/v1/join/requests/${id}/claims`, { claim })
        if (answer.state === 'refused') isRefused.value = true
        if (answer.state !== 'waiting') isOver = true
        if (answer.state === 'admitted')
          await props.onAdmitted({ who: answer.signInName, pin, newCode: answer.code })
      } catch (error) {
        // Without a network the answer comes later: the lead has it, and so will this page.
        if (!(error instanceof ApiProblem)) throw error
        isOver = false
      } finally {
        isAsking = false
      }
    }
    const timer = setInterval(() => void look(), EVERY_MS)
    return () => {
      isOver = true
      clearInterval(timer)
    }
  }, [id])
  if (isRefused.value)
    return (
      <Page title={t('ask.title')}>
        <Notice tone="bad" title={t('wait.refused')}>
          <Button onClick={props.again}>{t('wait.again')}</Button>
        </Notice>
      </Page>
    )
  return (
    <Page title={t('wait.title')}>
      {props.children}
      <Notice tone="info" title={t('wait.body', { name })} />
    </Page>
  )
}

/** 128 random bits that only this page knows. */
function newClaim(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16))
  return btoa(String.fromCodePoint(...bytes))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replace(/=+$/, '')
}
