/** The real upload and its confirmation, through the same use cases as the page's, in the name of an account. */
import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { and, eq, isNull } from 'drizzle-orm'
import { fastify } from 'fastify'
import type { Actor } from '#domain/access.ts'
import { localDateAt } from '#domain/dates.ts'
import { Problem } from '#domain/problem.ts'
import { inScope } from '#db/db.ts'
import { account } from '#db/tables/accounts.ts'
import { place, placeName } from '#db/tables/geography.ts'
import { list } from '#db/tables/lists.ts'
import { loadReach, selectGrantsInForce } from '#features/accounts/load-actor.ts'
import { inForce } from '#features/geography/queries.ts'
import { commitUpload } from '#features/registrants/commit-upload.ts'
import { loadListContext } from '#features/registrants/list-context.ts'
import { previewUpload } from '#features/registrants/preview-upload.ts'
import { UploadDesk } from '#features/registrants/upload-desk.ts'
import { findStoredUpload } from '#features/registrants/upload-queries.ts'
import { scopeOf } from '#http/access.ts'
import type { Deps } from '#http/types.ts'
import { loadConfig } from '#src/config.ts'
import { openDeps } from '#src/service.ts'
import { dryRun, type ImportAnswer } from './dry-run.ts'

export type StoredOptions = { ward: string; list?: string | undefined; account?: string | undefined }

/** As long as the longest list takes on a busy machine. */
const WAIT_MS = 5 * 60_000

/** @throws Problem as `previewUpload` and `commitUpload`; Error when nobody or no list is meant. */
export async function storedRun(
  path: string,
  fileName: string,
  options: StoredOptions,
): Promise<ImportAnswer> {
  if (options.account === undefined)
    throw new Error('Say in whose name: --account, or read only with --dry-run.')
  const quiet = { info: () => undefined, warn: (message: string) => console.error(message) }
  const { deps, close } = await openDeps(loadConfig(), quiet)
  const desk = new UploadDesk(deps, fastify({ logger: false }).log)
  try {
    desk.start()
    return await storeList(deps, desk, path, fileName, { ...options, account: options.account })
  } finally {
    await desk.stop()
    await close()
  }
}

/** Asks the queue of `desk`, which must be running. */
export async function storeList(
  deps: Deps,
  desk: UploadDesk,
  path: string,
  fileName: string,
  options: StoredOptions & { account: string },
): Promise<ImportAnswer> {
  const actor = await findAccount(deps, options.account)
  const listId = options.list ?? (await findOpenList(deps, actor, options.ward))
  const content = readFileSync(path)
  const file = {
    id: deps.newId(),
    fileName,
    content,
    hash: createHash('sha256').update(content).digest('hex'),
  }
  const preview = await previewUpload(deps, desk, actor, listId, file, { language: 'vi', waitMs: WAIT_MS })
  const scope = { ...scopeOf(actor, 'list.upload'), accountId: actor.accountId }
  const context = await inScope(deps.db, scope, async (tx) => {
    const stored = await findStoredUpload(tx, file.id)
    if (stored === null) throw new Problem('not-found')
    return (await loadListContext(deps, tx, stored)).context
  })
  const told = await dryRun(path, fileName, context)
  const committed = await commitUpload(deps, actor, file.id, preview.version, 'vi')
  const { id, state, counts } = committed
  return { ...told, counts: { ...counts }, upload: { id, state, listId } }
}

async function findAccount(deps: Deps, name: string): Promise<Actor> {
  const now = deps.clock()
  const [found] = await deps.db
    .select({ id: account.id, fullName: account.fullName })
    .from(account)
    .where(and(eq(account.signInName, name), isNull(account.disabledAt)))
  if (found === undefined) throw new Error(`Nobody signs in as ${name}.`)
  const granted = await selectGrantsInForce(deps.db, found.id, now)
  const grants = await Promise.all(
    granted.map(async (grant) =>
      Object.assign(grant, { reach: await loadReach(deps.db, grant, now, deps.authority.timeZone) }),
    ),
  )
  return { accountId: found.id, fullName: found.fullName, deviceId: null, grants }
}

/** The one open list of the ward. */
async function findOpenList(deps: Deps, actor: Actor, ward: string): Promise<string> {
  const on = localDateAt(deps.clock(), deps.authority.timeZone)
  const scope = { ...scopeOf(actor, 'list.upload'), accountId: actor.accountId }
  const open = await inScope(
    deps.db,
    scope,
    (tx) =>
      tx
        .select({ id: list.id, name: list.name })
        .from(list)
        .innerJoin(place, eq(place.id, list.wardId))
        .innerJoin(placeName, and(eq(placeName.placeId, place.id), inForce(placeName, on)))
        .where(and(eq(placeName.code, ward), eq(list.state, 'open'))),
    { readOnly: true },
  )
  const [only, other] = open
  if (only === undefined) throw new Error(`Ward ${ward} has no open list that this account may send.`)
  if (other === undefined) return only.id
  throw new Error(`Say which list: ${open.map(({ id, name }) => `--list ${id} (${name})`).join(', ')}`)
}
