import { eq } from 'drizzle-orm'
import type { z } from 'zod'
import type { Actor } from '#domain/access.ts'
import { localDateAt } from '#domain/dates.ts'
import { Problem } from '#domain/problem.ts'
import type { CorrectableFields } from '#domain/vaccination/changes.ts'
import { person } from '#db/tables/registrants.ts'
import { lot } from '#db/tables/stock.ts'
import { inScope, type Tx } from '#db/db.ts'
import type { Deps } from '#http/types.ts'
import type * as contract from './correction-contract.ts'
import { deskScope, findChangedDose, readChangedDose } from './dose-change.ts'
import type { RestoredDose } from './review-contract.ts'
import type { Offered } from './set-writer/types.ts'
import { setWriterOf } from './the-writer.ts'

type Body = z.output<typeof contract.AmendDose>
type Fields = Partial<CorrectableFields>

/**
 * Takes a recorded dose back, or corrects it, long after its session: what the site's own phones may do within their shift.
 * A fact of its own; the people concerned are judged again. Safe to send again under the same id.
 *
 * @throws Problem `not-found`, `conflict`, `dose.nothing-to-correct`, `report.day-ahead`.
 */
export async function amendDose(
  deps: Deps,
  actor: Actor,
  doseId: string,
  body: Body,
): Promise<z.output<typeof RestoredDose>> {
  const { id, act, reason } = body
  const at = deps.clock().toISOString()
  const found = await inScope(deps.db, deskScope(actor), async (tx) => ({
    ...(await findChangedDose(tx, doseId, id)),
    fields: await readFields(tx, deps, body),
  }))
  const { personId, placeId, isDone, fields } = found
  if (!isDone) {
    const byId = actor.accountId
    const entry: Offered = {
      author: { accountId: byId, deviceId: actor.deviceId },
      entry: {
        id,
        kind: 'correction',
        deviceId: actor.deviceId,
        deviceSeq: null,
        capturedAt: at,
        clockOffsetMs: 0,
        personId,
        sessionId: null,
        doseId,
        fields,
        reason,
      },
    }
    await setWriterOf(deps).writeJob({
      ...(act === 'void'
        ? { changes: [{ id, doseId, kind: 'void', reason, byId, at }] }
        : // Let in by whoever may decide reviews, as an entry that waited.
          { entries: [entry], releasedIds: new Set([id]) }),
      personIds: fields.personId === undefined ? [] : [fields.personId],
      actorId: byId,
      auditFacts: [
        {
          action: 'amendDose',
          subjectKind: 'person',
          subjectId: personId,
          placeId,
          detail: { doseId, changeId: id, act, fields: Object.keys(fields) },
        },
      ],
    })
  }
  return readChangedDose(deps, actor, doseId)
}

/** Another lot brings its vaccine; a day ahead, or a person outside the scope, is refused. */
async function readFields(tx: Tx, deps: Deps, { act, fields }: Body): Promise<Fields> {
  if (act === 'void') return {}
  const { lotId, givenOn, statedStep, personId } = fields
  const read: Fields = {
    ...(lotId === undefined ? {} : { lotId, productId: await productOf(tx, lotId) }),
    ...(givenOn === undefined ? {} : { givenOn }),
    ...(statedStep === undefined ? {} : { statedStep }),
    ...(personId === undefined ? {} : { personId: await keptPerson(tx, personId) }),
  }
  if (Object.keys(read).length === 0) throw new Problem('dose.nothing-to-correct')
  const today = localDateAt(deps.clock(), deps.authority.timeZone)
  if (givenOn !== undefined && givenOn > today) throw new Problem('report.day-ahead', { on: givenOn })
  return read
}

async function productOf(tx: Tx, lotId: string): Promise<string> {
  const [row] = await tx.select({ productId: lot.productId }).from(lot).where(eq(lot.id, lotId))
  if (row === undefined) throw new Problem('not-found')
  return row.productId
}

async function keptPerson(tx: Tx, id: string): Promise<string> {
  const [row] = await tx.select({ keptId: person.canonicalId }).from(person).where(eq(person.id, id))
  if (row === undefined) throw new Problem('not-found')
  return row.keptId
}
