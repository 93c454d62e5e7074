import { signal } from '@preact/signals'
import type { Permission } from '#domain/access.ts'
import type { Me } from '#features/accounts/contract.ts'
import { api, ApiProblem, signedOut } from './api.ts'
import type { Out } from './contract.ts'
import { navigate } from './router.ts'
import { paths } from './paths.ts'

export type AccountView = Out<typeof Me>

export type AccountState =
  | { state: 'unknown' }
  | { state: 'nobody' }
  | { state: 'failed'; problem: ApiProblem }
  | { state: 'here'; account: AccountView }

/** Who uses this page now. */
export const account = signal<AccountState>({ state: 'unknown' })

export async function loadAccount(): Promise<void> {
  try {
    account.value = { state: 'here', account: await api.get<AccountView>('/v1/account') }
    signedOut.value = false
  } catch (error) {
    if (!(error instanceof ApiProblem)) throw error
    account.value = error.status === 401 ? { state: 'nobody' } : { state: 'failed', problem: error }
  }
}

export async function signOut(): Promise<void> {
  await api.post('/v1/sign-out')
  account.value = { state: 'nobody' }
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
