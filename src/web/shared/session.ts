import { signal } from '@preact/signals'
import type { Permission } from '#domain/access.ts'
import type { Me } from '#features/accounts/contract.ts'
import { api, ApiProblem, signedOut } from './api.ts'
import { now } from './clock.ts'
import type { Out } from './contract.ts'
import { forgetAccount, isRememberedAt, recallAccount, rememberAccount } from './remembered-account.ts'
import { navigate } from './router.ts'
import { paths } from './paths.ts'

export type AccountView = Out<typeof Me>

export type AccountState =
  | { state: 'unknown' }
  | { state: 'nobody' }
  | { state: 'failed'; problem: ApiProblem }
  /** `isRemembered`: as the service last said; it has not been reached since the page was opened. */
  | { state: 'here'; account: AccountView; isRemembered: boolean }

/** Who uses this page now. */
export const account = signal<AccountState>({ state: 'unknown' })

/** Longer than a live service takes; then the page opens with what it remembers. */
const PATIENCE_MS = 2500

/** Asks the service who is here. Where it cannot be reached, a phone opens for the person it was last opened for. */
export async function loadAccount(): Promise<void> {
  const known = recallAccount(now())
  const openAsKnown = () => {
    if (known !== null && account.peek().state !== 'here')
      account.value = { state: 'here', account: known, isRemembered: true }
  }
  const timer = setTimeout(openAsKnown, PATIENCE_MS)
  try {
    const found = await api.get<AccountView>('/v1/account')
    rememberAccount(found, now())
    account.value = { state: 'here', account: found, isRemembered: false }
    signedOut.value = false
  } catch (error) {
    if (!(error instanceof ApiProblem)) throw error
    if (error.status === 401) becomeNobody()
    else if (known === null) account.value = { state: 'failed', problem: error }
    else openAsKnown()
  } finally {
    clearTimeout(timer)
  }
}

/**
 * Another tab was handed over to somebody else, or signed out: nobody is at this page until the service has said who,
 * because whatever would be recorded on it would be of the person before. @returns how to stop it.
 */
export function followOtherTabs(): () => void {
  const look = ({ key }: StorageEvent) => {
    const current = account.peek()
    if (!isRememberedAt(key) || current.state !== 'here') return
    if (recallAccount(now())?.id === current.account.id) return
    account.value = { state: 'unknown' }
    void loadAccount()
  }
  addEventListener('storage', look)
  return () => removeEventListener('storage', look)
}

/** The sign-in has ended, here or at the service. What the person has recorded stays on the phone. */
export function becomeNobody(): void {
  forgetAccount()
  account.value = { state: 'nobody' }
}

export async function signOut(): Promise<void> {
  await api.post('/v1/sign-out')
  becomeNobody()
  navigate(paths.signIn(), 'replace')
}

/** On a page inside the frame someone is always here. */
export function useAccount(): AccountView {
  const current = account.value
  if (current.state !== 'here') throw new Error('No account on this page')
  return current.account
}

/** May this account do that anywhere? Only what is shown depends on it; the service asks again. */
export function useMay(): (permission: Permission) => boolean {
  const { permissions } = useAccount()
  return (permission) => permissions.includes(permission)
}
