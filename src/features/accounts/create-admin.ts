import type { Deps } from '#http/types.ts'
import { createAccount, type CreatedAccount } from './create-account.ts'

/**
 * The first account, and any later one when every administrator is locked out: made on the machine itself, never over
 * HTTP. Without `secret` a password is made; it is known to its caller alone.
 *
 * @throws Problem `account.name-taken`, `secret.weak-password`.
 */
export async function createAdmin(
  deps: Pick<Deps, 'db' | 'clock' | 'newId'>,
  input: { signInName: string; fullName: string; secret?: string },
): Promise<CreatedAccount> {
  return createAccount(deps, null, { ...input, grants: [{ role: 'admin', reason: 'create-admin' }] })
}
