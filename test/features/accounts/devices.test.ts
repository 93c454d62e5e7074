import { generateKeyPairSync, randomBytes, randomUUID, sign, type KeyObject } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { DEVICES_MAX, PACE } from '#domain/devices.ts'
import { uuidv7 } from '#domain/ids.ts'
import { announceRestore } from '#features/accounts/announce-restore.ts'
import { setWriterOf } from '#features/doses/the-writer.ts'
import type { EntryReceipt } from '#features/doses/set-writer/types.ts'
import type { TestAccount } from '../../support/world.ts'
import { NOW } from '../../support/world.ts'
import { createDoseGround, type DoseGround } from '../doses/ground.ts'

let ground: DoseGround
beforeAll(async () => {
  ground = await createDoseGround()
})
afterAll(() => ground.close())
beforeEach(async () => {
  ground.setNow(NOW)
  // Phones of the tests before lie in a drawer: they are in nobody's way.
  await ground.rows(
    `UPDATE device SET first_seen_at = first_seen_at - interval '30 days', last_heartbeat_at = NULL`,
  )
})

type Phone = { id: string; privateKey: KeyObject; publicKey: string }

function makePhone(curve = 'prime256v1'): Phone {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: curve })
  const spki = publicKey.export({ format: 'der', type: 'spki' })
  return { id: randomUUID(), privateKey, publicKey: spki.toString('base64') }
}

const enrol = (
  { id, publicKey }: Phone,
  account: TestAccount,
  siteId: string | null = ground.world.sites.A,
) => ground.as(account, 'PUT', `/v1/devices/${id}`, { publicKey, siteId })

function signed({ id, privateKey }: Phone, purpose: string, content: object) {
  const payload = JSON.stringify(content)
  const text = Buffer.from(`muitiem\n${purpose}\n${id}\n${payload}`)
  const signature = sign('sha256', text, { key: privateKey, dsaEncoding: 'ieee-p1363' }).toString('base64')
  return { payload, signature }
}

/** Without any sign-in, as a phone does three days later. */
const send = (phone: Phone, entries: object[], by: Phone = phone, purpose = 'sync') =>
  ground.as(null, 'POST', `/v1/devices/${phone.id}/sync`, {
    ...signed({ ...by, id: phone.id }, purpose, { entries }),
  })

const receiptsOf = ({ body }: { body: Record<string, unknown> }) =>
  (body as unknown as { receipts: EntryReceipt[] }).receipts

let beats = 0
const beatBody = (phone: Phone, content: object) => {
  beats += 1
  return signed(phone, 'heartbeat', { beat: beats, ...content })
}
const beat = (phone: Phone, content: object) => sendBeat(phone, beatBody(phone, content))
const sendBeat = (phone: Phone, body: ReturnType<typeof signed>) =>
  ground.as(null, 'POST', `/v1/devices/${phone.id}/heartbeats`, body)

async function list(account: TestAccount, query = '') {
  const { body } = await ground.as(account, 'GET', `/v1/devices?limit=200${query}`)
  return (body as unknown as { items: { id: string; queueLength: number; lastHeartbeatAt: string | null }[] })
    .items
}

