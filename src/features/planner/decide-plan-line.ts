import { and, desc, eq, gt } from 'drizzle-orm'
import type { z } from 'zod'
import type { Actor } from '#domain/access.ts'
import type { PlanLine } from '#domain/planner/plan-types.ts'
import { recheckLine } from '#domain/planner/recheck.ts'
import { Problem, type Facts, type ProblemCode } from '#domain/problem.ts'
import type { Connection, Tx } from '#db/db.ts'
import { plan, planDecision, planLine } from '#db/tables/planner.ts'
import { appendAudit } from '#features/accounts/audit.ts'
import { findCampaign } from '#features/campaigns/queries.ts'
import { asPerson, type By } from '#features/stock/begin.ts'
import { createTransfer } from '#features/stock/create-transfer.ts'
import { resolveStore } from '#features/stock/find-store.ts'
import { claimId } from '#features/stock/once.ts'
import { requireReach } from '#http/access.ts'
import type { Deps } from '#http/types.ts'
import type { LineDecisionBody } from './contract.ts'
import { loadLineGround } from './line-ground.ts'

export const PLAN_HOURS = 24

type Body = z.output<typeof LineDecisionBody>
type Refusal = { code: ProblemCode; facts: Facts }
type Opened = { planRow: typeof plan.$inferSelect; lineId: string; line: PlanLine }

/**
 * A named person decides one line. Approving looks at the line's ground again, on locked balances; what was entered
 * since does not matter. When the ground is gone that is kept as the verdict, and said. Approving makes the transfer;
 * the donor dispatches it and the receiver signs for it.
 *
 * @throws Problem `not-found`, `plan.line-decided`, `plan.too-old`, `plan.superseded`, `plan.line-…`, and what
 *   `createTransfer` throws.
 */
export async function decidePlanLine(
  deps: Deps,
  actor: Actor,
  { planId, lineId }: { planId: string; lineId: string },
  body: Body,
): Promise<void> {
  const refusal = await asPerson(deps, actor, 'plan.approve', async (tx, by) => {
    const opened = await openLine(tx, actor, planId, lineId)
    await claimId(tx, opened.planRow.campaignId)
    const decided = await findDecision(tx, lineId)
    if (decided !== null) return repeat(decided, actor, body)
    await requireCurrent(tx, opened, by)
    if (body.verdict === 'refused') {
      await insertDecision(tx, actor, by, opened, { verdict: body.verdict, reason: body.reason })
      return null
    }
    return approve(tx, deps, actor, by, opened, body)
  })
  // Thrown after COMMIT: that the ground was gone stays on record.
  if (refusal !== null) throw new Problem(refusal.code, refusal.facts)
}

async function openLine(tx: Tx, actor: Actor, planId: string, lineId: string): Promise<Opened> {
  const [found] = await tx
    .select({ planRow: plan, rank: planLine.rank })
    .from(planLine)
    .innerJoin(plan, eq(plan.id, planLine.planId))
    .where(and(eq(planLine.id, lineId), eq(plan.id, planId)))
  if (found === undefined) throw new Problem('not-found')
  const line = found.planRow.output.lines[found.rank - 1]!
  if (line.fromWardId !== null) requireReach(actor, 'plan.approve', { wardId: line.fromWardId })
  requireReach(actor, 'plan.approve', { wardId: line.toWardId })
  return { planRow: found.planRow, lineId, line }
}

async function findDecision(tx: Tx, lineId: string) {
  const [found] = await tx.select().from(planDecision).where(eq(planDecision.lineId, lineId))
  return found ?? null
}

/** The same person saying the same again gets the same answer. */
function repeat(decided: typeof planDecision.$inferSelect, actor: Actor, body: Body): Refusal | null {
  if (decided.refusal !== null && body.verdict !== 'refused') return decided.refusal
  const [vials, reason] = [
    body.verdict === 'changed' ? body.vials : null,
    body.verdict === 'approved' ? '' : body.reason,
  ]
  const isSame =
    decided.byId === actor.accountId &&
    decided.verdict === body.verdict &&
    decided.vials === vials &&
    decided.reason === reason
  if (!isSame) throw new Problem('plan.line-decided')
  return null
}

