import { randomUUID } from 'node:crypto'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { checkRebuild } from '#features/doses/rebuild.ts'
import { setWriterOf } from '#features/doses/the-writer.ts'
import { NOW } from '../../support/world.ts'
import { createDoseGround, withId, type DoseGround } from './ground.ts'

let ground: DoseGround
beforeAll(async () => {
  ground = await createDoseGround()
})
afterAll(() => ground.close())
afterEach(async () => {
  await setWriterOf(ground.deps).idle()
  ground.setNow(NOW)
  expect(await checkRebuild(ground.database.writer)).toEqual([])
})

const minutes = (count: number) => new Date(NOW.getTime() + count * 60_000).toISOString()
type Receipt = { id: string; outcome: string; stored: string; reason: string | null; flags: string[] }
const receiptsOf = (answer: { body: Record<string, unknown> }) => answer.body['receipts'] as Receipt[]

describe('one entry', () => {
  test('a dose after its check-in is accepted and counts as the first', async () => {
    const personId = await ground.world.addPerson()
    const checkedIn = await ground.put(ground.checkInBody(personId))
    expect(checkedIn).toMatchObject({ status: 201, body: { outcome: 'accepted', flags: [] } })
    const id = randomUUID()
    const answer = await ground.put(ground.doseBody(personId, { reason: '' }), undefined, id)
    expect(answer).toMatchObject({ status: 201, body: { id, outcome: 'accepted', stored: 'accepted' } })
    expect(await ground.standings(personId)).toEqual([{ id, rank: 0, step: 'primary-1', flags: [] }])
  })

  test('sent again it is answered as the first time, and nothing is stored twice', async () => {
    const personId = await ground.world.addPerson()
    const id = randomUUID()
    const body = ground.doseBody(personId, { reason: '' })
    const first = await ground.put(body, undefined, id)
    expect(first.body).toMatchObject({ outcome: 'needs_review', flags: ['no-check-in'] })
    ground.setNow(minutes(5))
    const again = await ground.put({ ...body, clockOffsetMs: 900 }, undefined, id)
    expect(again.status).toBe(200)
    expect(again.body).toEqual({ ...first.body, outcome: 'duplicate' })
    expect(await ground.standings(personId)).toHaveLength(1)
  })

  test('another content under a used id is refused, the first stands and the attempt is audited', async () => {
    const personId = await ground.world.addPerson()
    const id = randomUUID()
    await ground.put(ground.doseBody(personId), undefined, id)
    const answer = await ground.put(ground.doseBody(personId, { arm: 'left' }), undefined, id)
    expect(answer).toMatchObject({ status: 422, body: { code: 'entry.conflict', facts: { id } } })
    const audit = await ground.rows<{ detail: string }>(
      `SELECT detail FROM audit_entry WHERE detail LIKE '%' || $1 || '%' ORDER BY lane, seq`,
      [id],
    )
    expect(audit.map(({ detail }) => (JSON.parse(detail) as { outcome: string }).outcome)).toEqual([
      'accepted',
      'conflict',
    ])
  })

  test('an author without the right is not refused: it waits in quarantine, sealed, until somebody lets it in', async () => {
    const personId = await ground.world.addPerson({ name: 'Trần Bí Mật' })
    const id = randomUUID()
    const answer = await ground.put(ground.doseBody(personId), ground.world.accounts.scanner, id)
    expect(answer).toMatchObject({
      status: 202,
      body: { outcome: 'quarantined', reason: 'author-not-allowed' },
    })
    expect(await ground.standings(personId)).toEqual([])
    const [held] = await ground.rows<{ text: string }>(
      `SELECT encode(payload, 'escape') AS text FROM quarantine WHERE receipt_id = $1`,
      [id],
    )
    expect(held!.text).not.toContain(personId)
    expect(await ground.rows('SELECT state FROM review_item WHERE subject_key = $1', [id])).toEqual([
      { state: 'open' },
    ])
  })

  test.each([
    ['an unknown lot', { lot: { code: 'XX 99/1', expiresOn: null } }, 'unknown-lot', 'unknown-lot'],
    ['a date to come', { givenAt: '2021-10-19T02:00:00.000Z' }, 'future-date', 'date'],
    ['a phone whose clock is wrong', { clockOffsetMs: 11 * 60_000 }, 'clock', 'clock'],
    ['a step that is not the computed one', { statedStep: 'booster-1' }, 'history-unknown', 'stated-step'],
  ])('%s is stored, flagged and asked about', async (_name, more, flag, kind) => {
    const personId = await ground.world.addPerson()
    const id = randomUUID()
    const answer = await ground.put(ground.doseBody(personId, more), undefined, id)
    expect(answer).toMatchObject({ status: 201, body: { outcome: 'needs_review' } })
    expect(answer.body['flags']).toContain(flag)
    const items = await ground.rows(`SELECT kind FROM review_item WHERE kind = $1 AND state = 'open'`, [kind])
    expect(items.length).toBeGreaterThan(0)
  })

  test('a lot past its expiry on the day given is flagged', async () => {
    const lotId = randomUUID()
    await ground.rows(
      `INSERT INTO lot (id, product_id, code, code_folded, source, created_at) VALUES ($1, $2, 'OLD1', 'old1', 'received', $3)`,
      [lotId, ground.world.productId, NOW],
    )
    await ground.rows(
      `INSERT INTO lot_event (id, lot_id, kind, value_on, decided_on, at) VALUES ($1, $2, 'expiry', '2021-10-16', '2021-06-01', $3)`,
      [randomUUID(), lotId, '2021-06-01T00:00:00Z'],
    )
    const personId = await ground.world.addPerson()
    const answer = await ground.put(ground.doseBody(personId, { lot: { lotId } }))
    expect(answer.body).toMatchObject({ outcome: 'needs_review' })
    expect(answer.body['flags']).toEqual(expect.arrayContaining(['expired', 'stock-short']))
  })

  test('a lot is judged by its first thaw, until that one is withdrawn as a mistake', async () => {
    const lotId = randomUUID()
    await ground.rows(
      `INSERT INTO lot (id, product_id, code, code_folded, source, created_at) VALUES ($1, $2, 'THAW1', 'thaw1', 'received', $3)`,
      [lotId, ground.world.productId, NOW],
    )
    const decide = (event: { kind: string; valueOn?: string; withdrawsId?: string }, id = randomUUID()) =>
      ground.rows(
        `INSERT INTO lot_event (id, lot_id, kind, value_on, withdraws_id, decided_on, at)
         VALUES ($1, $2, $3, $4, $5, '2021-10-01', $6)`,
        [id, lotId, event.kind, event.valueOn ?? null, event.withdrawsId ?? null, ground.deps.clock()],
      )
    const first = randomUUID()
    await decide({ kind: 'expiry', valueOn: '2021-12-31' })
    await decide({ kind: 'thaw', valueOn: '2021-10-16' }, first)
    await decide({ kind: 'thaw', valueOn: '2021-11-16' })
    const flags = async () => {
      const answer = await ground.put(ground.doseBody(await ground.world.addPerson(), { lot: { lotId } }))
      return answer.body['flags']
    }
    expect(await flags()).toContain('expired')
    // What was recorded before is judged by what was known then.
    ground.setNow(new Date(NOW.getTime() + 1000))
    await decide({ kind: 'withdrawal', withdrawsId: first })
    expect(await flags()).not.toContain('expired')
  })

  test('a second dose too early is a fact: stored, counted and flagged', async () => {
    const personId = await ground.world.addPerson()
    await ground.put(ground.historyBody(personId, '2021-10-10'), ground.world.accounts.wardOfficial)
    const answer = await ground.put(ground.doseBody(personId))
    expect(answer.body).toMatchObject({ outcome: 'needs_review', flags: ['interval'] })
    expect((await ground.standings(personId)).map(({ step }) => step)).toEqual(['primary-1', 'primary-2'])
  })

  test('what is not in the body, is of the wrong kind or is too long is told with its place', async () => {
    const personId = await ground.world.addPerson()
    const bad = await ground.put(ground.doseBody(personId, { volumeMl: 'much' }))
    expect(bad).toMatchObject({ status: 400, body: { code: 'request.invalid' } })
    const none = await ground.put(ground.doseBody(personId, { lot: null }))
    expect(none).toMatchObject({ status: 400, body: { code: 'request.invalid' } })
  })

  test('who sent it may ask what became of it, a stranger may not', async () => {
    const personId = await ground.world.addPerson()
    const id = randomUUID()
    await ground.put(ground.doseBody(personId), undefined, id)
    const { accounts } = ground.world
    const own = await ground.as(accounts.dataEntry, 'GET', `/v1/entries/${id}`)
    expect(own).toMatchObject({ status: 200, body: { id, kind: 'dose', stored: 'accepted', personId } })
    expect((await ground.as(accounts.dataEntryB, 'GET', `/v1/entries/${id}`)).status).toBe(404)
  })
})

