import { randomBytes, randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Fact } from '#domain/sync/queue.ts'
import { makeDeviceKey } from '../../../src/web/phone/device-key.ts'
import { packRescue, type RescueFile, type RescueParcel } from '../../../src/web/phone/rescue.ts'
import { createDisk, createMemoryStore } from '../../sync/memory-store.ts'
import { NOW, type TestAccount } from '../../support/world.ts'
import { createDoseGround, type DoseGround } from './ground.ts'

let ground: DoseGround
let serverKey: string
beforeAll(async () => {
  ground = await createDoseGround()
  const { body } = await ground.as(null, 'GET', '/v1/rescues/key')
  serverKey = String(body['publicKey'])
})
afterAll(() => ground.close())

/** A phone that this account has enrolled, with these facts on it and no network. */
async function phoneOf(account: TestAccount, bodies: readonly object[], isEnrolled = true) {
  const key = await makeDeviceKey(randomUUID())
  if (isEnrolled) {
    const { status } = await ground.as(account, 'PUT', `/v1/devices/${key.deviceId}`, {
      publicKey: key.publicKeySpki,
    })
    expect(status).toBe(201)
  }
  const store = createMemoryStore(createDisk(key.deviceId), () => Promise.resolve())
  const facts = bodies.map((body) => {
    const {
      deviceId: _none,
      deviceSeq: _no,
      clockOffsetMs: _zero,
      ...fact
    } = { ...body } as Record<string, unknown>
    return { ...fact, id: randomUUID() } as unknown as Fact
  })
  await store.add(facts.map((fact) => ({ id: fact.id, fact, measure: null })))
  return { key, store, ids: facts.map(({ id }) => id), file: () => packRescue([{ key, store }], serverKey) }
}

const bring = (parcel: RescueParcel, by: TestAccount = ground.world.accounts.siteLead) =>
  ground.as(by, 'POST', '/v1/rescues', parcel)

async function bringAll({ parcels }: RescueFile, by?: TestAccount) {
  const receipts = []
  for (const parcel of parcels) {
    const { status, body } = await bring(parcel, by)
    expect(status).toBe(200)
    receipts.push(...(body['receipts'] as { id: string; outcome: string; stored: string; reason: string }[]))
  }
  return receipts
}

async function people(count: number): Promise<string[]> {
  return Promise.all(Array.from({ length: count }, () => ground.world.addPerson()))
}

const storedOf = (ids: readonly string[]) =>
  ground.rows<{ id: string; author: string; outcome: string }>(
    'SELECT id, author_id AS author, outcome FROM receipt WHERE id = ANY ($1::uuid[])',
    [ids],
  )

