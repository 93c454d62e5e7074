import type { LocalDate } from '#domain/dates.ts'
import { inEveryWard, type Tx } from '#db/db.ts'

// Whoever has come already stays on the session: what happened there is theirs.
const withdraw = `
  DELETE FROM session_person c USING session s
  WHERE c.session_id = s.id AND c.person_id IN (SELECT id FROM person WHERE canonical_id = $1) AND c.how IN ('planned', 'called')
    AND s.session_on >= $2 AND s.state IN ('planned', 'open')
    AND NOT EXISTS (SELECT 1 FROM check_in i WHERE i.session_id = c.session_id AND i.person_id = c.person_id)`

/**
 * Takes somebody who has died or left off the sessions to come, wherever they were called, so that their hour is free for
 * another one.
 *
 * @returns from how many sessions.
 */
export async function withdrawCalls(tx: Tx, personId: string, today: LocalDate): Promise<number> {
  // A ward that called somebody of another ward does not hear of the death, but must not wait for them either.
  return inEveryWard(tx, async () => (await tx.$client.query(withdraw, [personId, today])).rowCount ?? 0)
}
