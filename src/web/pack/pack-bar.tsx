import { useSignal, type Signal } from '@preact/signals'
import type { ComponentChildren } from 'preact'
import { useEffect } from 'preact/hooks'
import { isWatched } from '../lock/lock.ts'
import { StorageFull } from '../phone/ports.ts'
import { ApiProblem } from '../shared/api.ts'
import { useAccount, useMay } from '../shared/session.ts'
import { formatNumber } from '../shared/words.ts'
import { Button } from '../shared/ui/button.tsx'
import { Dialog } from '../shared/ui/dialog.tsx'
import { SecretField } from '../shared/ui/fields.tsx'
import { Form, required, useForm } from '../shared/ui/form.tsx'
import { Notice, StatusMark } from '../shared/ui/page.tsx'
import { openFor, packs } from './packs.ts'
import { timeText } from './time-text.ts'
import { t } from './words.ts'

const REFRESH_MS = 60_000

type Trouble = 'full' | 'fetching' | 'none' | null

/** Keeps the list of a session fresh while its page is open, and says how old it is. */
export function PackBar({ sessionId }: { sessionId: string }) {
  const { id, authority } = useAccount()
  const may = useMay()
  const isOpen = openFor.value === id
  const trouble = useSignal<Trouble>(null)
  useEffect(() => {
    if (!isOpen || !may('pack.read')) return undefined
    const refresh = async () => {
      if (document.visibilityState === 'hidden') return
      trouble.value = 'fetching'
      const { refreshPack } = await import('./keeper.ts')
      trouble.value = await refreshPack(sessionId).then(
        () => null,
        (error: unknown) => {
          if (error instanceof StorageFull) return 'full'
          if (error instanceof ApiProblem) return 'none'
          throw error
        },
      )
    }
    void refresh()
    const timer = setInterval(() => void refresh(), REFRESH_MS)
    const now = () => void refresh()
    document.addEventListener('visibilitychange', now)
    addEventListener('online', now)
    return () => {
      clearInterval(timer)
      document.removeEventListener('visibilitychange', now)
      removeEventListener('online', now)
    }
  }, [sessionId, isOpen])
  if (!may('pack.read')) return null
  if (!isOpen) return <LockedList accountId={id} />
  const open = packs.value.get(sessionId)
  if (trouble.value === 'full' || open === undefined)
    return (
      <div class="pack-bar">
        <StatusMark tone={trouble.value === 'fetching' ? 'still' : trouble.value === 'full' ? 'bad' : 'warn'}>
          {t(`list.${trouble.value ?? 'fetching'}`)}
        </StatusMark>
      </div>
    )
  const { people, asOf } = open.pack
  return (
    <div class="pack-bar">
      {t('list.open', { count: formatNumber(people.size), time: timeText(asOf, authority.timeZone) })}
    </div>
  )
}

/** After a reload nobody has shown who they are: the PIN opens the list, with or without a network. */
export function LockedList({ accountId }: { accountId: string }) {
  const asking = useSignal(false)
  // Signed in with a password, or on another device: nothing lies here, and nothing can be opened.
  if (!useKnownPin(accountId)) return null
  return (
    <div class="pack-bar">
      <StatusMark tone="still">{t('list.locked')}</StatusMark>
      <Button onClick={() => (asking.value = true)}>{t('list.unlock')}</Button>
      <Unlock accountId={accountId} asking={asking} />
    </div>
  )
}

/** Where nobody answers and the list is locked: the PIN is the way on. @param otherwise where no PIN is known here. */
export function AwayAndLocked(props: { accountId: string; otherwise: ComponentChildren }) {
  const { accountId, otherwise } = props
  const asking = useSignal(false)
  const isKnown = useKnownPin(accountId)
  if (!isKnown || openFor.value === accountId) return <>{otherwise}</>
  return (
    <Notice tone="info" title={t('list.away')}>
      <p>
        <Button kind="main" onClick={() => (asking.value = true)}>
          {t('list.unlock')}
        </Button>
      </p>
      <Unlock accountId={accountId} asking={asking} />
    </Notice>
  )
}

function useKnownPin(accountId: string): boolean {
  // The phone watches only over those whose PIN it knows: the bar stands there with the page, not under a finger later.
  const known = useSignal(isWatched(accountId))
  useEffect(() => {
    void import('../phone/pin-check.ts')
      .then(({ knowsPin }) => knowsPin(accountId))
      .then((is) => {
        known.value = is
      })
  }, [accountId])
  return known.value
}

function Unlock({ accountId, asking }: { accountId: string; asking: Signal<boolean> }) {
  const answer = useSignal<'wrong' | 'gone' | null>(null)
  const form = useForm({ pin: '' }, { pin: [required] })
  const open = async ({ pin }: { pin: string }) => {
    const { tryPin } = await import('../phone/pin-check.ts')
    const found = await tryPin(accountId, pin)
    form.reset()
    answer.value = found === 'right' ? null : found
    if (found === 'right') asking.value = false
  }
  return (
    <Dialog title={t('list.unlock')} open={asking.value} onClose={() => (asking.value = false)}>
      <p>{t('list.unlock-hint')}</p>
      {answer.value !== null && (
        <Notice tone="bad" title={t(answer.value === 'wrong' ? 'list.wrong-pin' : 'list.pin-gone')} />
      )}
      <Form form={form} submitWord={t('list.open-it')} onSubmit={open}>
        <SecretField
          name="pin"
          label={t('list.pin')}
          keys="numeric"
          autocomplete="current-password"
          isAlone
        />
      </Form>
    </Dialog>
  )
}
