import { eq } from 'drizzle-orm'
import type { z } from 'zod'
import type { Actor } from '#domain/access.ts'
import { canonicalJson } from '#domain/canonical-json.ts'
import { compareText } from '#domain/ids.ts'
import { Problem } from '#domain/problem.ts'
import { isExcursion, judgeReception, stateAfter, type ReceivedLine } from '#domain/transfer.ts'
import type { Tx } from '#db/db.ts'
import { transferLine } from '#db/tables/stock.ts'
import { appendAudit } from '#features/accounts/audit.ts'
import type { Deps } from '#http/types.ts'
import { asPerson, type By } from './begin.ts'
import {
  loadBox,
  mayStart,
  openTransfer,
  transferMovement,
  updateTransfer,
  type OpenTransfer,
} from './change-transfer.ts'
import { holdLots, type LotFacts } from './lot-queries.ts'
import { postMovements } from './queries.ts'
import type { ReceptionBody } from './transfer-contract.ts'

type Body = z.output<typeof ReceptionBody>

/**
 * The receiver counts, looks at the vials and signs by name. What arrived as sent goes into the receiver's books at
 * once; what is missing, damaged or was out of its temperature stays in transit until it is decided, and both counts
 * are kept. A lot that nobody sent may be on the paper too.
 *
 * @throws Problem `not-found`, `transfer.wrong-receiver`, `transfer.wrong-state`, `transfer.lines-differ`,
 *   `transfer.damaged-over-received`, `transfer.note-required`, `request.stale`.
 */
export async function receiveTransfer(
  deps: Deps,
  actor: Actor,
  id: string,
  version: number,
  body: Body,
): Promise<void> {
  await asPerson(deps, actor, 'transfer.receive', async (tx, by) => {
    const opened = await openTransfer(tx, actor, 'transfer.receive', id, 'to')
    const { row, to, lines } = opened
    if (!mayStart('receive', row, version, isSame(opened, actor, body))) return
    requireEachLotOnce(opened, body)
    const lots = await holdLots(
      tx,
      body.lines.map((line) => line.lotId),
    )
    const judged = judgeLines(opened, body, lots)
    const differences = [...new Set(judged.flatMap((line) => line.differences))]
    if (differences.length > 0 && body.note === '')
      throw new Problem('transfer.note-required', { differences })

    const box = await loadBox(tx, id)
    const arrivals = judged
      .filter((line) => line.arriving > 0)
      .map((line) =>
        transferMovement(by, id, lots.get(line.lotId)!, {
          kind: 'arrival',
          from: box,
          to,
          vials: line.arriving,
        }),
      )
    await postMovements(tx, arrivals)
    for (const judgedLine of judged)
      await storeCount(tx, by, id, lines, body, judgedLine, lots.get(judgedLine.lotId)!)
    await updateTransfer(tx, id, {
      state: stateAfter('receive', differences.length > 0),
      receivedAt: by.at,
      receivedBy: by.accountId,
      signedBy: body.signedBy,
      receivedTenths: body.temperatureTenths,
      temperatureMin: body.loggerMinTenths,
      temperatureMax: body.loggerMaxTenths,
      receptionNote: body.note,
    })
    await appendAudit(tx, actor, by.at, {
      action: 'receiveTransfer',
      subjectKind: 'transfer',
      subjectId: id,
      placeId: to.placeId,
      detail: { lines: body.lines, differences },
    })
  })
}

function requireEachLotOnce({ lines }: OpenTransfer, body: Body): void {
  const counted = new Set(body.lines.map((line) => line.lotId))
  const sent = lines.filter((line) => (line.dispatchedVials ?? 0) > 0)
  if (counted.size < body.lines.length || !sent.every((line) => counted.has(line.lotId)))
    throw new Problem('transfer.lines-differ')
}

function judgeLines({ row, lines }: OpenTransfer, body: Body, lots: Map<string, LotFacts>): ReceivedLine[] {
  const seen = [row.dispatchedTenths, body.temperatureTenths, body.loggerMinTenths, body.loggerMaxTenths]
  const tenths = seen.filter((each) => each !== null)
  return body.lines.map(({ lotId, vials, damagedVials }) => {
    if (damagedVials > vials)
      throw new Problem('transfer.damaged-over-received', { lotId, damaged: damagedVials, received: vials })
    return judgeReception({
      lotId,
      dispatched: lines.find((line) => line.lotId === lotId)?.dispatchedVials ?? 0,
      received: vials,
      damaged: damagedVials,
      excursion: isExcursion(lots.get(lotId)!, tenths),
    })
  })
}

/** The receiver's count beside the sender's; a lot that nobody sent gets a line of its own. */
async function storeCount(
  tx: Tx,
  by: By,
  transferId: string,
  lines: OpenTransfer['lines'],
  body: Body,
  judged: ReceivedLine,
  facts: LotFacts,
): Promise<void> {
  const counted = body.lines.find((line) => line.lotId === judged.lotId)!
  const values = {
    receivedVials: counted.vials,
    receivedDoses: counted.vials * facts.dosesPerVial,
    damagedVials: counted.damagedVials,
    differences: judged.differences,
  }
  const line = lines.find((each) => each.lotId === judged.lotId)
  if (line !== undefined) {
    await tx.update(transferLine).set(values).where(eq(transferLine.id, line.id))
    return
  }
  await tx.insert(transferLine).values({
    ...values,
    id: by.newId(),
    transferId,
    lotId: judged.lotId,
    approvedDoses: 0,
    approvedVials: 0,
    dispatchedDoses: 0,
    dispatchedVials: 0,
  })
}

/** Is this what the same person sent before? Then it is a retry. */
function isSame({ row, lines }: OpenTransfer, actor: Actor, body: Body): boolean {
  const stored = {
    by: row.receivedBy,
    temperatures: [row.receivedTenths, row.temperatureMin, row.temperatureMax],
    words: [row.signedBy, row.receptionNote],
    lines: lines
      .filter((line) => line.receivedVials !== null)
      .map((line) => [line.lotId, line.receivedVials, line.damagedVials]),
  }
  const asked = {
    by: actor.accountId,
    temperatures: [body.temperatureTenths, body.loggerMinTenths, body.loggerMaxTenths],
    words: [body.signedBy, body.note],
    lines: body.lines
      .toSorted((a, b) => compareText(a.lotId, b.lotId))
      .map((line) => [line.lotId, line.vials, line.damagedVials]),
  }
  return canonicalJson(stored) === canonicalJson(asked)
}
