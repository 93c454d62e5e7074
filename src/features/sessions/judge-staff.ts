import type { Actor } from '#domain/access.ts'
import {
  isStopped,
  judgeRoster,
  withProblem,
  type JudgedEntry,
  type RosterEntry,
} from '#domain/roster-list.ts'
import type { Connection } from '#db/db.ts'
import { matchStaff, type StaffMatch } from '#features/accounts/staff-accounts.ts'
import type { Deps } from '#http/types.ts'

/** A row with who it is: an account known by number and name, or null for one to be made. */
export type JudgedStaff = JudgedEntry & { accountId: string | null }

/** Each row on its own, against the others, and against the accounts of the authority. */
export async function judgeStaff(
  db: Connection,
  deps: Pick<Deps, 'sealer' | 'authority'>,
  actor: Actor,
  entries: readonly RosterEntry[],
): Promise<JudgedStaff[]> {
  const judged = judgeRoster(entries, deps.authority.country)
  const asked = judged.flatMap(({ identifier, fullName }, at) =>
    identifier === null || fullName === '' ? [] : [{ at, identifier, fullName }],
  )
  const matches = await matchStaff(db, deps, asked)
  const matchAt = new Map(asked.map(({ at }, i) => [at, matches[i]!]))
  return judged.map((entry, at) => withMatch(entry, matchAt.get(at), actor))
}

function withMatch(entry: JudgedEntry, match: StaffMatch | undefined, actor: Actor): JudgedStaff {
  if (match === undefined || match.found === 'nobody') return { ...entry, accountId: null }
  if (match.found === 'other-name') return { ...withProblem(entry, 'number-of-another'), accountId: null }
  const { accountId, disabled } = match
  if (accountId === actor.accountId) return { ...withProblem(entry, 'own-account'), accountId }
  return { ...(disabled ? withProblem(entry, 'account-disabled') : entry), accountId }
}

/** Same number and name: one person, whatever the number of their duties. Null where neither is known. */
export function personKey({ identifier, accountId }: JudgedStaff): string | null {
  if (accountId !== null) return accountId
  return identifier === null ? null : `${identifier.kind} ${identifier.value}`
}

export const countStopped = (rows: readonly JudgedStaff[]): number => rows.filter(isStopped).length