describe('a phone is enrolled', () => {
  test('once, by who works with it; the same again changes nothing', async () => {
    const { dataEntry } = ground.world.accounts
    const phone = makePhone()
    expect(await enrol(phone, dataEntry, null)).toMatchObject({
      status: 201,
      body: { accountId: dataEntry.accountId },
    })
    expect((await enrol(phone, dataEntry, null)).status).toBe(200)
  })

  test('and by nobody else under its id, nor with another key', async () => {
    const { dataEntry, screening } = ground.world.accounts
    const phone = makePhone()
    await enrol(phone, dataEntry, null)
    for (const [other, account] of [
      [phone, screening],
      [{ ...makePhone(), id: phone.id }, dataEntry],
    ] as const)
      expect(await enrol(other, account, null)).toMatchObject({ status: 409, body: { code: 'device.taken' } })
  })

  test('no more than five that are in use; one that is ended, or silent for two weeks, makes room', async () => {
    const { vaccinator } = ground.world.accounts
    const phones = Array.from({ length: DEVICES_MAX + 1 }, () => makePhone())
    for (const [at, phone] of phones.slice(0, DEVICES_MAX).entries()) {
      ground.setNow(new Date(NOW.getTime() + at * 60_000))
      expect((await enrol(phone, vaccinator, null)).status).toBe(201)
    }
    const last = phones.at(-1)!
    const refused = await enrol(last, vaccinator, null)
    expect(refused).toMatchObject({
      status: 409,
      body: {
        code: 'device.too-many',
        facts: { max: 5, deviceId: phones[0]!.id, lastHeardOn: '2021-10-17' },
      },
    })
    // Those that are enrolled stay at work.
    expect((await enrol(phones[1]!, vaccinator, null)).status).toBe(200)
    await ground.rows('UPDATE device SET ended_at = now() WHERE id = $1', [phones[0]!.id])
    const both = [makePhone(), last]
    const raced = await Promise.all(both.map((phone) => enrol(phone, vaccinator, null)))
    expect(new Set(raced.map(({ status }) => status))).toEqual(new Set([201, 409]))
    ground.setNow(new Date(NOW.getTime() + 15 * 86_400_000))
    const loser = both[raced.findIndex(({ status }) => status === 409)]!
    expect((await enrol(loser, vaccinator, null)).status).toBe(201)
  })

  test('with a key of the right kind, at a site within reach', async () => {
    const { siteLead } = ground.world.accounts
    const code = async (phone: Phone, siteId: string | null) =>
      (await enrol(phone, siteLead, siteId)).body.code
    expect(await code(makePhone('secp384r1'), null)).toBe('device.bad-key')
    expect(await code(makePhone('secp256k1'), null)).toBe('device.bad-key')
    expect(await code({ ...makePhone(), publicKey: Buffer.alloc(91).toString('base64') }, null)).toBe(
      'device.bad-key',
    )
    expect(await code(makePhone(), ground.world.sites.B)).toBe('not-found')
    expect(await code(makePhone(), ground.world.sites.A)).toBeUndefined()
  })
})

