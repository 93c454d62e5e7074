import { createHash, randomUUID } from 'node:crypto'
import { setTimeout } from 'node:timers/promises'
import { gunzipSync } from 'node:zlib'
import { Client } from 'pg'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { invitationMark } from '#domain/invitation-check.ts'
import { splitInvitation } from '#domain/invitation.ts'
import { PersonIndex } from '#domain/person-search/person-index.ts'
import { readPersonQuery } from '#domain/person-search/query.ts'
import { applyPages } from '#domain/site-pack/apply-pages.ts'
import type { Pack, PackPage } from '#domain/site-pack/pack.ts'
import { signInvitation } from '#features/registrants/invitation-token.ts'
import { countAudit } from '../../support/look.ts'
import { NOW, TODAY, type TestAccount } from '../../support/world.ts'
import { createDoseGround, type DoseGround } from './ground.ts'

type Parts = {
  session: Record<string, unknown>
  rules: { version: number }
  invitations: { revoked: string[] }
}
type Held = Pack<Parts>

let ground: DoseGround
let scanner: TestAccount
let ward: TestAccount
let address: string
beforeAll(async () => {
  ground = await createDoseGround()
  scanner = ground.world.accounts.scanner
  ward = ground.world.accounts.wardOfficial
  address = `/v1/sessions/${ground.world.sessions.A}/pack`
})
afterAll(() => ground.close())
beforeEach(() => ground.setNow(NOW))

/** Reads to the end, as a phone does. */
async function readOn(from: Held | null, limit = 1000, account = scanner) {
  const pages: PackPage<Parts>[] = []
  let cursor = from?.cursor
  for (;;) {
    const query = cursor === undefined ? `limit=${limit}` : `limit=${limit}&cursor=${cursor}`
    const { status, body } = await ground.as(account, 'GET', `${address}?${query}`)
    expect(status).toBe(200)
    const page = body as unknown as PackPage<Parts>
    pages.push(page)
    cursor = page.cursor
    if (!page.hasMore) return { ...applyPages(from, pages), pages }
  }
}

const whole = async () => (await readOn(null)).pack
const plain = ({ people }: Held) =>
  [...people.values()].map((person) => ({ ...person })).toSorted((a, b) => (a.id < b.id ? -1 : 1))

const isEmpty = ({ people, removedIds, isWhole, parts }: PackPage<Parts>) =>
  !isWhole && people.length + removedIds.length === 0 && Object.values(parts).every((part) => part === null)

/**
 * A pack that nothing is on its way to: while a transaction is open anywhere on the server, of another test's database
 * as well, an answer says again what it said before.
 */
async function settled(): Promise<Held> {
  let pack = await whole()
  for (const end = Date.now() + 60_000; Date.now() < end; await setTimeout(100)) {
    const next = await readOn(pack)
    if (next.pages.every(isEmpty)) return pack
    pack = next.pack
  }
  throw new Error('Something is written all the time')
}

/** A phone that read before and reads what has changed knows exactly what one that begins now reads. */
async function expectSame(before: Held): Promise<Awaited<ReturnType<typeof readOn>>> {
  const after = await readOn(before)
  const fresh = await whole()
  expect(plain(after.pack)).toEqual(plain(fresh))
  expect(after.pack.parts).toEqual(fresh.parts)
  return after
}

async function issueTo(personId: string): Promise<{ id: string; issueNumber: number }> {
  const { campaignId } = ground.world
  const issued = await ground.as(ward, 'POST', '/v1/invitations', {
    campaignId,
    to: { personIds: [personId] },
  })
  expect(issued.status).toBeLessThan(300)
  const listed = await ground.as(ward, 'GET', `/v1/invitations?personId=${personId}&campaignId=${campaignId}`)
  return (listed.body['items'] as { id: string; issueNumber: number }[]).at(-1)!
}

