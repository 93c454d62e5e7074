import { eq } from 'drizzle-orm'
import type { z } from 'zod'
import type { Actor } from '#domain/access.ts'
import { addDays, localDateAt, type LocalDate } from '#domain/dates.ts'
import { validOn } from '#domain/places.ts'
import { fillWords, Problem, type Language } from '#domain/problem.ts'
import { selectLackingDuties } from '#domain/roster-list.ts'
import { rosterProblems } from '#domain/roster-words.ts'
import { inScope, type Connection } from '#db/db.ts'
import { site } from '#db/tables/sessions.ts'
import { findCampaign } from '#features/campaigns/queries.ts'
import { requireReach, scopeOf } from '#http/access.ts'
import type { Deps } from '#http/types.ts'
import { countStopped, judgeStaff, personKey, type JudgedStaff } from './judge-staff.ts'
import type * as contract from './roster-contract.ts'
import { selectStaffedSessions } from './roster-queries.ts'

export type RosterInput = z.output<typeof contract.SendRoster>

/** The longest outreach round. */
const DAYS_MAX = 31

/**
 * What sending the list would do, row by row. Nothing is stored.
 *
 * @throws Problem those of `requireRosterSite`.
 */
export function previewRoster(
  deps: Deps,
  actor: Actor,
  input: RosterInput,
  language: Language,
): Promise<z.infer<typeof contract.RosterPreview>> {
  const scope = { ...scopeOf(actor, 'session.staff'), accountId: actor.accountId }
  return inScope(
    deps.db,
    scope,
    async (tx) => {
      await requireRosterSite(tx, deps, actor, input)
      const rows = await judgeStaff(tx, deps, actor, input.rows)
      const people = new Map(rows.map((row) => [personKey(row), row.accountId !== null]))
      people.delete(null)
      const known = [...people.values()].filter(Boolean).length
      return {
        rows: rows.map((row) => describe(row, language)),
        counts: {
          rows: rows.length,
          stopped: countStopped(rows),
          people: people.size,
          known,
          new: people.size - known,
        },
        missing: selectLackingDuties(
          rows.map((row) => ({ key: personKey(row) ?? `row ${row.rowNumber}`, duty: row.duty })),
        ),
        sessions: await selectStaffedSessions(tx, input),
      }
    },
    { readOnly: true },
  )
}

function describe({ identifier, accountId, problems, ...row }: JudgedStaff, language: Language) {
  return {
    ...row,
    idNumberLast4: identifier?.value.slice(-4) ?? '',
    known: accountId !== null,
    problems: problems.map(({ code, row: other }) => {
      const { field, severity, ...words } = rosterProblems[code]
      return { code, field, severity, says: fillWords(words, language, { row: other }) }
    }),
  }
}

/**
 * The site that the list is for, in reach and at work on these days.
 *
 * @throws Problem `not-found`, `site.not-in-force`, `roster.days`, `roster.past`, `campaign.wrong-state`.
 */
export async function requireRosterSite(
  db: Connection,
  deps: Deps,
  actor: Actor,
  {
    siteId,
    campaignId,
    fromOn,
    toOn,
  }: { siteId: string; campaignId: string; fromOn: LocalDate; toOn: LocalDate },
) {
  const [found] = await db.select().from(site).where(eq(site.id, siteId))
  if (found === undefined) throw new Problem('not-found')
  requireReach(actor, 'session.staff', { wardId: found.wardId, siteId })
  const campaign = await findCampaign(db, campaignId)
  if (campaign === null) throw new Problem('not-found')
  if (campaign.state === 'closed') throw new Problem('campaign.wrong-state', { state: campaign.state })
  if (toOn < fromOn || toOn > addDays(fromOn, DAYS_MAX - 1))
    throw new Problem('roster.days', { days: DAYS_MAX })
  if (toOn < localDateAt(deps.clock(), deps.authority.timeZone)) throw new Problem('roster.past')
  const first = [fromOn, toOn].find((on) => !validOn(found, on))
  if (first !== undefined) throw new Problem('site.not-in-force', { on: first })
  return found
}
