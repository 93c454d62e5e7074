import { desc, eq, inArray, sql } from 'drizzle-orm'
import { z } from 'zod'
import type { Actor, Scope } from '#domain/access.ts'
import type { Advice, PlanLine } from '#domain/planner/plan-types.ts'
import { fillWords, Problem, problems, type Words } from '#domain/problem.ts'
import type { TransferState } from '#domain/transfer.ts'
import type { Connection } from '#db/db.ts'
import { account } from '#db/tables/accounts.ts'
import { plan, planDecision, planLine } from '#db/tables/planner.ts'
import { transfer } from '#db/tables/stock.ts'
import { scopeOf } from '#http/access.ts'
import { decodeCursor, toPage } from '#http/paging.ts'
import type { Deps } from '#http/types.ts'
import { findNewerPlan, PLAN_HOURS } from './decide-plan-line.ts'
import type { LineDecision, StoredPlan } from './contract.ts'

const cursorKeys = z.tuple([z.iso.datetime(), z.guid()])

/** Plans, newest first. */
export async function listPlans(
  deps: Deps,
  query: { campaign?: string | undefined; limit: number; cursor?: string | undefined },
) {
  const keys = decodeCursor(query.cursor, 2)
  const after = keys === null ? null : cursorKeys.safeParse(keys)
  if (after?.success === false) throw new Problem('request.invalid', { where: '/querystring/cursor' })
  const further =
    after === null
      ? sql`true`
      : sql`(${plan.proposedAt}, ${plan.id}) < (${after.data[0]}::timestamptz, ${after.data[1]}::uuid)`
  const ofCampaign = query.campaign === undefined ? sql`true` : eq(plan.campaignId, query.campaign)
  const rows = await deps.db
    .select({
      id: plan.id,
      campaignId: plan.campaignId,
      asOfOn: plan.asOfOn,
      proposedAt: plan.proposedAt,
      proposedBy: account.fullName,
      inputHash: plan.inputHash,
      lines: sql<number>`(SELECT count(*)::integer FROM plan_line l WHERE l.plan_id = ${plan.id})`,
      decided: sql<number>`(SELECT count(*)::integer FROM plan_line l JOIN plan_decision d ON d.line_id = l.id
        WHERE l.plan_id = ${plan.id})`,
      doses: sql<number>`(SELECT coalesce(sum(l.doses), 0)::integer FROM plan_line l WHERE l.plan_id = ${plan.id})`,
    })
    .from(plan)
    .innerJoin(account, eq(account.id, plan.proposedBy))
    .where(sql`${ofCampaign} AND ${further}`)
    .orderBy(desc(plan.proposedAt), desc(plan.id))
    .limit(query.limit + 1)
  const page = toPage(rows, query.limit, (row) => [row.proposedAt.toISOString(), row.id])
  return { ...page, items: page.items.map(withInstant) }
}

const withInstant = <Row extends { proposedAt: Date }>(row: Row) => ({
  ...row,
  proposedAt: row.proposedAt.toISOString(),
})

/** A plan with what was decided; a ward sees the lines and reasons that are about it. @throws Problem `not-found`. */
export async function getPlan(deps: Deps, actor: Actor, id: string): Promise<z.output<typeof StoredPlan>> {
  const [row] = await deps.db
    .select({ plan, proposedBy: account.fullName })
    .from(plan)
    .innerJoin(account, eq(account.id, plan.proposedBy))
    .where(eq(plan.id, id))
  if (row === undefined) throw new Problem('not-found')
  const { input, output, ...head } = row.plan
  const newerPlanId = await findNewerPlan(deps.db, head)
  const isOld = deps.clock().getTime() - head.proposedAt.getTime() > PLAN_HOURS * 3_600_000
  const seen = seenBy(scopeOf(actor, 'plan.read'))
  const wardNames = new Map(input.wards.map((ward) => [ward.wardId, ward.name]))
  const lots = new Map(input.lots.map((lot) => [lot.lotId, lot.code]))
  const products = new Map(input.products.map((product) => [product.productId, product.name]))
  const nameOf = (wardId: string) => wardNames.get(wardId) ?? ''
  const withName = <Row extends { wardId: string }>(row: Row) => ({ ...row, wardName: nameOf(row.wardId) })
  const lineIds = await selectLineIds(deps.db, id)
  const decisions = await selectDecisions(deps.db, [...lineIds.values()])
  const describeLine = (line: PlanLine) => {
    const id = lineIds.get(line.rank)!
    return {
      ...line,
      id,
      fromName: line.fromWardId === null ? null : nameOf(line.fromWardId),
      toName: nameOf(line.toWardId),
      productName: products.get(line.productId) ?? '',
      lotCode: lots.get(line.lotId) ?? '',
      decision: decisions.get(id) ?? null,
    }
  }
  const describeAdvice = (advice: Advice) => ({
    ...advice,
    wardName: advice.wardId === null ? null : nameOf(advice.wardId),
  })
  return {
    ...withInstant(head),
    proposedBy: row.proposedBy,
    expired: newerPlanId !== null || isOld,
    newerPlanId,
    params: output.params,
    lines: output.lines.filter((line) => seen(line.fromWardId) || seen(line.toWardId)).map(describeLine),
    leftOut: output.leftOut.filter(({ wardId }) => seen(wardId)).map(withName),
    advice: output.advice.filter(({ wardId }) => seen(wardId)).map(describeAdvice),
    pace: output.pace.filter(({ wardId }) => seen(wardId)).map(withName),
    blocked: [...output.blocked],
    city: [...output.city],
  }
}

/** The centre's own rows (no ward) are for those who see everything. */
export function seenBy(scope: Scope): (wardId: string | null) => boolean {
  return (wardId) => scope.wide || (wardId !== null && scope.wardIds.includes(wardId))
}

async function selectLineIds(db: Connection, planId: string): Promise<Map<number, string>> {
  const rows = await db
    .select({ id: planLine.id, rank: planLine.rank })
    .from(planLine)
    .where(eq(planLine.planId, planId))
  return new Map(rows.map((row) => [row.rank, row.id]))
}

async function selectDecisions(db: Connection, lineIds: readonly string[]) {
  const rows =
    lineIds.length === 0
      ? []
      : await db
          .select({ decision: planDecision, by: account.fullName, state: transfer.state })
          .from(planDecision)
          .innerJoin(account, eq(account.id, planDecision.byId))
          .leftJoin(transfer, eq(transfer.id, planDecision.transferId))
          .where(inArray(planDecision.lineId, [...lineIds]))
  const views = rows.map(({ decision, by, state }): [string, z.output<typeof LineDecision>] => {
    const { lineId, verdict, vials, reason, refusal, transferId, at } = decision
    return [
      lineId,
      {
        verdict: verdict as z.output<typeof LineDecision>['verdict'],
        vials,
        reason,
        refusal: refusal === null ? null : { code: refusal.code, text: sentence(refusal) },
        transfer:
          transferId === null || state === null ? null : { id: transferId, state: state as TransferState },
        by,
        at: at.toISOString(),
      },
    ]
  })
  return new Map(views)
}

function sentence({ code, facts }: NonNullable<(typeof planDecision.$inferSelect)['refusal']>): Words {
  const speak = (language: keyof Words) => fillWords(problems[code], language, facts)
  return { vi: speak('vi'), en: speak('en'), lo: speak('lo') }
}