function markOf(personId: string, issueNumber: number): string {
  const { campaignId, places } = ground.world
  const text = signInvitation(ground.deps, {
    personId,
    campaignId,
    issueNumber,
    wardId: places.wardA,
    validFrom: TODAY,
    validTo: '2021-12-31',
  })
  const { tokenId } = splitInvitation(text)!.payload
  return invitationMark(createHash('sha256').update(tokenId).digest())
}

const merge = (absorbedId: string, keptId: string, id: string = randomUUID()) =>
  ground.as(ground.world.accounts.cityCentre, 'POST', '/v1/merges', {
    id,
    absorbedId,
    keptId,
    reason: 'Cùng người',
  })

describe('what a pack holds', () => {
  test('the people of the session and nobody else, with as little of each as the tables need', async () => {
    const { world } = ground
    const id = await world.addPerson({ name: 'Trần Thị Gói', phone: '0912345678' })
    const other = await world.addPerson({ ward: 'B' })
    const register = await ground.as(ward, 'GET', `/v1/people/${id}`)
    await ground.as(
      ward,
      'PATCH',
      `/v1/people/${id}`,
      { reason: 'Bổ sung', addNumbers: [{ kind: 'cccd', value: '046185001234' }] },
      { 'if-match': String(register.headers['etag']) },
    )
    await ground.put(ground.historyBody(id, '2021-08-01'), ward)
    const { issueNumber } = await issueTo(id)
    const { people } = await whole()
    expect(people.has(other)).toBe(false)
    expect(people.get(id)).toEqual({
      id,
      mergedIds: [],
      fullName: 'Trần Thị Gói',
      bornOn: '1985-03-05',
      bornPrecision: 'day',
      sex: 'male',
      priorityCode: 10,
      wardId: world.places.wardA,
      wardName: 'Phường Thuận Thử',
      groupId: world.places.groupA,
      groupName: 'Tổ dân phố 1',
      phoneEnd: '5678',
      numbers: [{ kind: 'cccd', end: '1234' }],
      slotTime: null,
      invitations: [markOf(id, issueNumber)],
      doses: [
        {
          doseId: expect.any(String),
          productId: world.productId,
          givenOn: '2021-08-01',
          givenAt: '2021-08-01T05:00:00.000Z',
          step: 'primary-1',
          dayRank: 0,
          basicDoses: 2,
          isVoided: false,
          origin: 'history',
          source: 'reported',
          isHere: false,
          lotCode: '',
        },
      ],
      visit: null,
    })
    const { raw } = await ground.as(scanner, 'GET', address)
    for (const secret of ['0912345678', '046185001234']) expect(raw.body).not.toContain(secret)
  })

  test('is searched as the service searches: the same people are found', async () => {
    const names = ['Phùng Thị Hoà', 'Phùng Thị Hòa', 'Phùng Văn Đức', 'Đức Phùng Thị', 'Phừng Thanh Hoa']
    for (const [at, name] of names.entries())
      await ground.world.addPerson({ name, bornOn: `198${at}-03-05`, phone: `091234880${at}` })
    const { people } = await whole()
    const index = new PersonIndex(
      [...people.values()].map(({ numbers, ...person }) => ({
        ...person,
        numberEnds: numbers.map(({ end }) => end),
      })),
    )
    for (const typed of [
      'phung',
      'hoa phung',
      'phungf thij',
      'ddwsc',
      'duc thi',
      'phung 1983',
      '8802',
      '0912348804',
      'zz',
    ]) {
      const { text, year } = readPersonQuery(typed)
      const body = { q: text, ...(year === null ? {} : { year }) }
      const { sessions } = ground.world
      const found = await ground.as(scanner, 'POST', `/v1/sessions/${sessions.A}/searches`, body)
      const ids = (found.body['items'] as { person: { id: string } }[]).map(({ person }) => person.id)
      expect([typed, index.find(typed).toSorted()]).toEqual([typed, ids.toSorted()])
    }
  })

  test('lots, rules, keys, wards, and when it is to be erased: the day after at a fixed site, the fifth for an outreach', async () => {
    const { parts, asOf, timelineId } = await whole()
    expect(asOf).toBe(NOW.toISOString())
    expect(timelineId).toMatch(/^[0-9a-f-]{36}$/)
    expect(parts.session).toMatchObject({
      until: '2021-10-18T17:00:00.000Z',
      session: { id: ground.world.sessions.A, siteName: 'Trạm Y tế A' },
      offeredIds: [ground.world.productId],
      lots: [{ lotCode: 'FK0112', status: 'ok', useByOn: '2021-12-31' }],
    })
    expect(parts.rules.version).toBe(1)
    expect(parts.invitations).toMatchObject({
      authorityTag: expect.stringMatching(/^[0-9a-f]{8}$/),
      keys: [{ kty: 'EC', crv: 'P-256', kid: expect.any(String) }],
    })
    await ground.rows(`UPDATE site SET kind = 'mobile' WHERE id = $1`, [ground.world.sites.A])
    expect((await whole()).parts.session).toMatchObject({ until: '2021-10-22T17:00:00.000Z' })
    await ground.rows(`UPDATE site SET kind = 'fixed' WHERE id = $1`, [ground.world.sites.A])
  })

  test('is for the crew, in the days of the session, and written down once', async () => {
    const { accounts, sessions } = ground.world
    const audits = await countAudit(ground.database, 'readPack')
    const first = await whole()
    await readOn(await readOn(first).then(({ pack }) => pack))
    expect(await countAudit(ground.database, 'readPack')).toBe(audits + 1)
    for (const account of [accounts.wardOfficial, accounts.cityCentre, accounts.admin])
      expect(await ground.as(account, 'GET', address)).toMatchObject({ status: 403 })
    expect(await ground.as(accounts.dataEntryB, 'GET', address)).toMatchObject({ status: 404 })
    expect(await ground.as(accounts.siteLead, 'GET', address)).toMatchObject({ status: 200 })
    expect(await ground.as(scanner, 'GET', `/v1/sessions/${sessions.B}/pack`)).toMatchObject({ status: 404 })
    for (const [at, status] of [
      ['2021-10-16T04:00:00Z', 409],
      ['2021-10-16T06:00:00Z', 200],
      ['2021-10-18T16:59:00Z', 200],
      ['2021-10-18T17:00:00Z', 409],
    ] as const) {
      ground.setNow(at)
      expect([at, (await ground.as(scanner, 'GET', address)).status]).toEqual([at, status])
    }
  })

  test('travels packed, and is not sent again when nothing has changed', { timeout: 90_000 }, async () => {
    const { cursor } = await settled()
    const path = `${address}?cursor=${cursor}`
    const first = await ground.as(scanner, 'GET', path)
    expect(first.body).toMatchObject({ cursor, people: [], removedIds: [], isWhole: false })
    const again = { 'if-none-match': String(first.headers['etag']) }
    expect(await ground.as(scanner, 'GET', path, undefined, again)).toMatchObject({ status: 304 })
    await ground.world.addPerson()
    expect(await ground.as(scanner, 'GET', path, undefined, again)).toMatchObject({ status: 200 })
    const headers = {
      authorization: `Bearer ${ground.tokenFor(scanner)}`,
      'accept-encoding': 'gzip',
    }
    const packed = await ground.app.inject({ method: 'GET', url: address, headers })
    expect(packed.headers['content-encoding']).toBe('gzip')
    expect(JSON.parse(gunzipSync(packed.rawPayload).toString())).toMatchObject({ isWhole: true })
  })
})

