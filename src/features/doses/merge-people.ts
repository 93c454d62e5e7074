import type { PoolClient } from 'pg'
import type { z } from 'zod'
import type { Actor } from '#domain/access.ts'
import { Problem } from '#domain/problem.ts'
import { inScope, type Tx } from '#db/db.ts'
import { scopeOf } from '#http/access.ts'
import type { Deps } from '#http/types.ts'
import type * as contract from './review-contract.ts'
import type { Facts } from './set-writer/fact-types.ts'
import type { NewMerge } from './set-writer/types.ts'
import { setWriterOf } from './the-writer.ts'
import { updateSessionCanonical } from './update-session-canonical.ts'

export type MergeView = z.infer<typeof contract.Merge>

/**
 * Says that two records are one person. Nothing is moved: doses keep the id under which they were stated, and the people
 * of both are judged again by the set writer. Safe to send again under the same id.
 *
 * @throws Problem `not-found` when either lies outside the scope, `merge.same-person`.
 */
export async function mergePeople(
  deps: Deps,
  actor: Actor,
  body: z.infer<typeof contract.MergePeople>,
): Promise<MergeView> {
  const { id, absorbedId, keptId, reason } = body
  await requireSeen(deps, actor, [absorbedId, keptId])
  const known = await findMerge(deps, id)
  if (known !== null) {
    if (known.absorbedId !== absorbedId || known.keptId !== keptId) throw new Problem('conflict')
    return loadMerge(deps, actor, id)
  }
  const decidedAt = deps.clock().toISOString()
  await setWriterOf(deps).writeJob({
    personIds: [absorbedId, keptId],
    actorId: actor.accountId,
    prepare: async (client, { people }) => {
      const canonical = new Map(people.map((person) => [person.id, person.canonicalId]))
      const [from, to] = [canonical.get(absorbedId)!, canonical.get(keptId)!]
      if (from === to) throw new Problem('merge.same-person')
      const moved = people.filter(({ canonicalId }) => canonicalId === from)
      const merge: NewMerge = {
        id,
        absorbedId: from,
        keptId: to,
        decidedAt,
        byId: actor.accountId,
        reason,
        undoesId: null,
      }
      const canonicalIds = new Map(moved.map((person) => [person.id, to]))
      await updateSessionCanonical(client, canonicalIds)
      return {
        merges: [merge],
        canonicalIds,
        auditFacts: [mergeAudit('mergePeople', merge)],
      }
    },
  })
  return loadMerge(deps, actor, id)
}

/**
 * Takes a merge back: canonical ids follow the merges that remain, in whatever order they were made and undone.
 *
 * @throws Problem `not-found`, `merge.undone`.
 */
export async function undoMerge(
  deps: Deps,
  actor: Actor,
  mergeId: string,
  body: z.infer<typeof contract.UndoMerge>,
): Promise<MergeView> {
  const found = await findMerge(deps, mergeId)
  if (found === null) throw new Problem('not-found')
  await requireSeen(deps, actor, [found.keptId])
  if (found.undoneById === body.id) return loadMerge(deps, actor, mergeId)
  if (found.undoneById !== null) throw new Problem('merge.undone')
  const { absorbedId, keptId } = found
  const undoing: NewMerge = {
    id: body.id,
    absorbedId,
    keptId,
    decidedAt: deps.clock().toISOString(),
    byId: actor.accountId,
    reason: body.reason,
    undoesId: mergeId,
  }
  await setWriterOf(deps).writeJob({
    personIds: [absorbedId, keptId],
    actorId: actor.accountId,
    prepare: async (client, facts) => {
      const canonicalIds = await followMerges(client, facts, mergeId)
      await updateSessionCanonical(client, canonicalIds)
      return { merges: [undoing], canonicalIds, auditFacts: [mergeAudit('undoMerge', undoing)] }
    },
  })
  return loadMerge(deps, actor, mergeId)
}

function mergeAudit(action: string, { id, absorbedId, keptId, undoesId }: NewMerge) {
  const detail = { mergeId: id, absorbedId, ...(undoesId === null ? {} : { undoesId }) }
  return { action, subjectKind: 'person', subjectId: keptId, detail }
}

/** Whose canonical id changes when this merge is gone, and to which. */
async function followMerges(
  client: PoolClient,
  { people }: Facts,
  undoneId: string,
): Promise<Map<string, string>> {
  const { rows } = await client.query<{ id: string; absorbedId: string; keptId: string }>(
    `SELECT m.id, m.absorbed_id AS "absorbedId", m.kept_id AS "keptId" FROM merge m
     WHERE m.undoes_id IS NULL AND m.absorbed_id = ANY ($1::uuid[])
       AND NOT EXISTS (SELECT FROM merge u WHERE u.undoes_id = m.id)`,
    [people.map(({ id }) => id)],
  )
  if (!rows.some(({ id }) => id === undoneId)) throw new Problem('merge.undone')
  const next = new Map(
    rows.filter(({ id }) => id !== undoneId).map(({ absorbedId, keptId }) => [absorbedId, keptId]),
  )
  const follow = (id: string): string => {
    const kept = next.get(id)
    return kept === undefined ? id : follow(kept)
  }
  return new Map(
    people.flatMap(({ id, canonicalId }) => (follow(id) === canonicalId ? [] : [[id, follow(id)]])),
  )
}

