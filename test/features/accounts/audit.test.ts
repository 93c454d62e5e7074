import type { Client } from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { overPool, transact } from '#db/db.ts'
import { appendAudit, chainHash } from '#features/accounts/audit.ts'
import { anchorAudit, verifyAudit, type Anchor } from '#features/accounts/verify-audit.ts'
import { createTestApp, type TestApp } from '../../support/app.ts'
import { NOW } from '../../support/world.ts'
import { asSuperuser } from './support.ts'

let ground: TestApp
beforeAll(async () => {
  ground = await createTestApp()
  // Enough for every lane that is taken to have several rows.
  for (let i = 0; i < 200; i++) await append(i)
})
afterAll(() => ground.close())

const subjectId = '0f000000-0000-4000-8000-00000000000a'

async function append(number: number): Promise<void> {
  const { accountId } = ground.world.accounts.admin
  const fact = { action: 'test', subjectKind: 'account', subjectId, detail: { number } }
  await transact(ground.deps.db, (tx) => appendAudit(tx, { accountId, deviceId: null }, NOW, fact))
}

const verify = (kept: Anchor[] = []) => verifyAudit(overPool(ground.database.report), kept)

/** What a superuser can do: triggers off, then anything, then as it was. */
async function tampered(change: (client: Client) => Promise<void>, look: () => Promise<void>): Promise<void> {
  await asSuperuser(ground, async (client) => {
    await client.query('CREATE TEMP TABLE kept AS TABLE audit_entry')
    await client.query('CREATE TEMP TABLE kept_lane AS TABLE audit_lane')
    await client.query('CREATE TEMP TABLE kept_anchor AS TABLE audit_anchor')
    await client.query('SET session_replication_role = replica')
    try {
      await change(client)
      await look()
    } finally {
      await client.query('DELETE FROM audit_entry; INSERT INTO audit_entry TABLE kept')
      await client.query('DELETE FROM audit_lane; INSERT INTO audit_lane TABLE kept_lane')
      await client.query('DELETE FROM audit_anchor; INSERT INTO audit_anchor TABLE kept_anchor')
    }
  })
}

async function aLane(client: Client): Promise<{ lane: number; seq: number }> {
  const { rows } = await client.query<{ lane: number; seq: number }>(
    'SELECT lane, max(seq)::int AS seq FROM audit_entry GROUP BY lane HAVING max(seq) >= 5 ORDER BY 2 DESC LIMIT 1',
  )
  return rows[0]!
}

/** The whole lane from this row on hashed again, head included: what a careful forger does. */
async function rebuild(client: Client, lane: number): Promise<void> {
  const { rows } = await client.query<{
    seq: number
    at: Date
    actor_id: string
    device_id: null
    action: string
    subject_kind: string
    subject_id: string
    place_id: null
    detail: string
  }>('SELECT * FROM audit_entry WHERE lane = $1 ORDER BY seq', [lane])
  let head: Buffer = Buffer.alloc(32)
  for (const row of rows) {
    const { seq } = row
    const fact = {
      lane,
      seq,
      at: row.at,
      actorId: row.actor_id,
      deviceId: row.device_id,
      action: row.action,
      subjectKind: row.subject_kind,
      subjectId: row.subject_id,
      placeId: row.place_id,
    }
    head = chainHash(head, fact, row.detail)
    await client.query('UPDATE audit_entry SET hash = $3 WHERE lane = $1 AND seq = $2', [lane, seq, head])
  }
  await client.query('UPDATE audit_lane SET head = $2 WHERE id = $1', [lane, head])
}