describe('what has changed since', () => {
  test('somebody was added, called off and called again', async () => {
    const { world } = ground
    const before = await whole()
    const id = await world.addPerson({ session: null })
    const call = () =>
      ground.rows(
        `INSERT INTO session_person (session_id, person_id, ward_id, how, added_at) VALUES ($1, $2, $3, 'called', $4)`,
        [world.sessions.A, id, world.places.wardA, NOW],
      )
    await call()
    const added = await expectSame(before)
    expect([...added.changedIds!]).toContain(id)
    const gone = await ground.as(ward, 'DELETE', `/v1/sessions/${world.sessions.A}/people/${id}`)
    expect(gone.status).toBeLessThan(300)
    const removed = await expectSame(added.pack)
    expect(removed.pages[0]!.removedIds).toContain(id)
    await call()
    const back = await expectSame(removed.pack)
    expect(back.pack.people.has(id)).toBe(true)
    // One that missed it all meets the end of it.
    await expectSame(before)
  })

  test('every fact of a visit, one after the other', async () => {
    const { sessions, accounts } = ground.world
    const personId = await ground.world.addPerson()
    const at = { ...ground.envelope(), personId, sessionId: sessions.A }
    const [doseId, heldId] = [randomUUID(), randomUUID()]
    const facts: [string, object, string?, TestAccount?][] = [
      ['arrived', ground.checkInBody(personId)],
      [
        'arrived',
        { ...at, kind: 'consent', agreed: 'agreed', by: 'self', guardianName: '', guardianRelation: '' },
      ],
      [
        'screened',
        {
          ...at,
          kind: 'screening',
          outcome: 'eligible',
          findings: [],
          vitals: {},
          examinerName: '',
          note: '',
        },
      ],
      // By somebody who may not: it waits, and every phone is told.
      ['screened', ground.doseBody(personId), heldId, accounts.scanner],
      ['given', ground.doseBody(personId), doseId],
      [
        'given',
        {
          ...at,
          kind: 'reaction',
          doseId,
          onsetAt: NOW.toISOString(),
          where: 'site',
          severity: 'severe',
          grade: 1,
          symptoms: ['rash'],
          treatment: '',
          outcome: '',
        },
      ],
      [
        'observed',
        { ...at, kind: 'observation', startedAt: NOW.toISOString(), endedAt: NOW.toISOString(), note: '' },
      ],
      ['screened', { ...at, kind: 'void', doseId, reason: 'Ghi nhầm người' }],
    ]
    let { pack } = await readOn(null)
    for (const [state, body, id = randomUUID(), by = accounts.dataEntry] of facts) {
      const { status } = await ground.put(body, by, id)
      expect(status).toBeLessThan(300)
      const after = await expectSame(pack)
      expect([...after.changedIds!]).toContain(personId)
      expect(after.pack.people.get(personId)!.visit!.state).toBe(state)
      pack = after.pack
    }
    expect(pack.people.get(personId)!.doses).toMatchObject([
      { doseId, isVoided: true, isHere: true, lotCode: 'FK0112' },
    ])
  })

  test('a dose that corrections carry from one person to the next', async () => {
    const { world } = ground
    const [a, b, c] = await Promise.all([world.addPerson(), world.addPerson(), world.addPerson()])
    const doseId = randomUUID()
    await ground.put(ground.doseBody(a), world.accounts.dataEntry, doseId)
    let pack = await whole()
    for (const [from, to] of [
      [a, b],
      [b, c],
      [c, a],
    ] as const) {
      const body = {
        ...ground.envelope(),
        kind: 'correction',
        personId: from,
        sessionId: world.sessions.A,
        doseId,
        fields: { personId: to },
        reason: 'Ghi nhầm người',
      }
      expect((await ground.put(body)).status).toBeLessThan(300)
      const after = await expectSame(pack)
      expect([...after.changedIds!]).toEqual(expect.arrayContaining([from, to]))
      pack = after.pack
      // The next correction is later, or nobody could say which one holds.
      ground.setNow(new Date(ground.deps.clock().getTime() + 60_000))
    }
  })

  test('two that are one person now, and two again', async () => {
    const { world } = ground
    const [kept, absorbed, third] = [
      await world.addPerson(),
      await world.addPerson(),
      await world.addPerson(),
    ]
    const apart = await whole()
    const [first, second] = [randomUUID(), randomUUID()]
    expect((await merge(absorbed, kept, first)).status).toBeLessThan(300)
    const joined = await expectSame(apart)
    expect(joined.pages[0]!.removedIds).toContain(absorbed)
    expect(joined.pack.people.get(kept)!.mergedIds).toEqual([absorbed])
    expect((await merge(kept, third, second)).status).toBeLessThan(300)
    const chained = await expectSame(joined.pack)
    expect(chained.pack.people.get(third)!.mergedIds.toSorted()).toEqual([absorbed, kept].toSorted())
    const undo = (id: string) =>
      ground.as(world.accounts.cityCentre, 'POST', `/v1/merges/${id}/undo`, {
        id: randomUUID(),
        reason: 'Hai người',
      })
    expect((await undo(first)).status).toBeLessThan(300)
    const parted = await expectSame(chained.pack)
    expect(parted.pack.people.get(third)!.mergedIds).toEqual([kept])
    expect((await undo(second)).status).toBeLessThan(300)
    await expectSame(parted.pack)
    await expectSame(joined.pack)
    await expectSame(apart)
  })

  test('only one of two who were merged is on the list: the pack follows whoever is', async () => {
    const { world } = ground
    const [listed, unlisted] = [await world.addPerson(), await world.addPerson({ session: null })]
    const apart = await whole()
    const id = randomUUID()
    await merge(unlisted, listed, id)
    const joined = await expectSame(apart)
    expect(joined.pack.people.get(listed)!.mergedIds).toEqual([unlisted])
    await ground.as(world.accounts.cityCentre, 'POST', `/v1/merges/${id}/undo`, {
      id: randomUUID(),
      reason: 'Hai người',
    })
    const parted = await expectSame(joined.pack)
    expect(parted.pack.people.has(unlisted)).toBe(false)
  })

  test('merged into records that are on no list: the crew has whoever is kept, for as long as that holds', async () => {
    const { world } = ground
    const listed = await world.addPerson()
    const [second, third] = [
      await world.addPerson({ session: null, ward: 'B' }),
      await world.addPerson({ session: null, ward: 'B' }),
    ]
    const apart = await whole()
    /** Whom each door of the crew shows, of these three. */
    const shown = async (pack: Held) => {
      const ids = [listed, second, third]
      const session = `/v1/sessions/${world.sessions.A}`
      const nameOf = new Map<string, string>()
      const cards = await Promise.all(
        ids.map(async (id) => {
          const answer = await ground.as(scanner, 'GET', `${session}/people/${id}/card`)
          if (answer.status === 404) return null
          const { person } = answer.body as unknown as { person: { id: string; fullName: string } }
          nameOf.set(person.id, person.fullName)
          return person.id
        }),
      )
      const visits = (await ground.as(scanner, 'GET', `${session}/visits?state=expected&limit=200`))
        .body as unknown as { items: { personId: string }[] }
      const found = await Promise.all(
        [...nameOf.values()].map(async (q) => {
          const answer = await ground.as(scanner, 'POST', `${session}/searches`, { q })
          const { items } = answer.body as unknown as { items: { person: { id: string } }[] }
          return items.map(({ person }) => person.id)
        }),
      )
      const among = (list: readonly (string | null)[]) => [...new Set(ids.filter((id) => list.includes(id)))]
      return {
        pack: among([...pack.people.keys()]),
        cards: among(cards),
        visits: among(visits.items.map(({ personId }) => personId)),
        search: among(found.flat()),
      }
    }
    const only = (id: string) => ({ pack: [id], cards: [id], visits: [id], search: [id] })
    expect(await shown(apart)).toEqual(only(listed))
    const [first, next] = [randomUUID(), randomUUID()]
    expect((await merge(listed, second, first)).status).toBeLessThan(300)
    const joined = await expectSame(apart)
    expect(joined.pages[0]!.removedIds).toContain(listed)
    expect(await shown(joined.pack)).toEqual(only(second))
    expect((await merge(second, third, next)).status).toBeLessThan(300)
    const chained = await expectSame(joined.pack)
    expect(await shown(chained.pack)).toEqual(only(third))
    expect(chained.pack.people.get(third)!.mergedIds.toSorted()).toEqual([listed, second].toSorted())
    const undo = (id: string) =>
      ground.as(world.accounts.cityCentre, 'POST', `/v1/merges/${id}/undo`, {
        id: randomUUID(),
        reason: 'Hai người',
      })
    expect((await undo(first)).status).toBeLessThan(300)
    const parted = await expectSame(chained.pack)
    expect(await shown(parted.pack)).toEqual(only(listed))
    expect((await undo(next)).status).toBeLessThan(300)
    expect(await shown((await expectSame(parted.pack)).pack)).toEqual(only(listed))
  })

  test('a name, a number, a paper that was lost and one in its place', async () => {
    const { world } = ground
    const id = await world.addPerson()
    let pack = await whole()
    const change = async (body: object) => {
      const { headers } = await ground.as(ward, 'GET', `/v1/people/${id}`)
      const answer = await ground.as(
        ward,
        'PATCH',
        `/v1/people/${id}`,
        { reason: 'Theo giấy tờ', ...body },
        { 'if-match': String(headers['etag']) },
      )
      expect(answer.status).toBe(200)
      const after = await expectSame(pack)
      expect([...after.changedIds!]).toContain(id)
      pack = after.pack
    }
    await change({ fullName: 'Lê Thị Đổi Tên' })
    await change({ addNumbers: [{ kind: 'cccd', value: '046185007777' }] })
    expect(pack.people.get(id)!.numbers).toEqual([{ kind: 'cccd', end: '7777' }])
    await change({ removeNumbers: [{ kind: 'cccd', masked: '********7777' }] })
    expect(pack.people.get(id)!.numbers).toEqual([])
    const paper = await issueTo(id)
    const issued = await expectSame(pack)
    expect(issued.pack.people.get(id)!.invitations).toEqual([markOf(id, 1)])
    const again = await ground.as(ward, 'POST', `/v1/invitations/${paper.id}/reissue`, { reason: 'Mất giấy' })
    expect(again.status).toBe(201)
    const reissued = await expectSame(issued.pack)
    expect(reissued.pack.people.get(id)!.invitations).toEqual([markOf(id, 2)])
    expect(reissued.pack.parts.invitations.revoked).toContain(markOf(id, 1))
  })

  test('papers of people who are not on the list are known when they hold no longer', async () => {
    const stranger = await ground.world.addPerson({ session: null })
    const before = await whole()
    const { id } = await issueTo(stranger)
    await ground.as(ward, 'POST', `/v1/invitations/${id}/revoke`, { reason: 'Mất giấy' })
    const { pack } = await expectSame(before)
    expect(pack.parts.invitations.revoked).toContain(markOf(stranger, 1))
    expect(pack.people.has(stranger)).toBe(false)
  })

  test('rules that have not changed are not sent again', async () => {
    const before = await whole()
    await ground.world.addPerson()
    const { pages } = await readOn(before)
    expect(pages[0]!.parts).toMatchObject({ rules: null, invitations: null })
  })

  test('somebody who is written down at the door comes with the next question', async () => {
    const before = await whole()
    const personId = randomUUID()
    const body = {
      ...ground.envelope(),
      kind: 'walk-in',
      personId,
      sessionId: ground.world.sessions.A,
      fullName: 'Hồ Văn Vãng Lai',
      bornOn: '1990-01-01',
      bornPrecision: 'year',
      sex: 'male',
      wardId: ground.world.places.wardB,
      groupId: null,
      phone: '',
      address: '',
      priorityCode: 16,
      identifiers: [],
    }
    expect((await ground.put(body)).status).toBeLessThan(300)
    const { pack } = await expectSame(before)
    expect(pack.people.get(personId)!.fullName).toBe('Hồ Văn Vãng Lai')
  })

  test('what a slow transaction commits late is not missed', async () => {
    const id = await ground.world.addPerson()
    const slow = new Client({ connectionString: ground.database.superuserUrl })
    await slow.connect()
    try {
      await slow.query('BEGIN')
      await slow.query('UPDATE person SET full_name = $2, version = version + 1 WHERE id = $1', [
        id,
        'Tên Đến Muộn',
      ])
      // Another one begins and ends meanwhile, and the phone asks.
      const other = await ground.world.addPerson()
      const during = await readOn(await whole())
      expect(during.pack.people.has(other)).toBe(true)
      expect(during.pack.people.get(id)!.fullName).not.toBe('Tên Đến Muộn')
      await slow.query('COMMIT')
      const after = await expectSame(during.pack)
      expect(after.pack.people.get(id)!.fullName).toBe('Tên Đến Muộn')
    } finally {
      await slow.end()
    }
  })
})