/** Both people must be in the scope: who merges must be able to compare. */
async function requireSeen(deps: Deps, actor: Actor, ids: readonly string[]): Promise<void> {
  const scope = { ...scopeOf(actor, 'person.merge'), accountId: actor.accountId }
  const seen = await inScope(deps.db, scope, (tx) => countSeen(tx, ids), { readOnly: true })
  if (seen < new Set(ids).size) throw new Problem('not-found')
}

async function countSeen(tx: Tx, ids: readonly string[]): Promise<number> {
  const { rows } = await tx.$client.query<{ count: number }>(
    `SELECT count(*)::integer AS count FROM person WHERE id = ANY ($1::uuid[]) AND living <> 'withdrawn'`,
    [ids],
  )
  return rows[0]!.count
}

type MergeIds = Pick<MergeView, 'absorbedId' | 'keptId' | 'undoneById'>

/** Whoever may see it: that it is there must be known before anything is decided. */
async function findMerge({ database }: Deps, id: string): Promise<MergeIds | null> {
  const { rows } = await database.writer.query<MergeIds>(
    `SELECT m.absorbed_id AS "absorbedId", m.kept_id AS "keptId",
            (SELECT u.id FROM merge u WHERE u.undoes_id = m.id) AS "undoneById"
     FROM merge m WHERE m.undoes_id IS NULL AND m.id = $1`,
    [id],
  )
  return rows[0] ?? null
}

const recordOf = (id: string) => `(
  SELECT json_build_object('id', p.id, 'fullName', p.full_name, 'bornOn', p.born_on, 'wardName',
    coalesce((SELECT n.name FROM place_name n WHERE n.place_id = p.ward_id ORDER BY n.valid_from DESC LIMIT 1), ''))
  FROM person p WHERE p.id = ${id})`
const nameOf = (id: string) => `coalesce((SELECT a.full_name FROM account a WHERE a.id = ${id}), '')`

const mergesSql = `
SELECT m.id, m.absorbed_id AS "absorbedId", m.kept_id AS "keptId", ${recordOf('m.absorbed_id')} AS absorbed,
       ${recordOf('m.kept_id')} AS kept, m.decided_at AS "decidedAt", m.by_id AS "byId", ${nameOf('m.by_id')} AS "byName", m.reason,
       u.id AS "undoneById", u.decided_at AS "undoneAt", ${nameOf('u.by_id')} AS "undoneByName", u.reason AS "undoneReason"
FROM merge m LEFT JOIN merge u ON u.undoes_id = m.id WHERE m.undoes_id IS NULL AND `

type MergeRow = Omit<MergeView, 'decidedAt' | 'undone'> & { decidedAt: Date } & (
    | { undoneAt: null }
    | { undoneAt: Date; undoneByName: string; undoneReason: string }
  )

function selectMerges(deps: Deps, actor: Actor, condition: string, value: string): Promise<MergeView[]> {
  const scope = { ...scopeOf(actor, 'person.merge'), accountId: actor.accountId }
  return inScope(
    deps.db,
    scope,
    async (tx) => {
      const { rows } = await tx.$client.query<MergeRow>(mergesSql + condition, [value])
      return rows.map(toView)
    },
    { readOnly: true },
  )
}

function toView(row: MergeRow): MergeView {
  const { id, absorbedId, keptId, absorbed, kept, decidedAt, byId, byName, reason, undoneById } = row
  const undone =
    row.undoneAt === null
      ? null
      : { at: row.undoneAt.toISOString(), byName: row.undoneByName, reason: row.undoneReason }
  return {
    id,
    absorbedId,
    keptId,
    absorbed,
    kept,
    decidedAt: decidedAt.toISOString(),
    byId,
    byName,
    reason,
    undoneById,
    undone,
  }
}

async function loadMerge(deps: Deps, actor: Actor, id: string): Promise<MergeView> {
  const [merge] = await selectMerges(deps, actor, 'm.id = $1', id)
  if (merge === undefined) throw new Problem('not-found')
  return merge
}

/** Every merge of the records that are this person now or were, undone ones too. @throws Problem `not-found`. */
export async function listMerges(deps: Deps, actor: Actor, personId: string): Promise<MergeView[]> {
  await requireSeen(deps, actor, [personId])
  const records = `(SELECT r.id FROM person r JOIN person p ON p.canonical_id = r.canonical_id WHERE p.id = $1)`
  return selectMerges(
    deps,
    actor,
    `(m.kept_id IN ${records} OR m.absorbed_id IN ${records}) ORDER BY m.decided_at, m.id LIMIT 100`,
    personId,
  )
}
