import { eq } from 'drizzle-orm'
import type { z } from 'zod'
import type { Actor } from '#domain/access.ts'
import { canonicalJson } from '#domain/canonical-json.ts'
import { compareText } from '#domain/ids.ts'
import { checkLotSeen, type LotCheck } from '#domain/lot-pack.ts'
import { Problem } from '#domain/problem.ts'
import { stateAfter } from '#domain/transfer.ts'
import type { Tx } from '#db/db.ts'
import { transferLine } from '#db/tables/stock.ts'
import { appendAudit } from '#features/accounts/audit.ts'
import type { Deps } from '#http/types.ts'
import { asPerson, type By } from './begin.ts'
import {
  mayStart,
  openTransfer,
  transferMovement,
  updateTransfer,
  type OpenTransfer,
} from './change-transfer.ts'
import { holdLots, requireUsable, type LotFacts } from './lot-queries.ts'
import { createHolder, lockBalances, postMovements, type MovementLine } from './queries.ts'
import { insertCount } from './record-count.ts'
import type { DispatchBody } from './transfer-contract.ts'

type Body = z.output<typeof DispatchBody>
type DispatchLine = Body['lines'][number]

/**
 * The sender counts the shelf, packs and hands over. The count is kept like any other; the vials leave the sender's
 * books for the transfer's own transit holder. Fewer than approved may be packed, never more; a lot that is scanned or
 * typed must be the one approved.
 *
 * @throws Problem `not-found`, `transfer.wrong-sender`, `transfer.wrong-state`, `transfer.lines-differ`,
 *   `transfer.over-approved`, `transfer.other-lot`, `transfer.nothing-packed`, `stock.reason-required`, `stock.lot-…`,
 *   `stock.insufficient`, `request.stale`.
 */
export async function dispatchTransfer(
  deps: Deps,
  actor: Actor,
  id: string,
  version: number,
  body: Body,
): Promise<void> {
  await asPerson(deps, actor, 'stock.move', async (tx, by) => {
    const opened = await openTransfer(tx, actor, 'stock.move', id, 'from')
    const { row, from, to, lines } = opened
    const pairs = matchLines(opened, body.lines)
    if (!mayStart('dispatch', row, version, isSame(opened, actor, body))) return
    if (body.lines.every((line) => line.vials === 0)) throw new Problem('transfer.nothing-packed')
    const lots = await holdLots(
      tx,
      lines.map((line) => line.lotId),
    )
    const box = await createHolder(tx, {
      id: by.newId(),
      kind: 'transit',
      placeId: to.placeId,
      siteId: to.siteId,
      transferId: id,
      createdAt: by.at,
    })
    const checks = new Map<string, LotCheck>()
    for (const { asked, approved } of pairs) {
      const facts = lots.get(asked.lotId)!
      const { vials, lotSeen } = asked
      if (vials > approved)
        throw new Problem('transfer.over-approved', {
          lotId: facts.id,
          lotCode: facts.code,
          approved,
          vials,
        })
      if (vials > 0) requireUsable(facts, by.onDay)
      if (lotSeen === '') continue
      const check = checkLotSeen(lotSeen, facts, by.onDay)
      if (check === null) throw new Problem('transfer.other-lot', { lotId: facts.id, lotCode: facts.code })
      checks.set(facts.id, check)
    }
    const counted = await countShelf(tx, by, opened, lots, body)
    const packed = body.lines
      .filter((line) => line.vials > 0)
      .map((line) =>
        transferMovement(by, id, lots.get(line.lotId)!, {
          kind: 'dispatch',
          from,
          to: box,
          vials: line.vials,
        }),
      )
    await postMovements(tx, [...counted, ...packed])
    await updateLines(tx, pairs, lots, checks)
    await updateTransfer(tx, id, {
      state: stateAfter('dispatch', false),
      dispatchedAt: by.at,
      dispatchedBy: by.accountId,
      handedOverBy: body.handedOverBy,
      carriedBy: body.carriedBy,
      dispatchedTenths: body.temperatureTenths,
      dispatchNote: body.note,
    })
    await appendAudit(tx, actor, by.at, {
      action: 'dispatchTransfer',
      subjectKind: 'transfer',
      subjectId: id,
      placeId: from.placeId,
      detail: { lines: body.lines },
    })
  })
}

type Pair = { lineId: string; asked: DispatchLine; approved: number }

/** Each lot of the transfer once, and no other. */
function matchLines({ lines }: OpenTransfer, asked: readonly DispatchLine[]): Pair[] {
  const approved = lines.filter((line) => line.approvedVials > 0)
  if (asked.length !== approved.length) throw new Problem('transfer.lines-differ')
  return approved.map((line) => {
    const found = asked.find((each) => each.lotId === line.lotId)
    if (found === undefined) throw new Problem('transfer.lines-differ')
    return { lineId: line.id, asked: found, approved: line.approvedVials }
  })
}

/** Is this what the same person sent before? Then it is a retry. */
function isSame({ row, lines }: OpenTransfer, actor: Actor, body: Body): boolean {
  const stored = {
    by: row.dispatchedBy,
    temperature: row.dispatchedTenths,
    words: [row.handedOverBy, row.carriedBy, row.dispatchNote],
    lines: lines.map((line) => [line.lotId, line.shelfVials, line.dispatchedVials]),
  }
  const asked = {
    by: actor.accountId,
    temperature: body.temperatureTenths,
    words: [body.handedOverBy, body.carriedBy, body.note],
    lines: body.lines
      .toSorted((a, b) => compareText(a.lotId, b.lotId))
      .map((line) => [line.lotId, line.shelfVials, line.vials]),
  }
  return canonicalJson(stored) === canonicalJson(asked)
}

/** Keeps the sender's counts. @throws Problem `stock.insufficient` when more is packed than stood on the shelf. */
async function countShelf(
  tx: Tx,
  by: By,
  { from }: OpenTransfer,
  lots: Map<string, LotFacts>,
  { lines, note }: Body,
): Promise<MovementLine[]> {
  const balances = await lockBalances(
    tx,
    lines.map((line) => ({ holder: from, lotId: line.lotId })),
  )
  const differences: MovementLine[] = []
  for (const { lotId, shelfVials, vials } of lines) {
    const facts = lots.get(lotId)!
    const countedDoses = shelfVials * facts.dosesPerVial
    if (vials > shelfVials)
      throw new Problem('stock.insufficient', {
        holderId: from.id,
        lotId,
        there: countedDoses,
        doses: vials * facts.dosesPerVial,
      })
    const line = await insertCount(tx, by, {
      id: by.newId(),
      holder: from,
      facts,
      countedDoses,
      bookDoses: balances.get(`${from.id} ${lotId}`) ?? 0,
      reason: note,
    })
    if (line !== null) differences.push(line)
  }
  return differences
}

async function updateLines(
  tx: Tx,
  pairs: readonly Pair[],
  lots: Map<string, LotFacts>,
  checks: ReadonlyMap<string, LotCheck>,
): Promise<void> {
  for (const { lineId, asked } of pairs)
    await tx
      .update(transferLine)
      .set({
        shelfVials: asked.shelfVials,
        dispatchedVials: asked.vials,
        dispatchedDoses: asked.vials * lots.get(asked.lotId)!.dosesPerVial,
        lotCheck: checks.get(asked.lotId) ?? '',
      })
      .where(eq(transferLine.id, lineId))
}
