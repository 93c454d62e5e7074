import { useSignal } from '@preact/signals'
import { useEffect } from 'preact/hooks'
import { findJoinCode } from '#domain/join.ts'
import type { JoinedShift, Shift } from '#features/sessions/join-contract.ts'
import { Alone } from '../alone.tsx'
import { NewSecret } from '../account/new-secret.tsx'
import { provePin } from '../lock/lock.ts'
import { api, ApiProblem } from '../shared/api.ts'
import type { Out } from '../shared/contract.ts'
import { formatDay } from '../shared/days.ts'
import { paths } from '../shared/paths.ts'
import { navigate } from '../shared/router.ts'
import { account, becomeNobody, loadAccount } from '../shared/session.ts'
import { Button, ButtonLink } from '../shared/ui/button.tsx'
import { Wait } from '../shared/ui/loading.tsx'
import { Card, Notice, Page } from '../shared/ui/page.tsx'
import { Scanner } from '../site/scanner.tsx'
import { Ask } from './ask.tsx'
import { WhoForm, type Typed } from './who-form.tsx'
import { t } from './words.ts'

type ShiftView = Out<typeof Shift>
type Step =
  | { ask: 'scan'; notice: string | null }
  | { ask: 'look' }
  | { ask: 'who'; shift: ShiftView }
  | { ask: 'join'; shift: ShiftView }
  /** Joined with a PIN that was on a slip: their own comes next. */
  | { ask: 'new-pin'; shift: ShiftView; pin: string }

/**
 * The code in the fragment of the address. It is taken out of the address at once, so that it is in no history and on
 * nobody's shoulder; a reload still has it.
 */
function takeCode(): string | null {
  const given = findJoinCode(location.hash)
  if (given !== null) history.replaceState({ joinCode: given }, '', paths.join())
  const state: unknown = history.state
  const kept = typeof state === 'object' && state !== null && 'joinCode' in state ? state.joinCode : null
  return given ?? (typeof kept === 'string' ? kept : null)
}

/** From the code of a shift to working in it: own name and PIN, or a word of the lead. */
export function Join() {
  const code = useSignal(takeCode())
  const step = useSignal<Step>(code.value === null ? { ask: 'scan', notice: null } : { ask: 'look' })
  const look = async (given: string) => {
    code.value = given
    step.value = { ask: 'look' }
    try {
      step.value = { ask: 'who', shift: await api.post<ShiftView>('/v1/join/look', { code: given }) }
    } catch (error) {
      if (!(error instanceof ApiProblem)) throw error
      step.value = { ask: 'scan', notice: error.title }
    }
  }
  useEffect(() => {
    const again = () => {
      const given = takeCode()
      if (given !== null) void look(given)
    }
    if (code.value !== null) void look(code.value)
    addEventListener('hashchange', again)
    return () => removeEventListener('hashchange', again)
  }, [])
  const join = async ({ who, pin, newCode }: Typed & { newCode?: string }, shift: ShiftView) => {
    const body = { code: newCode ?? code.value, who: who.trim(), pin, mode: 'cookie' }
    const { signedIn } = await api.post<Out<typeof JoinedShift>>('/v1/join', body)
    if (signedIn.mustChangeSecret) {
      becomeNobody()
      step.value = { ask: 'new-pin', shift, pin }
      return
    }
    if (signedIn.account.secretKind === 'pin') await provePin(signedIn.account.id, pin)
    await enter(shift)
  }
  const { value } = step
  return (
    <Alone>
      {value.ask === 'scan' && <ScanStep notice={value.notice} onCode={(given) => void look(given)} />}
      {value.ask === 'look' && <Wait />}
      {value.ask === 'who' && (
        <Page title={t('title')} lead={t('lead')}>
          <ShiftCard shift={value.shift} />
          <AlreadyHere shift={value.shift} />
          <Card>
            <WhoForm send={(typed) => join(typed, value.shift)} />
          </Card>
          <p>
            <Button onClick={() => (step.value = { ask: 'join', shift: value.shift })}>
              {t('not-listed')}
            </Button>
          </p>
          <p>
            <Button kind="quiet" onClick={() => (step.value = { ask: 'scan', notice: null })}>
              {t('scan.again')}
            </Button>
          </p>
        </Page>
      )}
      {value.ask === 'join' && (
        <Ask
          code={code.value ?? ''}
          onAdmitted={(typed) => join(typed, value.shift)}
          back={() => (step.value = { ask: 'who', shift: value.shift })}
        >
          <ShiftCard shift={value.shift} />
        </Ask>
      )}
      {value.ask === 'new-pin' && <OwnPin shift={value.shift} pin={value.pin} />}
    </Alone>
  )
}

/** Nothing of whoever had the phone before stays on the page: it is opened anew for the next one. */
async function enter({ sessionId }: ShiftView): Promise<void> {
  const path = paths.site.session(sessionId)
  const wasHere = account.peek().state === 'here'
  becomeNobody()
  if (wasHere) {
    location.replace(path)
    return
  }
  await loadAccount()
  navigate(path, 'replace')
}

function ScanStep(props: { notice: string | null; onCode: (code: string) => void }) {
  const wrong = useSignal(false)
  const read = (text: string) => {
    const code = findJoinCode(text)
    wrong.value = code === null
    if (code !== null) props.onCode(code)
  }
  return (
    <Page title={t('scan.title')} lead={t('scan.lead')}>
      {wrong.value && <Notice tone="bad" title={t('scan.none')} />}
      {!wrong.value && props.notice !== null && <Notice tone="bad" title={props.notice} />}
      <Card>
        <Scanner paused={false} onScan={read} onSearch={read} typedLabel={t('scan.typed')} />
      </Card>
    </Page>
  )
}

function ShiftCard({ shift }: { shift: ShiftView }) {
  const { siteName, wardName, sessionOn, slot } = shift
  return (
    <Card>
      <p class="join-shift">
        <strong>{siteName}</strong>
        {[wardName, formatDay(sessionOn), t(`slot.${slot}`)].filter((part) => part !== null).join(' · ')}
      </p>
    </Card>
  )
}

/** Whoever has the phone now may go on, or hand it over. */
function AlreadyHere({ shift }: { shift: ShiftView }) {
  const current = account.value
  if (current.state !== 'here') return null
  const { fullName: name } = current.account
  return (
    <Notice tone="info" title={t('here.title', { name })}>
      <p>{t('here.body', { name })}</p>
      <ButtonLink href={paths.site.session(shift.sessionId)}>{t('here.go-on', { name })}</ButtonLink>
    </Notice>
  )
}

/** When the own PIN is set the account is there, and the shift opens. */
function OwnPin({ shift, pin }: { shift: ShiftView; pin: string }) {
  const isReady = account.value.state === 'here' && !account.value.account.mustChangeSecret
  useEffect(() => {
    if (isReady) navigate(paths.site.session(shift.sessionId), 'replace')
  }, [isReady])
  return <NewSecret kind="pin" current={pin} />
}