describe('what a phone has signed', () => {
  test('comes in without a sign-in, under who enrolled it; sent again it is a duplicate', async () => {
    const { dataEntry } = ground.world.accounts
    const phone = makePhone()
    await enrol(phone, dataEntry, null)
    ground.setNow(new Date(NOW.getTime() + 3 * 86_400_000))
    const personId = await ground.world.addPerson()
    const entry = { id: randomUUID(), ...ground.doseBody(personId), deviceId: phone.id, deviceSeq: 1 }
    const answer = await send(phone, [entry])
    expect(answer.status).toBe(200)
    expect(receiptsOf(answer)[0]).toMatchObject({ id: entry.id, stored: 'accepted' })
    expect(receiptsOf(await send(phone, [entry]))[0]).toMatchObject({
      outcome: 'duplicate',
      stored: 'accepted',
    })
    const [row] = await ground.rows('SELECT author_id, device_id FROM receipt WHERE id = $1', [entry.id])
    expect(row).toEqual({ author_id: dataEntry.accountId, device_id: phone.id })
  })

  test('is refused alike with another key, for another purpose, changed, or from a phone that nobody knows', async () => {
    const phone = makePhone()
    await enrol(phone, ground.world.accounts.dataEntry, null)
    const entries = [{ id: randomUUID(), ...ground.doseBody(await ground.world.addPerson()) }]
    const good = signed(phone, 'sync', { entries })
    const changed = {
      ...good,
      payload: good.payload.replace('"arm":', '"arm" :').replace('Ghi lại', 'Ghi lai'),
    }
    const answers = [
      await send(phone, entries, makePhone()),
      await send(phone, entries, phone, 'heartbeat'),
      await ground.as(null, 'POST', `/v1/devices/${phone.id}/sync`, changed),
      await ground.as(null, 'POST', `/v1/devices/${randomUUID()}/sync`, good),
    ]
    for (const { status, body } of answers) expect([status, body.code]).toEqual([401, 'device.unknown'])
    expect(await ground.rows('SELECT id FROM receipt WHERE id = $1', [entries[0]!.id])).toEqual([])
  })

  test('and says nothing that can be read is a request that is wrong', async () => {
    const phone = makePhone()
    await enrol(phone, ground.world.accounts.dataEntry, null)
    expect(await send(phone, [])).toMatchObject({ status: 400, body: { code: 'request.invalid' } })
    expect(await send(phone, [{ id: 'x' }])).toMatchObject({ status: 400, body: { code: 'request.invalid' } })
  })

  const ends: Record<string, string> = {
    'the rights ended': 'UPDATE access_grant SET valid_to = $1 WHERE account_id = $2',
    'the account was disabled': 'UPDATE account SET disabled_at = $1 WHERE id = $2',
  }
  test.each(Object.keys(ends))('before %s counts, after it waits: none is lost', async (what) => {
    const account = await ground.world.addAccount('data-entry', { sessionId: ground.world.sessions.A })
    const phone = makePhone()
    await enrol(phone, account, null)
    const end = new Date(NOW.getTime() + 60_000)
    await ground.rows(ends[what]!, [end, account.accountId])
    if (what === 'the rights ended')
      await ground.rows('UPDATE grant_reach SET valid_to = $1 WHERE account_id = $2', [
        end,
        account.accountId,
      ])
    ground.setNow(new Date(NOW.getTime() + 86_400_000))
    const at = async (minutes: number) => {
      const capturedAt = new Date(NOW.getTime() + minutes * 60_000).toISOString()
      return { id: randomUUID(), ...ground.doseBody(await ground.world.addPerson(), { capturedAt }) }
    }
    const receipts = receiptsOf(await send(phone, [await at(0), await at(2)]))
    expect(receipts.map(({ stored, reason }) => [stored, reason])).toEqual([
      ['accepted', null],
      ['quarantined', 'author-not-allowed'],
    ])
  })

  test('on a phone told lost is kept and waits for a person, also among entries of others', async () => {
    const { dataEntry, siteLead } = ground.world.accounts
    const phone = makePhone()
    await enrol(phone, dataEntry)
    await ground.rows('UPDATE device SET ended_at = $1 WHERE id = $2', [NOW, phone.id])
    const lost = { id: randomUUID(), ...ground.doseBody(await ground.world.addPerson()) }
    const others = await Promise.all(
      [1, 2, 3].map(async () => ({ id: randomUUID(), ...ground.doseBody(await ground.world.addPerson()) })),
    )
    const [held, ...sent] = await Promise.all([
      send(phone, [lost]),
      ...others.map((entry) => ground.sync([entry], siteLead)),
    ])
    expect(receiptsOf(held)[0]).toMatchObject({ stored: 'quarantined', reason: 'device-ended' })
    expect(sent.flatMap(receiptsOf).map(({ stored }) => stored)).toEqual(['accepted', 'accepted', 'accepted'])
    expect(
      await ground.rows('SELECT receipt_id AS id FROM quarantine WHERE receipt_id = $1', [lost.id]),
    ).toHaveLength(1)
  })

  test('on a phone told lost waits for a person also when whom it names arrives later', async () => {
    const { dataEntry, siteLead } = ground.world.accounts
    const phone = makePhone()
    await enrol(phone, dataEntry)
    await ground.rows('UPDATE device SET ended_at = $1 WHERE id = $2', [NOW, phone.id])
    const personId = randomUUID()
    const lost = { id: randomUUID(), ...ground.doseBody(personId) }
    expect(receiptsOf(await send(phone, [lost]))[0]).toMatchObject({ reason: 'device-ended' })
    const walkIn = {
      ...ground.checkInBody(personId),
      id: randomUUID(),
      kind: 'walk-in',
      how: undefined,
      fullName: 'Người Vãng Lai',
      bornOn: '1980-01-01',
      bornPrecision: 'day',
      sex: 'male',
      wardId: ground.world.places.wardA,
      groupId: null,
      phone: '',
      address: '',
      priorityCode: 9,
      identifiers: [],
    }
    expect(receiptsOf(await ground.sync([walkIn], siteLead))[0]).toMatchObject({ stored: 'accepted' })
    await setWriterOf(ground.deps).idle()
    expect(await ground.rows('SELECT id FROM dose WHERE id = $1', [lost.id])).toEqual([])
    expect(receiptsOf(await send(phone, [lost]))[0]).toMatchObject({ stored: 'quarantined' })
  })
})

