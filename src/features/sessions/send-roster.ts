import type { Actor } from '#domain/access.ts'
import { canonicalJson } from '#domain/canonical-json.ts'
import { Problem } from '#domain/problem.ts'
import type { Duty } from '#domain/roster.ts'
import { inScope, type Tx } from '#db/db.ts'
import { roster, rosterMember, site } from '#db/tables/sessions.ts'
import { appendAudit, type AuditFact } from '#features/accounts/audit.ts'
import { giveGrant } from '#features/accounts/give-grant.ts'
import { selectGrants } from '#features/accounts/queries.ts'
import {
  insertStaffAccount,
  keepNumber,
  makePins,
  type OneTimePin,
} from '#features/accounts/staff-accounts.ts'
import { lockAuthority } from '#features/campaigns/queries.ts'
import { scopeOf } from '#http/access.ts'
import type { Deps } from '#http/types.ts'
import { postToSession } from './assign-crew.ts'
import { countStopped, judgeStaff, personKey, type JudgedStaff } from './judge-staff.ts'
import { requireRosterSite, type RosterInput } from './preview-roster.ts'
import { lockSession } from './queries.ts'
import { findRoster, findRosterKey, selectStaffedSessions, type RosterDetailView } from './roster-queries.ts'
import { sessionWindow } from '#domain/session-window.ts'

export type SlipView = {
  accountId: string
  fullName: string
  signInName: string
  pin: string | null
  waiting: boolean
  duties: Duty[]
}

/**
 * A staff list: accounts for those who have none, the rights of each duty, and the posts of the sessions on these days,
 * all of it or nothing. The same request again finds what the first one did; its PINs were shown once.
 *
 * @throws Problem `roster.rows-wrong`, `roster.id-used`, and those of `requireRosterSite` and `giveGrant`.
 */
export async function sendRoster(
  deps: Deps,
  actor: Actor,
  input: RosterInput,
): Promise<{ roster: RosterDetailView; slips: SlipView[] }> {
  const { id = deps.newId(), ...list } = input
  const scope = { ...scopeOf(actor, 'session.staff'), accountId: actor.accountId }
  const contentKey = deps.sealer.lookup('roster', canonicalJson(list))
  // Who is new is asked twice: before, for the PINs, whose hashing takes its time; and again under the lock.
  const ahead = await inScope(deps.db, scope, async (tx) => {
    await requireRosterSite(tx, deps, actor, list)
    return (await findRosterKey(tx, id)) === null ? judgeStaff(tx, deps, actor, list.rows) : []
  })
  if (countStopped(ahead) > 0) throw new Problem('roster.rows-wrong', { rows: countStopped(ahead) })
  const pins = await makePins(new Set(ahead.filter(isUnknown).map(personKey)).size)
  return inScope(deps.db, scope, async (tx) => {
    // One list at a time: two of them never make two accounts for one person.
    await lockAuthority(tx)
    const before = await findRosterKey(tx, id)
    if (before !== null) {
      if (!before.equals(contentKey)) throw new Problem('roster.id-used')
      const kept = (await findRoster(tx, id))!
      return { roster: kept, slips: slipsOf(kept, new Map()) }
    }
    const at = await requireRosterSite(tx, deps, actor, list)
    const rows = await judgeStaff(tx, deps, actor, list.rows)
    if (countStopped(rows) > 0) throw new Problem('roster.rows-wrong', { rows: countStopped(rows) })
    const { members, shown, facts } = await makeAccounts(tx, deps, actor, rows, pins)
    facts.push(...(await giveDuties(tx, deps, actor, at, list, members)))
    const { fileName, campaignId, siteId, fromOn, toOn } = list
    await tx.insert(roster).values({
      id,
      campaignId,
      siteId,
      wardId: at.wardId,
      fromOn,
      toOn,
      fileName,
      contentKey,
      receivedAt: deps.clock(),
      sentBy: actor.accountId,
    })
    await tx
      .insert(rosterMember)
      .values(members.map((member, position) => ({ ...member, rosterId: id, position })))
    await appendAudit(tx, actor, deps.clock(), [
      ...facts,
      {
        action: 'sendRoster',
        subjectKind: 'roster',
        subjectId: id,
        placeId: at.wardId,
        detail: { campaignId, siteId, fromOn, toOn, rows: members.length, accountsMade: shown.size },
      },
    ])
    const kept = (await findRoster(tx, id))!
    return { roster: kept, slips: slipsOf(kept, shown) }
  })
}