describe('verify', () => {
  test('finds an honest audit whole', async () => {
    const verdict = await verify()
    expect(verdict.broken).toEqual([])
    expect(verdict.rows).toBeGreaterThanOrEqual(200)
  })

  test.each([
    ['detail', `detail = '{"number":-1}'`],
    ['actor', 'actor_id = subject_id'],
    ['time', "at = at + interval '1 second'"],
    ['action', "action = 'other'"],
  ])('names the very row whose %s a superuser changed', async (_what, change) => {
    await tampered(
      async (client) => {
        const { lane } = await aLane(client)
        await client.query(`UPDATE audit_entry SET ${change} WHERE lane = $1 AND seq = 3`, [lane])
      },
      async () => {
        const { broken } = await verify()
        expect(broken).toHaveLength(1)
        expect(broken[0]).toMatchObject({ seq: 3, why: 'changed' })
      },
    )
    expect((await verify()).broken).toEqual([])
  })

  test('names the place of a row that was taken out, in the middle or at the end', async () => {
    await tampered(
      async (client) => {
        const { lane } = await aLane(client)
        await client.query('DELETE FROM audit_entry WHERE lane = $1 AND seq = 2', [lane])
      },
      async () => expect((await verify()).broken).toMatchObject([{ seq: 2, why: 'missing' }]),
    )
    let last = 0
    await tampered(
      async (client) => {
        const { lane, seq } = await aLane(client)
        last = seq
        await client.query('DELETE FROM audit_entry WHERE lane = $1 AND seq = $2', [lane, seq])
      },
      async () => expect((await verify()).broken).toMatchObject([{ seq: last, why: 'head' }]),
    )
  })

  test('a chain rebuilt as a whole is whole, until an anchor is asked', async () => {
    const forge = async (client: Client) => {
      const { lane } = await aLane(client)
      await client.query(`UPDATE audit_entry SET detail = '{}' WHERE lane = $1 AND seq = 3`, [lane])
      await rebuild(client, lane)
    }
    await tampered(forge, async () => expect((await verify()).broken).toEqual([]))
    const anchor = await anchorAudit(ground.deps, ground.deps.authority.timeZone)
    expect(anchor.on).toBe('2021-10-17')
    await append(1000)
    expect(await verify([anchor])).toMatchObject({ broken: [], anchors: 2 })
    await tampered(forge, async () => expect((await verify()).broken).toMatchObject([{ why: 'anchor' }]))
    // Who rewrites the stored anchors too is caught by the line that was kept elsewhere.
    const all = async (client: Client) => {
      await forge(client)
      await client.query('DELETE FROM audit_anchor')
    }
    await tampered(all, async () => {
      expect((await verify()).broken).toEqual([])
      expect((await verify([anchor])).broken).toMatchObject([{ why: 'anchor' }])
    })
    expect((await verify([anchor])).broken).toEqual([])
  })
})

describe('reading the audit', () => {
  test('is for those who may, newest first, page by page without a gap', async () => {
    const { accounts } = ground.world
    expect((await ground.as(accounts.wardOfficial, 'GET', '/v1/audit')).status).toBe(403)
    const seen: number[] = []
    let cursor = ''
    do {
      const page = await ground.as(
        accounts.supervisor,
        'GET',
        `/v1/audit?subjectId=${subjectId}&limit=60${cursor}`,
      )
      expect(page.status).toBe(200)
      const items = page.body['items'] as { detail: { number: number }; actorName: string; hash: string }[]
      expect(items[0]).toMatchObject({
        actorName: 'Cán bộ admin',
        hash: expect.stringMatching(/^[0-9a-f]{64}$/),
      })
      seen.push(...items.map((item) => item.detail.number))
      const next = page.body['nextCursor'] as string | null
      cursor = next === null ? '' : `&cursor=${next}`
    } while (cursor !== '')
    expect(new Set(seen)).toEqual(new Set([...Array(200).keys(), 1000]))
    expect(seen).toHaveLength(201)
  })

  test('a span without an id is a day unless said otherwise', async () => {
    const { supervisor } = ground.world.accounts
    const day = await ground.as(supervisor, 'GET', '/v1/audit?action=test&limit=200')
    expect((day.body['items'] as unknown[]).length).toBe(200)
    const before = await ground.as(supervisor, 'GET', '/v1/audit?until=2021-10-16T00:00:00Z')
    expect(before.body['items']).toEqual([])
    const wrong = await ground.as(supervisor, 'GET', '/v1/audit?cursor=WzEsMiwzXQ')
    expect(wrong).toMatchObject({ status: 400, body: { code: 'request.invalid' } })
  })
})