describe('silent phones', () => {
  test('a heartbeat tells the queue, and hears the time and the timeline; a restore that was announced changes it', async () => {
    const { siteLead } = ground.world.accounts
    const phone = makePhone()
    await enrol(phone, siteLead)
    const phoneTime = new Date(NOW.getTime() + 7 * 60_000).toISOString()
    const first = await beat(phone, { queueLength: 37, lastSeq: 214, phoneTime })
    expect(first).toMatchObject({ status: 200, body: { serverTime: NOW.toISOString() } })
    expect((await list(siteLead)).find(({ id }) => id === phone.id)).toMatchObject({
      queueLength: 37,
      lastSeq: 214,
      clockOffsetMs: -7 * 60_000,
      lastHeartbeatAt: NOW.toISOString(),
    })
    const timelineId = await announceRestore(ground.deps)
    expect(first.body['timelineId']).not.toBe(timelineId)
    expect((await beat(phone, { queueLength: 0, phoneTime })).body['timelineId']).toBe(timelineId)
  })

  test('a heartbeat that is played again, or overtaken on its way, overwrites no newer one', async () => {
    const { siteLead } = ground.world.accounts
    const phone = makePhone()
    await enrol(phone, siteLead)
    const phoneTime = NOW.toISOString()
    const older = beatBody(phone, { queueLength: 0, phoneTime })
    // The phone's clock was set back meanwhile: the newer one says an earlier time.
    const newer = beatBody(phone, {
      queueLength: 12,
      phoneTime: new Date(NOW.getTime() - 3_600_000).toISOString(),
    })
    expect((await sendBeat(phone, newer)).status).toBe(200)
    ground.setNow(new Date(NOW.getTime() + 30 * 60_000))
    for (const body of [older, newer, older]) expect((await sendBeat(phone, body)).status).toBe(200)
    expect((await list(siteLead)).find(({ id }) => id === phone.id)).toMatchObject({
      queueLength: 12,
      lastHeartbeatAt: NOW.toISOString(),
    })
    ground.setNow(NOW)
  })

  test('one phone that has gone wild is slowed; another behind the same address is not', async () => {
    const { siteLead, scanner } = ground.world.accounts
    const [wild, calm] = [makePhone(), makePhone()]
    await enrol(wild, siteLead)
    await enrol(calm, scanner)
    const content = { queueLength: 0, phoneTime: NOW.toISOString() }
    const statuses = new Set<number>()
    for (let i = 0; i < PACE.requests; i += 1) statuses.add((await beat(wild, content)).status)
    expect([...statuses]).toEqual([200])
    const refused = await beat(wild, content)
    expect(refused).toMatchObject({ status: 429, body: { code: 'request.too-many' } })
    expect(Number(refused.headers['retry-after'])).toBeGreaterThan(0)
    // Whoever cannot sign for it uses up nothing of its share.
    const forged = signed({ ...calm, id: wild.id }, 'heartbeat', { beat: 1, ...content })
    expect((await sendBeat(wild, forged)).status).toBe(401)
    expect((await beat(calm, content)).status).toBe(200)
    ground.setNow(new Date(NOW.getTime() + PACE.windowMs))
    expect((await beat(wild, content)).status).toBe(200)
    ground.setNow(NOW)
  })

  test('who answers for a site sees its phones and no others, the longest silent first', async () => {
    const { siteLead, wardOfficialB, cityCentre, dataEntryB } = ground.world.accounts
    const [here, there] = [makePhone(), makePhone()]
    await enrol(here, siteLead)
    await enrol(there, dataEntryB, null)
    await ground.rows('UPDATE device SET site_id = $1 WHERE id = $2', [ground.world.sites.B, there.id])
    const phoneTime = NOW.toISOString()
    await beat(there, { queueLength: 5, phoneTime })
    ground.setNow(new Date(NOW.getTime() + 20 * 60_000))
    await beat(here, { queueLength: 0, phoneTime })
    const idsOf = async (account: TestAccount, query = '') => (await list(account, query)).map(({ id }) => id)
    expect(await idsOf(siteLead)).toContain(here.id)
    expect(await idsOf(siteLead)).not.toContain(there.id)
    expect(await idsOf(wardOfficialB)).toEqual([there.id])
    const all = await idsOf(cityCentre)
    expect(all.indexOf(there.id)).toBeLessThan(all.indexOf(here.id))
    const silent = await idsOf(cityCentre, '&silentMinutes=15')
    expect(silent).toContain(there.id)
    expect(silent).not.toContain(here.id)
  })

  test('the count at the closing has a row for each phone: what it brought, what it holds, when it was heard', async () => {
    const { dataEntry, scanner, siteLead } = ground.world.accounts
    const [brought, holds] = [makePhone(), makePhone()]
    await enrol(brought, dataEntry)
    await enrol(holds, scanner)
    const people = [await ground.world.addPerson(), await ground.world.addPerson()]
    const entries = people.flatMap((personId, at) => {
      const envelope = { deviceId: brought.id, deviceSeq: 2 * at + 1 }
      return [
        { id: randomUUID(), ...ground.checkInBody(personId), ...envelope },
        { id: randomUUID(), ...ground.doseBody(personId), ...envelope, deviceSeq: 2 * at + 2 },
      ]
    })
    expect(receiptsOf(await send(brought, entries))).toHaveLength(4)
    const phoneTime = NOW.toISOString()
    await beat(brought, { queueLength: 0, phoneTime })
    await beat(holds, { queueLength: 3, phoneTime })
    const phones = async () => {
      const status = await ground.as(siteLead, 'GET', `/v1/sessions/${ground.world.sessions.A}/status`)
      const all = status.body['phones'] as { deviceId: string }[]
      return all.filter(({ deviceId }) => [brought.id, holds.id].includes(deviceId))
    }
    const rows = [
      { deviceId: brought.id, fullName: 'Cán bộ data-entry', given: 2, unsent: 0, heardAt: phoneTime },
      { deviceId: holds.id, fullName: 'Cán bộ scanner', given: 0, unsent: 3, heardAt: phoneTime },
    ]
    expect(await phones()).toEqual(rows)
    // What was taken back no phone shows any more; one that has sent the rest needs no line of its own.
    const dose = entries.at(-1)!
    const taken = await ground.put({
      ...ground.envelope(),
      kind: 'void',
      doseId: dose.id,
      personId: people[1]!,
      sessionId: ground.world.sessions.A,
      reason: 'Bấm nhầm người',
    })
    expect(taken.status).toBe(201)
    await beat(holds, { queueLength: 0, phoneTime })
    expect(await phones()).toEqual([{ ...rows[0]!, given: 1 }])
  })

  test('pages hold every phone once', async () => {
    const whole = (await list(ground.world.accounts.cityCentre)).map(({ id }) => id)
    const paged: string[] = []
    for (let cursor: string | null = ''; cursor !== null;) {
      const query = `?limit=2${cursor === '' ? '' : `&cursor=${cursor}`}`
      const { body } = await ground.as(ground.world.accounts.cityCentre, 'GET', `/v1/devices${query}`)
      const page = body as unknown as { items: { id: string }[]; nextCursor: string | null }
      paged.push(...page.items.map(({ id }) => id))
      cursor = page.nextCursor
    }
    expect(paged).toEqual(whole)
  })
})

