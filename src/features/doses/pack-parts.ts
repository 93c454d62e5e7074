import { createHash } from 'node:crypto'
import type { z } from 'zod'
import type { Actor } from '#domain/access.ts'
import { localDateAt, type LocalDate } from '#domain/dates.ts'
import { invitationMark } from '#domain/invitation-check.ts'
import { Problem } from '#domain/problem.ts'
import { sessionWindow } from '#domain/session-window.ts'
import type { Product } from '#domain/vaccination/types.ts'
import type { Tx } from '#db/db.ts'
import { loadRules } from '#features/campaigns/load-rules.ts'
import { authorityTag, invitationKey } from '#features/registrants/invitation-token.ts'
import { selectCrewPosts } from '#features/sessions/crew-queries.ts'
import { findSession, type SessionRow } from '#features/sessions/queries.ts'
import { loadLots, lotStandingOn } from '#features/stock/lot-queries.ts'
import { scopeOf } from '#http/access.ts'
import type { Deps } from '#http/types.ts'
import type { LoadedSession } from './in-session.ts'
import { selectOffered } from './load-history.ts'
import type * as contract from './pack-contract.ts'
import { selectRevoked } from './pack-queries.ts'

export type PackParts = {
  session: z.infer<typeof contract.PackSession>
  rules: z.infer<typeof contract.PackRules>
  invitations: z.infer<typeof contract.PackInvitations>
}

/** Everything in a pack but its people. @throws Problem `not-found`. */
export async function loadPackParts(
  deps: Deps,
  tx: Tx,
  actor: Actor,
  { id, campaignId }: LoadedSession,
): Promise<PackParts> {
  const session = await findSession(tx, scopeOf(actor, 'pack.read'), id)
  if (session === null) throw new Problem('not-found')
  const today = localDateAt(deps.clock(), deps.authority.timeZone)
  const posts = await selectCrewPosts(tx, [id])
  const rules = await loadRules(tx)
  const revoked = await selectRevoked(deps.database.writer, campaignId, today)
  return {
    session: {
      session,
      until: sessionWindow(session, deps.authority.timeZone, deps.clock()).validTo.toISOString(),
      offeredIds: await selectOffered(deps.database.writer, session),
      products: await selectProducts(tx),
      lots: await selectLots(tx, session, today),
      crew: posts.map(({ fullName, duty, leftAt }) => ({ fullName, duty, leftAt })),
      wards: await selectWards(tx, today),
    },
    rules: withoutHash(rules),
    invitations: {
      authorityTag: authorityTag(deps.authority).toString('hex'),
      keys: [withKid(invitationKey(deps))],
      revoked: revoked.map((tokenHash) => invitationMark(tokenHash)),
    },
  }
}

function withoutHash(rules: Awaited<ReturnType<typeof loadRules>>): PackParts['rules'] {
  if (rules === null) return { version: 0, courses: [], intervalRules: [], mixRules: [], ageRules: [] }
  const { hash: _ofTheTables, ...tables } = rules
  return tables
}

/** RFC 7638: a name for a key that follows from the key. */
function withKid(key: ReturnType<typeof invitationKey>): PackParts['invitations']['keys'][number] {
  const { crv, kty, x, y } = key
  const thumbprint = createHash('sha256').update(JSON.stringify({ crv, kty, x, y }))
  return { ...key, kid: thumbprint.digest('base64url') }
}

/** All of them: somebody's earlier dose may be of any. */
async function selectProducts(tx: Tx): Promise<Product[]> {
  const { rows } = await tx.$client.query<Product>(
    `SELECT id, code, antigen, family, name, doses_per_vial AS "dosesPerVial", max_doses_per_vial AS "maxDosesPerVial",
            store_class AS "storeClass", thaw_days AS "thawDays", open_hours AS "openHours" FROM product ORDER BY code, id`,
  )
  return rows
}

/** What was issued to the session, as its books say; what was planned for it before anything was. */
async function selectLots(
  tx: Tx,
  { holderId, vaccines }: SessionRow,
  today: LocalDate,
): Promise<PackParts['session']['lots']> {
  const { rows } = await tx.$client.query<{ lotId: string }>(
    'SELECT lot_id AS "lotId" FROM balance WHERE holder_id = $1 AND doses <> 0 ORDER BY lot_id',
    [holderId],
  )
  const issued = rows.map(({ lotId }) => lotId)
  const planned = vaccines.flatMap(({ lotId }) => lotId ?? [])
  const lots = await loadLots(tx, issued.length > 0 ? issued : planned)
  return [...lots.values()].map((facts) => {
    const { status, useByOn } = lotStandingOn(facts, today)
    const { id: lotId, code: lotCode, productId, productName } = facts
    return { lotId, lotCode, productId, productName, status, useByOn }
  })
}

async function selectWards(tx: Tx, today: LocalDate): Promise<PackParts['session']['wards']> {
  const { rows } = await tx.$client.query<{ id: string; name: string }>(
    `SELECT p.id, n.name FROM place p JOIN place_name n ON n.place_id = p.id
       AND n.valid_from <= $1 AND (n.valid_to IS NULL OR n.valid_to >= $1)
     WHERE p.kind = 'ward' AND p.valid_from <= $1 AND (p.valid_to IS NULL OR p.valid_to >= $1) ORDER BY n.name, p.id`,
    [today],
  )
  return rows
}