describe('many at once', () => {
  test('ten parallel sends of one id are stored once, fifty times over', async () => {
    for (let round = 0; round < 50; round++) {
      const personId = await ground.world.addPerson()
      const id = randomUUID()
      const body = ground.doseBody(personId)
      const answers = await Promise.all(Array.from({ length: 10 }, () => ground.put(body, undefined, id)))
      const outcomes = answers.map(({ body }) => String(body['outcome'])).toSorted()
      expect(outcomes).toEqual(['accepted', ...Array.from({ length: 9 }, () => 'duplicate')])
      expect(await ground.standings(personId)).toHaveLength(1)
    }
  }, 60_000)

  test('two writers at once, on one person and one id, agree', async () => {
    const { createSetWriter } = await import('#features/doses/set-writer/set-writer.ts')
    const other = createSetWriter(ground.deps)
    const own = setWriterOf(ground.deps)
    const { accountId } = ground.world.accounts.dataEntry
    const author = { accountId, deviceId: null }
    const people = await Promise.all([1, 2, 3].map(() => ground.world.addPerson()))
    for (let round = 0; round < 10; round++) {
      const entries = people.map((personId) =>
        withId(ground.doseBody(personId, ground.envelope(minutes(round)))),
      )
      const offered = entries.map((entry) => ({
        entry: {
          ...entry,
          origin: 'site',
          source: 'administered',
          volumeMl: null,
          arm: '',
          place: '',
          vaccinatorName: '',
          givenOn: null,
        } as typeof entry,
        author,
      }))
      const [a, b] = await Promise.all([own.writeSet(offered), other.writeSet(offered.toReversed())])
      const outcomes = [...a, ...b].map(({ outcome }) => outcome)
      expect(outcomes.filter((outcome) => outcome === 'duplicate')).toHaveLength(3)
    }
    await other.close()
    for (const personId of people) {
      const ranks = (await ground.standings(personId)).map(({ rank }) => rank)
      expect(ranks).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9])
    }
  })

  test('a batch with three bad among a hundred: ninety-seven are stored, three say why', async () => {
    const { accounts, addPerson, sessions } = ground.world
    const people = await Promise.all(Array.from({ length: 97 }, () => addPerson()))
    const good = people.map((personId) => withId(ground.doseBody(personId)))
    const bad = [
      withId(ground.doseBody(randomUUID())),
      withId(ground.doseBody(people[0]!, { sessionId: sessions.B })),
      withId(ground.doseBody(people[1]!, { productId: randomUUID() })),
    ]
    const entries = [...good.slice(0, 40), ...bad, ...good.slice(40)]
    const answer = await ground.sync(entries, accounts.dataEntry)
    expect(answer.status).toBe(200)
    const receipts = receiptsOf(answer)
    expect(receipts.map(({ id }) => id)).toEqual(entries.map((entry) => entry.id))
    const reasons = receipts.filter(({ stored }) => stored === 'quarantined').map(({ reason }) => reason)
    expect(reasons).toEqual(['person-unknown', 'author-not-allowed', 'product-unknown'])
    expect(receipts.filter(({ stored }) => stored !== 'quarantined')).toHaveLength(97)
  })

  test('the set fails on one entry: its neighbours are stored, and it is kept', async () => {
    const [a, b] = [await ground.world.addPerson(), await ground.world.addPerson()]
    const walkIn = {
      ...ground.envelope(),
      kind: 'walk-in',
      personId: randomUUID(),
      sessionId: ground.world.sessions.A,
      fullName: 'Lê Không Phường',
      bornOn: '1990-01-01',
      wardId: randomUUID(), // no such ward: the database refuses it
    }
    const answer = await ground.sync([withId(ground.doseBody(a)), withId(walkIn), withId(ground.doseBody(b))])
    expect(receiptsOf(answer).map(({ outcome, reason }) => reason ?? outcome)).toEqual([
      'accepted',
      'failed:23503',
      'accepted',
    ])
  })

  test('a walk-in, the check-in and the dose may come in any order, in one set', async () => {
    const personId = randomUUID()
    const { sessions, places } = ground.world
    const walkIn = withId({
      ...ground.envelope(),
      kind: 'walk-in',
      personId,
      sessionId: sessions.A,
      fullName: 'Phạm Vãng Lai',
      bornOn: '1975-06-01',
      wardId: places.wardA,
      identifiers: [{ kind: 'cccd', value: '046075000001' }],
    })
    const entries = [
      withId(ground.doseBody(personId, { reason: '' })),
      withId(ground.checkInBody(personId)),
      walkIn,
    ]
    const receipts = receiptsOf(await ground.sync(entries))
    expect(receipts.map(({ outcome, flags }) => [outcome, flags])).toEqual([
      ['accepted', []],
      ['accepted', []],
      ['accepted', []],
    ])
    expect(await ground.standings(personId)).toMatchObject([{ step: 'primary-1' }])
  })

  test('what waited for a person comes in by itself when the person arrives', async () => {
    const personId = randomUUID()
    const doseId = randomUUID()
    const { sessions, places } = ground.world
    const dose = await ground.put(ground.doseBody(personId), undefined, doseId)
    expect(dose.body).toMatchObject({ outcome: 'quarantined', reason: 'person-unknown' })
    const undo = {
      ...ground.envelope(),
      kind: 'void',
      personId,
      sessionId: sessions.A,
      doseId,
      reason: 'Nhầm người',
    }
    expect((await ground.put(undo)).body).toMatchObject({ reason: 'person-unknown' })
    await ground.put({
      ...ground.envelope(),
      kind: 'walk-in',
      personId,
      sessionId: sessions.A,
      fullName: 'Võ Đến Sau',
      bornOn: '1966-02-03',
      wardId: places.wardA,
    })
    await setWriterOf(ground.deps).idle()
    expect(await ground.standings(personId)).toEqual([{ id: doseId, rank: null, step: null, flags: [] }])
    const again = await ground.put(ground.doseBody(personId), undefined, doseId)
    expect(again.body).toMatchObject({ outcome: 'duplicate', stored: 'accepted' })
  })
})

