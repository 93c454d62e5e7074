import { randomUUID } from 'node:crypto'
import { createAccount } from '#features/accounts/create-account.ts'
import { makeSecret } from '#features/accounts/secret-hash.ts'
import { invitationTokenId, signInvitation, tokenHashOf } from '#features/registrants/invitation-token.ts'
import type { LocalDate } from '#domain/dates.ts'
import { openBenchGround, type BenchGround } from '../ground.ts'
import { benchId } from '../people.ts'
import { addOfficial } from '../ward-official.ts'

export const SESSION_ID = benchId(3, 0)
const CAMPAIGN_ID = benchId(12, 0)
/** Of the session's site: its people live here too. */
const WARD = 1

/** Somebody who was called to the session of today. */
export type Called = { id: string; fullName: string }
export type Volunteer = { accountId: string; signInName: string; secret: string }
export type SiteGround = Awaited<ReturnType<typeof openSiteGround>>

/** The city of the benches, with one site of it as on its day. */
export async function openSiteGround() {
  const ground = await openBenchGround({ sites: 1 })
  let people = 0

  /** Lays down people of the ward, each called to the session. */
  async function call(count: number): Promise<Called[]> {
    const called = Array.from({ length: count }, () => {
      people += 1
      return { id: randomUUID(), fullName: `Người Giả Định ${String(people).padStart(4, '0')}` }
    })
    const values = [called.map(({ id }) => id), called.map(({ fullName }) => fullName), benchId(1, WARD)]
    await ground.client.query(
      `INSERT INTO person (id, canonical_id, ward_id, full_name, full_name_folded, name_key, born_on, born_precision, sex, priority_code, created_at)
       SELECT id, id, $3, name, replace(name, 'Người Giả Định', 'nguoi gia dinh'), right(name, 4) || ' dinh gia nguoi', date '1984-02-03', 'day', 'unknown', 10, $4
       FROM unnest($1::uuid[], $2::text[]) AS p (id, name)`,
      [...values, new Date()],
    )
    await ground.client.query(
      `INSERT INTO session_person (session_id, person_id, ward_id, how, added_at)
       SELECT $1, id, $2, 'called', $3 FROM unnest($4::uuid[]) AS id`,
      [SESSION_ID, benchId(1, WARD), new Date(), values[0]],
    )
    return called
  }

  const official = await addOfficial(ground, WARD)
  return {
    ...ground,
    call,
    /** With the paper that the ward prints for each: what a camera reads. */
    invite: async (count: number): Promise<(Called & { paper: string })[]> => {
      const called = await call(count)
      await send(ground, official, 'POST', '/invitations', {
        campaignId: CAMPAIGN_ID,
        to: { personIds: called.map(({ id }) => id) },
      })
      const papers = await readPapers(ground, called)
      return called.map((one) => ({ ...one, paper: papers.get(one.id)! }))
    },
    /** Checked in, agreed and found fit, as other phones have recorded it. */
    clear: async (count: number): Promise<Called[]> => {
      const called = await call(count)
      for (const { id: personId } of called)
        for (const fact of [
          { kind: 'check-in', how: 'search' },
          { kind: 'consent', agreed: 'agreed' },
          { kind: 'screening', outcome: 'eligible' },
        ]) {
          const at = { personId, sessionId: SESSION_ID, capturedAt: new Date().toISOString() }
          await send(ground, ground.tokens[0]!, 'PUT', `/entries/${randomUUID()}`, { ...at, ...fact })
        }
      return called
    },
    addVolunteer: async (): Promise<Volunteer> => {
      const made = await createAccount(ground.deps, null, {
        signInName: 'tinh-nguyen-1',
        fullName: 'Tình nguyện viên giả định',
        secret: makeSecret('pin'),
        grants: [{ role: 'data-entry', sessionId: SESSION_ID }],
      })
      return made
    },
  }
}

async function send(
  { address }: BenchGround,
  token: string,
  method: string,
  path: string,
  body: object,
): Promise<void> {
  const answer = await fetch(`${address}/v1${path}`, {
    method,
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  })
  if (!answer.ok)
    throw new Error(`${method} ${path}: ${answer.status} ${(await answer.text()).slice(0, 300)}`)
}

/** By person. The service keeps a hash only: a paper is made again from what it names, and has to have that hash. */
async function readPapers({ client, deps }: BenchGround, called: readonly Called[]) {
  const { rows } = await client.query<{
    personId: string
    wardId: string
    issueNumber: number
    validFrom: LocalDate
    validTo: LocalDate
    hash: Buffer
  }>(
    `SELECT person_id AS "personId", ward_id AS "wardId", issue_number AS "issueNumber",
       valid_from::text AS "validFrom", valid_to::text AS "validTo", token_hash AS hash
     FROM invitation WHERE person_id = ANY ($1)`,
    [called.map(({ id }) => id)],
  )
  return new Map(
    rows.map(({ hash, ...issued }) => {
      const invitation = { ...issued, campaignId: CAMPAIGN_ID }
      if (!tokenHashOf(invitationTokenId(deps, invitation)).equals(hash))
        throw new Error('The service has issued another paper')
      return [issued.personId, signInvitation(deps, invitation)]
    }),
  )
}
