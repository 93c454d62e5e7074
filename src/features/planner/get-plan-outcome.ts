import { eq, sql } from 'drizzle-orm'
import type { z } from 'zod'
import type { Actor } from '#domain/access.ts'
import { addDays, localDateAt } from '#domain/dates.ts'
import { judgeOutcome } from '#domain/planner/outcome.ts'
import { Problem } from '#domain/problem.ts'
import type { TransferState } from '#domain/transfer.ts'
import type { Connection } from '#db/db.ts'
import { plan, planDecision, planLine } from '#db/tables/planner.ts'
import { transfer } from '#db/tables/stock.ts'
import { snapshot } from '#features/reports/begin.ts'
import { loadGround } from '#features/reports/ground.ts'
import { scopeOf } from '#http/access.ts'
import type { Deps } from '#http/types.ts'
import type { PlanOutcome } from './contract.ts'
import { seenBy } from './read-plans.ts'

/** Entries of the eight weeks that are kept by day reach back over every line's days when read at most so late. */
const READ_DAYS = 42

/** What then happened with each line: against the plan's own days of stock D. @throws Problem `not-found`. */
export async function getPlanOutcome(
  deps: Deps,
  actor: Actor,
  id: string,
): Promise<z.output<typeof PlanOutcome>> {
  const seen = seenBy(scopeOf(actor, 'plan.read'))
  const { timeZone } = deps.authority
  const now = localDateAt(deps.clock(), timeZone)
  const [row] = await deps.db.select().from(plan).where(eq(plan.id, id))
  if (row === undefined) throw new Problem('not-found')
  const { campaignId, asOfOn, output } = row
  const last = addDays(asOfOn, READ_DAYS)
  const today = now < last ? now : last
  const lines = output.lines.filter((line) => seen(line.fromWardId) || seen(line.toWardId))
  const carried = await selectCarried(deps.db, id)
  const view = {
    campaignId,
    productIds: [...new Set(lines.map((line) => line.productId))],
    wardIds: new Set(lines.flatMap(({ fromWardId, toWardId }) => [fromWardId ?? [], toWardId].flat())),
    asOf: today,
    timeZone,
  }
  const ground = await snapshot(deps, (report) => loadGround(report, view))
  const days = output.params.topUpDays
  const dayOf = (at: Date | null) => (at === null ? null : localDateAt(at, timeZone))
  return {
    planId: id,
    asOfOn,
    days,
    readOn: today,
    lines: lines.flatMap((line) => {
      const found = carried.get(line.rank)
      if (found === undefined) return []
      const { lineId, state, receivedDoses } = found
      const [sentOn, receivedOn] = [dayOf(found.dispatchedAt), dayOf(found.receivedAt)]
      const isKnown = sentOn !== null && receivedOn !== null && receivedOn <= today && receivedDoses !== null
      const { rank, productId, fromWardId, toWardId, doses: plannedDoses } = line
      return {
        lineId,
        rank,
        productId,
        fromWardId,
        toWardId,
        plannedDoses,
        receivedDoses,
        transferState: state as TransferState | null,
        outcome: isKnown
          ? judgeOutcome({ line, sentOn, receivedOn, receivedDoses }, ground, days, today)
          : null,
      }
    }),
  }
}

/** Lines with a verdict, by rank, each with what became of its transfer. */
async function selectCarried(db: Connection, planId: string) {
  const rows = await db
    .select({
      rank: planLine.rank,
      lineId: planLine.id,
      state: transfer.state,
      dispatchedAt: transfer.dispatchedAt,
      receivedAt: transfer.receivedAt,
      // What came into the receiver's books: a vial that arrived broken is counted on the paper and used by nobody.
      receivedDoses: sql<number | null>`CASE WHEN ${transfer.receivedAt} IS NOT NULL THEN (
        SELECT coalesce(sum(m.doses), 0)::integer FROM holder h JOIN movement m ON m.from_holder_id = h.id
        WHERE h.transfer_id = ${transfer.id} AND m.kind = 'arrival') END`,
    })
    .from(planLine)
    .innerJoin(planDecision, eq(planDecision.lineId, planLine.id))
    .leftJoin(transfer, eq(transfer.id, planDecision.transferId))
    .where(eq(planLine.planId, planId))
  return new Map(rows.map((row) => [row.rank, row]))
}