const isUnknown = ({ accountId }: JudgedStaff) => accountId === null

type Member = { accountId: string; duty: Duty; task: string; isNew: boolean }

async function makeAccounts(
  tx: Tx,
  deps: Deps,
  actor: Actor,
  rows: readonly JudgedStaff[],
  pins: readonly OneTimePin[],
) {
  const made = new Map<string, string>()
  const shown = new Map<string, string>()
  const facts: AuditFact[] = []
  const spare = [...pins]
  const members: Member[] = []
  for (const row of rows) {
    const { fullName, unit, phone, task, identifier, duty } = row
    if (identifier === null || duty === null) throw new Error('A row without number or duty was let through')
    const key = personKey(row)!
    let accountId = row.accountId ?? made.get(key)
    if (row.accountId !== null) await keepNumber(tx, deps, row.accountId, identifier)
    if (accountId === undefined) {
      const pin = spare.pop() ?? (await makePins(1))[0]!
      const person = { fullName, unit, task, phone, identifier }
      const inserted = await insertStaffAccount(tx, deps, actor, person, pin)
      accountId = inserted.accountId
      made.set(key, accountId)
      shown.set(accountId, pin.pin)
      facts.push(inserted.fact)
    }
    members.push({ accountId, duty, task, isNew: shown.has(accountId) })
  }
  return { members, shown, facts }
}

/** Posts at the sessions of these days, each with its own rights; where none is planned yet, rights at the site. */
async function giveDuties(
  tx: Tx,
  deps: Deps,
  actor: Actor,
  at: typeof site.$inferSelect,
  days: { siteId: string; fromOn: string; toOn: string },
  members: readonly Member[],
): Promise<AuditFact[]> {
  const facts: AuditFact[] = []
  const sessions = await selectStaffedSessions(tx, days)
  for (const { id } of sessions) {
    const session = await lockSession(tx, id)
    for (const { accountId, duty } of members)
      facts.push(...(await postToSession(tx, deps, actor, session, { accountId, duty })).facts)
  }
  if (sessions.length > 0) return facts
  const { timeZone } = deps.authority
  const siteKind = at.kind as 'fixed' | 'mobile'
  const { validFrom } = sessionWindow({ sessionOn: days.fromOn, siteKind }, timeZone, deps.clock())
  const { validTo } = sessionWindow({ sessionOn: days.toOn, siteKind }, timeZone, deps.clock())
  for (const { accountId, duty } of members) {
    const held = await selectGrants(tx, [accountId], deps.clock(), timeZone)
    const enough = held.some(
      (grant) =>
        grant.role === duty &&
        grant.siteId === at.id &&
        grant.validFrom <= validFrom &&
        (grant.validTo === null || grant.validTo >= validTo),
    )
    if (enough) continue
    const grant = { role: duty, siteId: at.id, validFrom, validTo, reason: 'roster' }
    facts.push((await giveGrant(tx, deps, actor, accountId, grant)).fact)
  }
  return facts
}

/** One slip a person, whatever the number of their duties. */
export function slipsOf(list: RosterDetailView, pins: ReadonlyMap<string, string>): SlipView[] {
  const byAccount = Map.groupBy(list.members, ({ accountId }) => accountId)
  return [...byAccount].map(([accountId, members]) => {
    const { fullName, signInName, isNew, signedIn } = members[0]!
    const pin = pins.get(accountId) ?? null
    const duties = members.map(({ duty }) => duty)
    return { accountId, fullName, signInName, pin, waiting: pin === null && isNew && !signedIn, duties }
  })
}