describe('what counts', () => {
  test('two phones on one person and day: both stored, one counted, one question, whichever came first', async () => {
    for (let round = 0; round < 50; round++) {
      const personId = await ground.world.addPerson()
      const early = withId(ground.doseBody(personId, { capturedAt: minutes(-30) }))
      const late = withId(ground.doseBody(personId, { capturedAt: minutes(-5) }))
      for (const entry of round % 2 === 0 ? [early, late] : [late, early]) {
        const { id, ...body } = entry
        await ground.put(body, undefined, id)
      }
      expect(await ground.standings(personId)).toMatchObject([
        { id: early.id, rank: 0, step: 'primary-1' },
        { id: late.id, rank: 1, step: null, flags: ['same-day'] },
      ])
      const items = await ground.rows(`SELECT state FROM review_item WHERE person_id = $1`, [personId])
      expect(items).toEqual([{ state: 'open' }])
    }
  }, 60_000)

  test('a dose that arrives late renumbers those after it', async () => {
    const personId = await ground.world.addPerson()
    const later = randomUUID()
    await ground.put(ground.doseBody(personId), undefined, later)
    await ground.put(ground.historyBody(personId, '2021-08-01'), ground.world.accounts.wardOfficial)
    expect(await ground.standings(personId)).toMatchObject([
      { step: 'primary-1' },
      { id: later, step: 'primary-2', flags: [] },
    ])
  })

  test('a session may give more than its books hold: the dose stands and one question is asked', async () => {
    const { sessions, sessionHolders, lotId, accounts, addPerson } = ground.world
    const people = await Promise.all(Array.from({ length: 122 }, () => addPerson({ ward: 'B' })))
    const [lot] = await ground.rows<{ code: string }>('SELECT code FROM lot WHERE id = $1', [lotId])
    // Every other one with the lot typed, not chosen.
    const typed = { lot: { code: lot!.code.toLowerCase(), expiresOn: null } }
    const entries = people.map((personId, index) =>
      withId(ground.doseBody(personId, { sessionId: sessions.B, ...(index % 2 === 0 ? typed : {}) })),
    )
    const receipts = receiptsOf(await ground.sync(entries, accounts.dataEntryB))
    expect(receipts.filter(({ flags }) => flags.includes('stock-short'))).toHaveLength(2)
    const balance = await ground.rows('SELECT doses FROM balance WHERE holder_id = $1 AND lot_id = $2', [
      sessionHolders.B,
      lotId,
    ])
    expect(balance).toEqual([{ doses: -2 }])
    const key = `${sessionHolders.B}/${lotId}`
    const items = () => ground.rows('SELECT state FROM review_item WHERE subject_key = $1', [key])
    expect(await items()).toEqual([{ state: 'open' }])
    for (const { id, personId } of entries.slice(0, 2)) {
      const undo = {
        ...ground.envelope(minutes(1)),
        kind: 'void',
        personId,
        sessionId: sessions.B,
        doseId: id,
      }
      await ground.put(undo, accounts.dataEntryB)
    }
    expect(await items()).toEqual([{ state: 'decided' }])
  })

  test('taken back within two minutes it needs no reason, later without one it is asked about', async () => {
    const personId = await ground.world.addPerson()
    const { sessions } = ground.world
    const [first, second] = [randomUUID(), randomUUID()]
    await ground.put(ground.doseBody(personId), undefined, first)
    await ground.put(ground.doseBody(personId), undefined, second)
    const undo = (doseId: string, at: string) =>
      ground.put({ ...ground.envelope(at), kind: 'void', personId, sessionId: sessions.A, doseId })
    expect((await undo(first, minutes(2))).body).toMatchObject({ outcome: 'accepted', flags: [] })
    expect((await undo(second, minutes(3))).body).toMatchObject({ flags: ['reason-missing'] })
    expect(await ground.standings(personId)).toMatchObject([{ rank: null }, { rank: null }])
  })

  test('a correction of the lot, the day, the person or the session moves what it counted for', async () => {
    const { sessions, accounts, addPerson, lotId, sessionHolders } = ground.world
    const [from, to] = [await addPerson(), await addPerson({ ward: 'C' })]
    const doseId = randomUUID()
    await ground.put(ground.doseBody(from), undefined, doseId)
    const before = await ground.rows<{ doses: number }>(
      'SELECT doses FROM balance WHERE holder_id = $1 AND lot_id = $2',
      [sessionHolders.A, lotId],
    )
    const correct = (fields: object, account = accounts.dataEntry) =>
      ground.put(
        {
          ...ground.envelope(minutes(9)),
          kind: 'correction',
          personId: from,
          sessionId: sessions.A,
          doseId,
          fields,
          reason: 'Ghi nhầm',
        },
        account,
      )
    expect((await correct({ personId: to })).body).toMatchObject({ outcome: 'accepted' })
    expect(await ground.standings(from)).toEqual([])
    expect(await ground.standings(to)).toMatchObject([{ id: doseId, step: 'primary-1' }])
    expect((await correct({ givenAt: '2021-10-16T03:00:00.000Z' })).body).toMatchObject({
      outcome: 'accepted',
    })
    const day = await ground.rows(`SELECT given_on FROM dose_standing WHERE dose_id = $1`, [doseId])
    expect(day).toEqual([{ given_on: '2021-10-16' }])
    // Who works at A has no right at B.
    expect((await correct({ sessionId: sessions.B })).body).toMatchObject({ reason: 'author-not-allowed' })
    const both = await ground.world.addAccount('data-entry', { placeId: ground.world.places.city })
    expect((await correct({ sessionId: sessions.B }, both)).body).toMatchObject({ stored: 'accepted' })
    const after = await ground.rows<{ doses: number }>(
      'SELECT doses FROM balance WHERE holder_id = $1 AND lot_id = $2',
      [sessionHolders.A, lotId],
    )
    expect(after[0]!.doses).toBe(before[0]!.doses + 1)
  })
})
