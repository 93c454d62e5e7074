import type { z } from 'zod'
import type { Actor } from '#domain/access.ts'
import { Problem } from '#domain/problem.ts'
import { screeningFormHead } from '#domain/screening-form.ts'
import type { Tx } from '#db/db.ts'
import { appendAudit } from '#features/accounts/audit.ts'
import { findPerson } from '#features/registrants/person-queries.ts'
import type { Deps } from '#http/types.ts'
import { inSession } from './in-session.ts'
import { loadCards } from './load-cards.ts'
import type * as contract from './visit-contract.ts'

type Form = z.infer<typeof contract.ScreeningForm>

/** What the printed consent and screening forms of a person need, with the newest answers. @throws Problem `not-found`. */
export async function readScreeningForm(
  deps: Deps,
  actor: Actor,
  sessionId: string,
  personId: string,
): Promise<Form> {
  return inSession(deps, actor, 'person.read', sessionId, async (tx, session) => {
    const [card] = await loadCards(deps, tx, session, [personId])
    const person = card === undefined ? null : await findPerson(tx, card.person.id)
    if (card === undefined || person === null) throw new Problem('not-found')
    const answers = await selectAnswers(tx, sessionId, card.person.id)
    await appendAudit(tx, actor, deps.clock(), {
      action: 'readScreeningForm',
      subjectKind: 'person',
      subjectId: card.person.id,
      placeId: session.wardId,
      detail: { sessionId },
    })
    return {
      ...screeningFormHead(),
      card,
      address: person.address,
      phone: person.phone,
      ...answers,
      sessionOn: session.sessionOn,
    }
  })
}

type Answers = Pick<Form, 'consent' | 'screening' | 'siteName'>

async function selectAnswers(tx: Tx, sessionId: string, personId: string): Promise<Answers> {
  const ids = 'SELECT id FROM person WHERE canonical_id = $2 OR id = $2'
  const { rows } = await tx.$client.query<Answers>(
    `SELECT i.name AS "siteName",
       (SELECT json_build_object('agreed', c.agreed, 'by', c.given_by, 'guardianName', c.guardian_name,
          'guardianRelation', c.guardian_relation, 'at', c.at)
        FROM consent c WHERE c.session_id = $1 AND c.person_id IN (${ids}) ORDER BY c.at DESC, c.id DESC LIMIT 1) AS consent,
       (SELECT json_build_object('outcome', x.outcome, 'findings', x.findings, 'vitals', x.vitals,
          'examinerName', x.examiner_name, 'note', x.note, 'at', x.at)
        FROM screening x WHERE x.session_id = $1 AND x.person_id IN (${ids}) ORDER BY x.at DESC, x.id DESC LIMIT 1) AS screening
     FROM session s JOIN site i ON i.id = s.site_id WHERE s.id = $1`,
    [sessionId, personId],
  )
  return rows[0]!
}