describe('an entry that its phone can read no more', () => {
  const tell = (phone: Phone, content: object) =>
    ground.as(
      null,
      'POST',
      `/v1/devices/${phone.id}/lost-entries`,
      signed(phone, 'lost-entry', {
        seq: 1,
        remedy: 'entered-again',
        reason: 'Sổ giấy trang 3 dòng 12',
        saidAt: NOW.toISOString(),
        clockOffsetMs: 60_000,
        ...content,
      }),
    )
  const asked = async () => {
    const { body } = await ground.as(
      ground.world.accounts.cityCentre,
      'GET',
      '/v1/reviews?kind=lost-entry&state=undecided',
    )
    return (body as unknown as { items: { id: string; subjectKey: string }[] }).items
  }

  test('is told once, whoever says so on the phone, and stands before the centre until it has been looked at', async () => {
    const { dataEntry, siteLead, cityCentre, wardOfficialB } = ground.world.accounts
    const phone = makePhone()
    await enrol(phone, dataEntry)
    const madeAt = NOW.getTime() - 60_000
    const id = uuidv7(madeAt, randomBytes(10))
    const first = await tell(phone, { id, saidBy: siteLead.accountId })
    expect(first.status).toBe(200)
    expect(receiptsOf(first)).toMatchObject([{ id, outcome: 'lost', stored: 'lost' }])
    // Sent again, and with other words: the first hold.
    const again = await tell(phone, { id, saidBy: dataEntry.accountId, remedy: 'not-on-paper' })
    expect(receiptsOf(again)).toEqual(receiptsOf(first))
    const own = (await asked()).filter(({ subjectKey }) => subjectKey === id)
    expect(own).toHaveLength(1)
    const path = `/v1/reviews/${own[0]!.id}`
    expect((await ground.as(cityCentre, 'GET', path)).body).toMatchObject({
      kind: 'lost-entry',
      sessionId: ground.world.sessions.A,
      person: null,
      held: null,
      lost: {
        remedy: 'entered-again',
        reason: 'Sổ giấy trang 3 dòng 12',
        saidByName: 'Cán bộ site-lead',
        authorName: 'Cán bộ data-entry',
        deviceSeq: 1,
        capturedAt: NOW.toISOString(),
        siteName: 'Trạm Y tế A',
      },
    })
    expect((await ground.as(wardOfficialB, 'GET', path)).status).toBe(404)
    const audited = await ground.rows<{ detail: string }>(
      `SELECT detail FROM audit_entry WHERE action = 'recordLostEntry' AND subject_id = $1`,
      [phone.id],
    )
    expect(audited.map(({ detail }) => JSON.parse(detail))).toEqual([
      { entryId: id, seq: 1, remedy: 'entered-again', saidBy: siteLead.accountId },
    ])
    const decision = { id: randomUUID(), decision: 'kept', reason: 'Đã đối chiếu sổ giấy' }
    expect((await ground.as(cityCentre, 'POST', `${path}/decisions`, decision)).status).toBe(200)
    expect((await asked()).some(({ subjectKey }) => subjectKey === id)).toBe(false)
  })

  test('that is here after all is answered so, and nobody is asked anything', async () => {
    const { dataEntry } = ground.world.accounts
    const phone = makePhone()
    await enrol(phone, dataEntry)
    const entry = { id: randomUUID(), ...ground.doseBody(await ground.world.addPerson()) }
    expect(receiptsOf(await send(phone, [entry]))).toMatchObject([{ stored: 'accepted' }])
    const answer = await tell(phone, { id: entry.id, saidBy: dataEntry.accountId })
    expect(receiptsOf(answer)).toMatchObject([{ id: entry.id, outcome: 'duplicate', stored: 'accepted' }])
    expect((await asked()).some(({ subjectKey }) => subjectKey === entry.id)).toBe(false)
  })

  test('is taken from its own phone alone, with a reason, in the name of somebody there is', async () => {
    const { dataEntry } = ground.world.accounts
    const phone = makePhone()
    await enrol(phone, dataEntry)
    const right = { id: randomUUID(), saidBy: dataEntry.accountId }
    expect((await tell({ ...makePhone(), id: phone.id }, right)).body['code']).toBe('device.unknown')
    for (const wrong of [{ reason: '' }, { remedy: 'forgotten' }, { saidBy: randomUUID() }])
      expect((await tell(phone, { ...right, ...wrong })).body['code']).toBe('request.invalid')
    expect(await ground.rows('SELECT 1 FROM lost_entry WHERE device_id = $1', [phone.id])).toEqual([])
  })
})