describe('the file of a phone that cannot send', () => {
  test('comes in by any officer who runs sessions, as entries of who made them, each answered; who brought it is audited', async () => {
    const { dataEntry, siteLead } = ground.world.accounts
    const ids = await people(60)
    const phone = await phoneOf(
      dataEntry,
      ids.map((id) => ground.doseBody(id)),
    )
    const file = await phone.file()
    expect(file).toMatchObject({ entries: 60 })
    expect(file.parcels.length).toBeGreaterThan(1)
    const receipts = await bringAll(file)
    expect(receipts.map(({ id }) => id)).toEqual(phone.ids)
    expect(new Set(receipts.map(({ stored }) => stored))).toEqual(new Set(['accepted']))
    const stored = await storedOf(phone.ids)
    expect(stored).toHaveLength(60)
    expect(new Set(stored.map(({ author }) => author))).toEqual(new Set([dataEntry.accountId]))
    const audited = await ground.rows<{ actor: string; detail: string }>(
      `SELECT actor_id AS actor, detail FROM audit_entry WHERE action = 'importRescue' AND subject_id = $1 ORDER BY (detail::json->>'fromSeq')::integer`,
      [phone.key.deviceId],
    )
    expect(audited.map(({ actor }) => actor)).toEqual(file.parcels.map(() => siteLead.accountId))
    expect(audited.map(({ detail }) => JSON.parse(detail))).toEqual([
      { authorId: dataEntry.accountId, entries: 50, fromSeq: 1, toSeq: 50 },
      { authorId: dataEntry.accountId, entries: 10, fromSeq: 51, toSeq: 60 },
    ])
  })

  test('twice, and from the phone itself afterwards, is once', async () => {
    const { dataEntry, cityCentre } = ground.world.accounts
    const [personId = ''] = await people(1)
    const phone = await phoneOf(dataEntry, [ground.checkInBody(personId), ground.doseBody(personId)])
    await bringAll(await phone.file())
    // Sealed anew, brought by somebody else.
    const again = await bringAll(await phone.file(), cityCentre)
    expect(again.map(({ outcome, stored }) => [outcome, stored])).toEqual([
      ['duplicate', 'accepted'],
      ['duplicate', 'accepted'],
    ])
    const kept = await phone.store.read(phone.ids)
    const sent = await ground.sync(
      kept.map(({ fact, deviceId, seq }) => ({ ...fact, deviceId, deviceSeq: seq, clockOffsetMs: 0 })),
      dataEntry,
    )
    expect(sent.body['receipts']).toMatchObject([{ outcome: 'duplicate' }, { outcome: 'duplicate' }])
    expect(await storedOf(phone.ids)).toHaveLength(2)
  })

  test('shows nothing to who carries it, and no parcel is like another', async () => {
    const [personId = ''] = await people(1)
    const phone = await phoneOf(ground.world.accounts.dataEntry, [ground.doseBody(personId)])
    const [one, other] = [await phone.file(), await phone.file()]
    const bytes = Buffer.from(one.parcels[0]!.sealed, 'base64')
    expect(bytes.includes(personId)).toBe(false)
    expect(bytes.includes('entries')).toBe(false)
    expect(other.parcels[0]!.sealed).not.toBe(one.parcels[0]!.sealed)
  })

  test('changed by one byte anywhere, or made for another server, it is not opened, and its other parcels still are', async () => {
    const ids = await people(51)
    const phone = await phoneOf(
      ground.world.accounts.dataEntry,
      ids.map((id) => ground.doseBody(id)),
    )
    const [first, second] = (await phone.file()).parcels
    for (const part of ['ephemeralKey', 'nonce', 'sealed'] as const) {
      const bytes = Buffer.from(first![part], 'base64')
      bytes[bytes.length >> 1]! ^= 1
      const { status, body } = await bring({ ...first!, [part]: bytes.toString('base64') })
      expect([part, status, body.code]).toEqual([part, 422, 'rescue.unreadable'])
    }
    expect((await bring(second!)).status).toBe(200)
    expect(await storedOf(phone.ids)).toHaveLength(1)

    const elsewhere = {
      ...ground.deps,
      config: { ...ground.deps.config, identifierSecret: randomBytes(48).toString('base64') },
    }
    const { rescuePublicKey } = await import('#features/doses/rescue-key.ts')
    const foreign = await packRescue([phone], rescuePublicKey(elsewhere))
    expect((await bring(foreign.parcels[0]!)).body.code).toBe('rescue.unreadable')
  })

  test('an entry that cannot be taken holds up none of those around it, and is told by its place', async () => {
    const ids = await people(3)
    const bodies = ids.map((id) => ground.doseBody(id))
    const account = await ground.world.addAccount('data-entry', { sessionId: ground.world.sessions.A })
    const phone = await phoneOf(account, [bodies[0]!, { ...bodies[1]!, place: 'x'.repeat(201) }, bodies[2]!])
    const { status, body } = await bring((await phone.file()).parcels[0]!)
    expect(status).toBe(200)
    expect(body).toMatchObject({
      receipts: [
        { id: phone.ids[0], stored: 'accepted' },
        { id: phone.ids[2], stored: 'accepted' },
      ],
      refused: [{ number: 2, where: '/place' }],
    })
    expect(await storedOf(phone.ids)).toHaveLength(2)
  })

  test('of a phone that nobody has enrolled is refused with the way out, and signs nobody out', async () => {
    const [personId = ''] = await people(1)
    const phone = await phoneOf(ground.world.accounts.dataEntry, [ground.doseBody(personId)], false)
    const { status, body } = await bring((await phone.file()).parcels[0]!)
    expect([status, body.code]).toEqual([422, 'rescue.unknown-device'])
    expect(await storedOf(phone.ids)).toEqual([])
  })

  test('whose author had no right any more, or whose phone was ended as lost, is kept for a person to look at', async () => {
    const { world } = ground
    const [first = '', second = ''] = await people(2)
    const phone = await phoneOf(world.accounts.dataEntry, [ground.doseBody(first)])
    await ground.rows('UPDATE device SET ended_at = $2 WHERE id = $1', [phone.key.deviceId, NOW])
    expect(await bringAll(await phone.file())).toMatchObject([
      { outcome: 'quarantined', reason: 'device-ended' },
    ])
    // A scanner was never to inject.
    const other = await phoneOf(world.accounts.scanner, [ground.checkInBody(second), ground.doseBody(second)])
    expect(await bringAll(await other.file())).toMatchObject([
      { outcome: 'accepted' },
      { outcome: 'quarantined' },
    ])
    const kept = await ground.rows('SELECT 1 FROM quarantine WHERE receipt_id = ANY ($1::uuid[])', [
      [...phone.ids, ...other.ids],
    ])
    expect(kept).toHaveLength(2)
  })

  test('is not taken from those who run no session', async () => {
    const [personId = ''] = await people(1)
    const phone = await phoneOf(ground.world.accounts.dataEntry, [ground.doseBody(personId)])
    const parcel = (await phone.file()).parcels[0]!
    const { dataEntry, supervisor } = ground.world.accounts
    for (const account of [dataEntry, supervisor]) expect((await bring(parcel, account)).status).toBe(403)
    expect((await ground.as(null, 'POST', '/v1/rescues', parcel)).status).toBe(401)
    expect(await storedOf(phone.ids)).toEqual([])
  })
})
