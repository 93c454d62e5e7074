import { eq } from 'drizzle-orm'
import type { z } from 'zod'
import { reaches, roleMay, type Actor } from '#domain/access.ts'
import { canonicalJson } from '#domain/canonical-json.ts'
import { mayAsk, namesDose, type CorrectionOwner } from '#domain/correction.ts'
import { Problem } from '#domain/problem.ts'
import { correctionRequest } from '#db/tables/corrections.ts'
import { inScope, type Tx } from '#db/db.ts'
import { appendAudit } from '#features/accounts/audit.ts'
import { scopeOf } from '#http/access.ts'
import type { Deps } from '#http/types.ts'
import type * as contract from './correction-contract.ts'
import { loadCorrection, selectCorrections, type Correction } from './correction-queries.ts'

type Body = z.output<typeof contract.AskCorrection>
export type Said = { wrong: string; shouldBe: string; evidence: string }

/**
 * Asks that a record be put right by whoever may do it. Safe to send again under the same id.
 *
 * @throws Problem `not-found`, `correction.own-to-do`, `correction.dose-unknown`, `correction.asked-already`, `conflict`.
 */
export async function askCorrection(
  deps: Deps,
  actor: Actor,
  personId: string,
  body: Body,
): Promise<{ correction: Correction; isNew: boolean }> {
  const now = deps.clock()
  const { accountId } = actor
  const today = { now, timeZone: deps.authority.timeZone }
  const { id, subject, voice, wrong, shouldBe, evidence, photo } = body
  const said: Said = { wrong, shouldBe, evidence }
  const doseId = body.doseId ?? null
  return inScope(deps.db, { ...scopeOf(actor, 'correction.ask'), accountId }, async (tx) => {
    const person = await lockPerson(tx, personId)
    const [same] = await tx.select().from(correctionRequest).where(eq(correctionRequest.id, id))
    if (same !== undefined) {
      const before = openSaid(deps, same.said)
      const stored = [
        same.personId,
        same.subject,
        same.doseId,
        same.voice,
        before,
        openPhoto(deps, same.photo),
      ]
      const asked = [person.id, subject, doseId, voice, said, photo ?? null]
      if (canonicalJson(stored) !== canonicalJson(asked)) throw new Problem('conflict')
      return { correction: (await loadCorrection(tx, today, id)).correction, isNew: false }
    }
    if (!mayAsk(subject, officesOf(actor, person.wardId))) throw new Problem('correction.own-to-do')
    if (namesDose(subject) !== (doseId !== null)) throw new Problem('correction.dose-unknown')
    if (doseId !== null) await requireDoseOf(tx, person.id, doseId)
    await requireNotAsked(tx, today, person.id, { subject, doseId })
    const sealed = deps.sealer.seal(JSON.stringify(said))
    await tx.insert(correctionRequest).values({
      id,
      personId: person.id,
      subject,
      doseId,
      said: sealed,
      photo: photo === undefined ? null : deps.sealer.seal(Buffer.from(photo, 'base64')),
      voice,
      askedAt: now,
      askedBy: accountId,
    })
    await appendAudit(tx, actor, now, {
      action: 'askCorrection',
      subjectKind: 'person',
      subjectId: person.id,
      placeId: person.wardId,
      detail: { requestId: id, subject, doseId, voice, photo: photo !== undefined },
    })
    return { correction: (await loadCorrection(tx, today, id)).correction, isNew: true }
  })
}

export function openSaid(deps: Pick<Deps, 'sealer'>, sealed: Buffer): Said {
  const { wrong, shouldBe, evidence } = JSON.parse(deps.sealer.open(sealed).toString()) as Said
  return { wrong, shouldBe, evidence }
}

export function openReason(deps: Pick<Deps, 'sealer'>, sealed: Buffer | null): string {
  return sealed === null ? '' : deps.sealer.open(sealed).toString()
}

/** As it was sent. */
export function openPhoto(deps: Pick<Deps, 'sealer'>, sealed: Buffer | null): string | null {
  return sealed === null ? null : deps.sealer.open(sealed).toString('base64')
}

/** As what the actor answers requests about people of this ward: those who decide reviews are the centre. */
export function officesOf(actor: Actor, wardId: string): CorrectionOwner[] {
  const here = actor.grants.filter(
    ({ role, reach }) => roleMay(role, 'correction.answer') && reaches(reach, { wardId }),
  )
  return [...new Set(here.map(({ role }) => (roleMay(role, 'review.decide') ? 'centre' : 'ward')))]
}

/** The person that is kept; two who ask the same at once ask one after the other. */
async function lockPerson(tx: Tx, id: string): Promise<{ id: string; wardId: string }> {
  const { rows } = await tx.$client.query<{ id: string; wardId: string }>(
    `SELECT p.id, p.ward_id AS "wardId", pg_advisory_xact_lock(hashtextextended('correction ' || p.id, 0))
     FROM person s JOIN person p ON p.id = s.canonical_id WHERE s.id = $1 AND p.living <> 'withdrawn'`,
    [id],
  )
  const row = rows[0]
  if (row === undefined) throw new Problem('not-found')
  return { id: row.id, wardId: row.wardId }
}

async function requireDoseOf(tx: Tx, personId: string, doseId: string): Promise<void> {
  const { rows } = await tx.$client.query(
    'SELECT FROM dose_standing WHERE dose_id = $1 AND person_id = $2 AND day_rank IS NOT NULL',
    [doseId, personId],
  )
  if (rows.length === 0) throw new Problem('correction.dose-unknown')
}

async function requireNotAsked(
  tx: Tx,
  today: Parameters<typeof selectCorrections>[1],
  personId: string,
  { subject, doseId }: Pick<Correction, 'subject'> & { doseId: string | null },
): Promise<void> {
  const filter = { state: 'waiting' as const, overdue: false, personId }
  const waiting = await selectCorrections(tx, today, filter, { limit: 200, after: null })
  const twin = waiting.find((one) => one.subject === subject && (one.dose?.id ?? null) === doseId)
  if (twin !== undefined) throw new Problem('correction.asked-already', { requestId: twin.id })
}