async function requireCurrent(tx: Tx, { planRow }: Opened, by: By): Promise<void> {
  if (by.at.getTime() - planRow.proposedAt.getTime() > PLAN_HOURS * 3_600_000)
    throw new Problem('plan.too-old', { hours: PLAN_HOURS })
  if ((await findNewerPlan(tx, planRow)) !== null) throw new Problem('plan.superseded')
}

/** The newest, which knows what was approved before it: an older one would promise the same need twice. */
export async function findNewerPlan(
  db: Connection,
  { campaignId, proposedAt }: { campaignId: string; proposedAt: Date },
): Promise<string | null> {
  const [newer] = await db
    .select({ id: plan.id })
    .from(plan)
    .where(and(eq(plan.campaignId, campaignId), gt(plan.proposedAt, proposedAt)))
    .orderBy(desc(plan.proposedAt), desc(plan.id))
    .limit(1)
  return newer?.id ?? null
}

async function approve(
  tx: Tx,
  deps: Deps,
  actor: Actor,
  by: By,
  opened: Opened,
  body: Exclude<Body, { verdict: 'refused' }>,
): Promise<Refusal | null> {
  const { line, planRow } = opened
  const campaign = await findCampaign(tx, planRow.campaignId)
  if (campaign === null) throw new Error('A plan without its campaign')
  const from = await resolveStore(tx, { holderId: line.fromHolderId }, by)
  const to = await resolveStore(tx, receiverOf(line), by)
  const { params } = planRow.output
  const { reserveDays } = params
  const ground = await loadLineGround(tx, deps, { line, from, campaign, reserveDays, today: by.onDay })
  const vials = body.verdict === 'changed' ? body.vials : line.vials
  const doses = vials * line.dosesPerVial
  const check = recheckLine({ ...line, doses }, ground, params)
  if (!check.ok) {
    const { code, facts } = check
    // More than the plan proposed was asked for: that is the approver's to mend, the line still stands.
    if (doses > line.doses && recheckLine(line, ground, params).ok) throw new Problem(code, facts)
    await insertDecision(tx, actor, by, opened, {
      verdict: 'ground-gone',
      reason: code,
      refusal: { code, facts },
    })
    return { code, facts }
  }
  const transferId = deps.newId()
  const changed = body.verdict === 'changed' ? { vials, reason: body.reason } : {}
  await createTransfer(tx, by, {
    id: transferId,
    from,
    to,
    lines: [{ lotId: line.lotId, doses }],
    planLineId: opened.lineId,
    reason: body.verdict === 'changed' ? `${line.text.vi} ${changedText(vials, body.reason)}` : line.text.vi,
    documentNumber: '',
  })
  await insertDecision(tx, actor, by, opened, { verdict: body.verdict, ...changed, transferId })
  return null
}

/** Sender and receiver read why it is not what the plan said. */
const changedText = (vials: number, reason: string) => `Khi duyệt đổi còn ${vials} lọ: ${reason}`

/** A ward that had no store when the plan was made is named by itself; its store is made now. */
function receiverOf({ toHolderId, toWardId }: PlanLine) {
  return toHolderId === toWardId ? { wardId: toWardId } : { holderId: toHolderId }
}

async function insertDecision(
  tx: Tx,
  actor: Actor,
  by: By,
  { lineId, planRow, line }: Opened,
  decision: { verdict: string; vials?: number; reason?: string; transferId?: string; refusal?: Refusal },
): Promise<void> {
  await tx.insert(planDecision).values({ id: by.newId(), lineId, ...decision, byId: by.accountId, at: by.at })
  await appendAudit(tx, actor, by.at, {
    action: 'decidePlanLine',
    subjectKind: 'plan-line',
    subjectId: lineId,
    placeId: line.toWardId,
    detail: {
      planId: planRow.id,
      verdict: decision.verdict,
      vials: decision.vials ?? line.vials,
      transferId: decision.transferId ?? null,
      refusal: decision.refusal?.code ?? null,
    },
  })
}
