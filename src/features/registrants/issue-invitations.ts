import type { z } from 'zod'
import type { Actor } from '#domain/access.ts'
import { localDateAt, type LocalDate } from '#domain/dates.ts'
import { Problem } from '#domain/problem.ts'
import { inScope, type Tx } from '#db/db.ts'
import { appendAudit } from '#features/accounts/audit.ts'
import { scopeOf } from '#http/access.ts'
import type { Deps } from '#http/types.ts'
import type * as contract from './contract.ts'
import { requireOpenCampaign } from './create-list.ts'
import { invitationTokenId, tokenHashOf } from './invitation-token.ts'
import { slices } from './upload-rows.ts'

type Input = z.infer<typeof contract.IssueInvitations>
type Candidate = { personId: string; wardId: string; lastIssue: number; hasValid: boolean }

// Locked in id order, so that two requests for one group make one paper each.
const candidates = `
  SELECT p.id AS "personId", p.ward_id AS "wardId",
    coalesce((SELECT max(v.issue_number) FROM invitation v WHERE v.person_id = p.id AND v.campaign_id = $1), 0)::integer AS "lastIssue",
    EXISTS (SELECT 1 FROM invitation v WHERE v.person_id = p.id AND v.campaign_id = $1
            AND v.revoked_at IS NULL AND v.valid_to >= $2) AS "hasValid"
  FROM person p
  WHERE p.canonical_id = p.id AND p.living = 'here' AND ($5::uuid IS NULL OR p.group_id = $5)
    AND ($3::uuid[] IS NULL OR p.id = ANY ($3))
    AND ($4::uuid IS NULL OR EXISTS (SELECT 1 FROM registration r JOIN person s ON s.id = r.person_id
                                     WHERE r.list_id = $4 AND r.state <> 'withdrawn' AND s.canonical_id = p.id))
  ORDER BY p.id`

const lockPeople = 'SELECT 1 FROM person WHERE id = ANY ($1::uuid[]) ORDER BY id FOR NO KEY UPDATE'

const insert = `
  INSERT INTO invitation (id, person_id, campaign_id, ward_id, issue_number, token_hash, valid_from, valid_to, issued_at, issued_by)
  SELECT id, "personId", $2, "wardId", "issueNumber", decode("tokenHash", 'hex'), $3, $4, $5, $6
  FROM jsonb_to_recordset($1::jsonb) AS r (id uuid, "personId" uuid, "wardId" uuid, "issueNumber" smallint, "tokenHash" text)`

export type NewInvitation = { personId: string; wardId: string; issueNumber: number }
export type Validity = { campaignId: string; validFrom: LocalDate; validTo: LocalDate }

/** Makes a paper for everybody asked for who has none that holds. @throws Problem `not-found`, `list.campaign-closed`. */
export async function issueInvitations(
  deps: Deps,
  actor: Actor,
  { campaignId, to, validTo }: Input,
): Promise<z.infer<typeof contract.IssuedInvitations>> {
  const now = deps.clock()
  const today = localDateAt(now, deps.authority.timeZone)
  return inScope(
    deps.db,
    { ...scopeOf(actor, 'invitation.issue'), accountId: actor.accountId },
    async (tx) => {
      const campaign = await requireOpenCampaign(tx, campaignId)
      const asked = await countAsked(tx, to)
      const personIds = 'personIds' in to ? to.personIds : null
      const listId = 'listId' in to ? to.listId : null
      const groupId = 'groupId' in to ? to.groupId : null
      const select = async () =>
        (await tx.$client.query<Candidate>(candidates, [campaignId, today, personIds, listId, groupId])).rows
      const people = await select()
      await tx.$client.query(lockPeople, [people.map(({ personId }) => personId)])
      const missing = (await select()).filter(({ hasValid }) => !hasValid)
      const validity = { campaignId, validFrom: today, validTo: validTo ?? campaign.toOn }
      if (validity.validTo < today) throw new Problem('invitation.expired', { to: validity.validTo })
      const fresh = missing.map(({ lastIssue, ...person }) => ({ ...person, issueNumber: lastIssue + 1 }))
      await insertInvitations(tx, deps, actor, validity, fresh)
      const counts = {
        issued: missing.length,
        existing: people.length - missing.length,
        notHere: Math.max(0, asked - people.length),
      }
      await appendAudit(tx, actor, now, {
        action: 'issueInvitations',
        subjectKind: listId !== null ? 'list' : groupId !== null ? 'place' : 'person',
        subjectId: listId ?? groupId ?? null,
        detail: { campaignId, validTo: validity.validTo, ...counts },
      })
      return counts
    },
  )
}

/** How many were meant, whoever of them can be seen. @throws Problem `not-found` for a list outside the scope. */
async function countAsked(tx: Tx, to: Input['to']): Promise<number> {
  if ('personIds' in to) return new Set(to.personIds).size
  if ('groupId' in to) return 0
  const { rows } = await tx.$client.query<{ asked: number }>(
    `SELECT (SELECT count(DISTINCT r.person_id)::integer FROM registration r WHERE r.list_id = l.id) AS asked FROM list l WHERE l.id = $1`,
    [to.listId],
  )
  if (rows[0] === undefined) throw new Problem('not-found')
  return rows[0].asked
}

/** @returns the ids, in the order given. */
export async function insertInvitations(
  tx: Tx,
  deps: Deps,
  actor: Actor,
  { campaignId, validFrom, validTo }: Validity,
  invitations: readonly NewInvitation[],
): Promise<string[]> {
  const records = invitations.map(({ personId, wardId, issueNumber }) => {
    const tokenId = invitationTokenId(deps, { personId, campaignId, issueNumber })
    return {
      id: deps.newId(),
      personId,
      wardId,
      issueNumber,
      tokenHash: tokenHashOf(tokenId).toString('hex'),
    }
  })
  for (const slice of slices(records)) {
    const values = [campaignId, validFrom, validTo, deps.clock(), actor.accountId]
    await tx.$client.query(insert, [JSON.stringify(slice), ...values])
  }
  return records.map(({ id }) => id)
}