describe('page by page', () => {
  test('whole and in changes, each person once', async () => {
    const before = await whole()
    const added = await Promise.all(Array.from({ length: 7 }, () => ground.world.addPerson()))
    const paged = await readOn(null, 3)
    expect(paged.pages.length).toBeGreaterThan(2)
    expect(paged.pages.map(({ isWhole }) => isWhole)).toEqual(paged.pages.map((_, at) => at === 0))
    expect(plain(paged.pack)).toEqual(plain(await whole()))
    const changes = await readOn(before, 3)
    expect(changes.pages.length).toBeGreaterThanOrEqual(3)
    expect([...changes.changedIds!]).toEqual(expect.arrayContaining(added))
    expect(plain(changes.pack)).toEqual(plain(paged.pack))
  })

  test('what changes between two pages comes with the next question', async () => {
    const before = await whole()
    const first = await ground.as(scanner, 'GET', `${address}?limit=2`)
    const id = (first.body['people'] as { id: string }[])[0]!.id
    await ground.put(ground.checkInBody(id))
    let page = first.body as unknown as PackPage<Parts>
    const pages = [page]
    while (page.hasMore) {
      const { body } = await ground.as(scanner, 'GET', `${address}?limit=1000&cursor=${page.cursor}`)
      page = body as unknown as PackPage<Parts>
      pages.push(page)
    }
    await expectSame(applyPages(before, pages).pack)
  })
})

describe('a cursor', () => {
  test('of another account, session or server, or of nobody, begins anew, and that is written down', async () => {
    const { accounts } = ground.world
    const { cursor } = await whole()
    const audits = await countAudit(ground.database, 'readPack')
    const foreign = [
      await ground.as(accounts.screening, 'GET', `${address}?cursor=${cursor}`),
      await ground.as(scanner, 'GET', `${address}?cursor=${cursor.slice(0, -4)}AAAA`),
      await ground.as(scanner, 'GET', `${address}?cursor=invented`),
    ]
    for (const answer of foreign) expect(answer.body).toMatchObject({ isWhole: true })
    expect(await countAudit(ground.database, 'readPack')).toBe(audits + 3)
  })

  test('of a server that was restored from a backup begins anew', async () => {
    const before = await whole()
    await ground.rows('UPDATE authority SET timeline_id = $1', [randomUUID()])
    const { pack, changedIds, pages } = await readOn(before)
    expect(pages[0]!.isWhole).toBe(true)
    expect(changedIds).toBeNull()
    expect(pack.timelineId).not.toBe(before.timelineId)
    expect(plain(pack)).toEqual(plain(before))
    await expectSame(pack)
  })
})
