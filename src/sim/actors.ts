import type { Actor, Role } from '#domain/access.ts'
import { createAccounts, type NewAccount } from '#features/accounts/create-account.ts'
import { loadReach, selectGrantsInForce } from '#features/accounts/load-actor.ts'
import type { Deps } from './stage.ts'

/** Somebody who works in the campaign; `secret` is known only while the campaign is being made. */
export type Worker = { accountId: string; signInName: string; fullName: string; role: Role; secret: string }

export type NewWorker = Pick<NewAccount, 'signInName' | 'fullName' | 'unit'> & {
  role: Role
  placeId?: string
  siteId?: string
}

/** Made by the installation itself, so that the secrets made here hold at the first sign-in. */
export async function createWorkers(deps: Deps, wanted: readonly NewWorker[]): Promise<Worker[]> {
  const created = await createAccounts(
    deps,
    null,
    wanted.map(({ signInName, fullName, unit, role, placeId, siteId }) => ({
      signInName,
      fullName,
      ...(unit === undefined ? {} : { unit }),
      grants: [
        {
          role,
          ...(placeId === undefined ? {} : { placeId }),
          ...(siteId === undefined ? {} : { siteId }),
          reason: 'simulation',
        },
      ],
    })),
  )
  return created.map(({ accountId, signInName, secret }, at) => {
    const { fullName, role } = wanted[at]!
    return { accountId, signInName, fullName, role, secret }
  })
}

/** As a request of this person would be seen now, with the reach that the grants have at this hour. */
export async function asActor(
  { db, clock, authority }: Pick<Deps, 'db' | 'clock' | 'authority'>,
  { accountId, fullName }: Pick<Worker, 'accountId' | 'fullName'>,
): Promise<Actor> {
  const now = clock()
  const grants = await selectGrantsInForce(db, accountId, now)
  const reached = await Promise.all(
    grants.map(async (grant) =>
      Object.assign(grant, { reach: await loadReach(db, grant, now, authority.timeZone) }),
    ),
  )
  return { accountId, fullName, deviceId: null, grants: reached }
}
