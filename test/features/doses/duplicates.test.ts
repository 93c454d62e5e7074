import { randomUUID } from 'node:crypto'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import type { IdentifierKind } from '#domain/identity/identifiers.ts'
import { checkRebuild } from '#features/doses/rebuild.ts'
import { NOW, type TestAccount } from '../../support/world.ts'
import { createDoseGround, type DoseGround } from './ground.ts'

let ground: DoseGround
let ward: TestAccount
let centre: TestAccount
beforeAll(async () => {
  ground = await createDoseGround()
  ward = ground.world.accounts.wardOfficial
  centre = ground.world.accounts.cityCentre
})
afterAll(() => ground.close())
afterEach(() => ground.setNow(NOW))

const REASON = 'Đối chiếu tại trạm y tế'

async function addNumber(personId: string, value: string, kind: IdentifierKind = 'cccd'): Promise<void> {
  const { sealer } = ground.deps
  await ground.rows(
    `INSERT INTO person_identifier (person_id, kind, value, lookup, last4, source, seen_on)
     VALUES ($1, $2, $3, $4, $5, 'test', '2021-10-01')`,
    [personId, kind, sealer.seal(value), sealer.lookup(kind, value), value.slice(-4)],
  )
}

type Item = {
  person: { id: string; fullName: string }
  other: { id: string; fullName: string } | null
  elsewhere: { wardName: string } | null
  kind: string
  reason: string
  differs: string[]
  otherNumbers: string[]
  doses: number[] | null
  proposedKeptId: string | null
  state: string
}
type Page = { items: Item[]; nextCursor: string | null }

async function ask(account: TestAccount, query: Record<string, string> = {}): Promise<Page> {
  const { wardA } = ground.world.places
  const answer = await ground.as(
    account,
    'GET',
    `/v1/duplicates?${new URLSearchParams({ wardId: wardA, ...query }).toString()}`,
  )
  expect(answer.status).toBe(200)
  return answer.body as unknown as Page
}
/** Every pair, as it stands on the work list. */
async function all(account: TestAccount, query: Record<string, string> = {}): Promise<Item[]> {
  const items: Item[] = []
  for (
    let page = await ask(account, query);
    ;
    page = await ask(account, { ...query, cursor: page.nextCursor })
  ) {
    items.push(...page.items)
    if (page.nextCursor === null) return items
  }
}
const about = (items: readonly Item[], ...ids: string[]) =>
  items.filter(({ person, other }) => ids.includes(person.id) || ids.includes(other?.id ?? ''))
const decide = (account: TestAccount, ...decisions: Record<string, unknown>[]) =>
  ground.as(account, 'POST', '/v1/duplicates/decisions', {
    decisions: decisions.map((decision) => ({ id: randomUUID(), ...decision })),
    reason: REASON,
  })

async function twins(name: string, bornOn = '1985-03-05'): Promise<[string, string]> {
  const { addPerson } = ground.world
  return [await addPerson({ name, bornOn }), await addPerson({ name, bornOn })]
}

describe('who may be stored twice', () => {
  test('a walk-in and a listed person: the same name and birth, a near name, one number', async () => {
    const { addPerson } = ground.world
    const listed = await addPerson({ name: 'Nguyễn Thị Trùng Lặp', bornOn: '1971-02-03' })
    const walkIn = await addPerson({ name: 'Nguyen Thi Trung Lap', bornOn: '1971-02-03' })
    const near = await addPerson({ name: 'Nguyễn Thị Trung Lập', bornOn: '1971-03-02' })
    const number = await addPerson({ name: 'Nguyễn Trùng Lặp', bornOn: '1971-02-03' })
    await addNumber(listed, '046171000321')
    await addNumber(number, '046171000321')
    await addNumber(near, '046171999888', 'cmnd')
    const found = about(await all(ward), listed, walkIn, near, number)
    const pairs = found.map(({ person, other, kind, reason }) => [
      [person.id, other!.id].toSorted(),
      kind,
      reason,
    ])
    const pair = (a: string, b: string) => [a, b].toSorted()
    expect(pairs).toContainEqual([pair(listed, walkIn), 'suspected', 'same-name-birth'])
    expect(pairs).toContainEqual([pair(listed, number), 'duplicate', 'same-identifier'])
    expect(pairs).toContainEqual([pair(listed, near), 'suspected', 'same-name-near-birth'])
    expect(pairs).toContainEqual([pair(walkIn, number), 'suspected', 'near-name-group'])
    expect(new Set(pairs.map(([ids]) => String(ids))).size).toBe(pairs.length)
  })

  test('brothers, twins and people of one phone are not on the list', async () => {
    const { addPerson } = ground.world
    const phone = '0905000111'
    const family = await Promise.all(
      ['Phạm Gia Bảo', 'Phạm Gia Huy', 'Phạm Văn Thông'].map((name) =>
        addPerson({ name, bornOn: '2010-08-08', phone }),
      ),
    )
    expect(about(await all(ward), ...family)).toEqual([])
  })

  test('of somebody in another ward the ward learns that there is one, and where; the centre sees both', async () => {
    const { addPerson, places } = ground.world
    const here = await addPerson({ name: 'Hồ Thị Hai Nơi', bornOn: '1966-06-06' })
    const there = await addPerson({ name: 'Hồ Thị Hai Nơi', bornOn: '1966-06-06', ward: 'B' })
    await addNumber(here, '046166000111')
    await addNumber(there, '046166000111')
    const [seen] = about(await all(ward), here)
    expect(seen).toMatchObject({
      other: null,
      elsewhere: { wardId: places.wardB, wardName: 'Phường Tây Thử' },
      kind: 'duplicate',
      doses: null,
      proposedKeptId: null,
    })
    const answer = await ground.as(ward, 'GET', `/v1/duplicates?wardId=${places.wardA}`)
    expect(answer.raw.body).not.toContain(there)
    expect(about(await all(centre), here)).toMatchObject([
      { person: { id: here }, other: { id: there }, elsewhere: { wardId: places.wardB }, kind: 'duplicate' },
    ])
    expect((await ground.as(ward, 'GET', `/v1/duplicates?wardId=${places.wardB}`)).status).toBe(404)
    // Whoever cannot compare cannot decide.
    expect(await decide(ward, { verdict: 'different', personId: here, otherId: there })).toMatchObject({
      status: 404,
    })
    expect(await decide(centre, { verdict: 'different', personId: here, otherId: there })).toMatchObject({
      status: 200,
    })
    expect(about(await all(ward), here)).toEqual([])
  })

  test('counted per ward as the list has them; an answer is counted at once, another ward reads its own', async () => {
    const { wardA, wardB } = ground.world.places
    type Counts = { items: { wardId: string; open: number | null }[] }
    const counts = async (account: TestAccount) =>
      ((await ground.as(account, 'GET', '/v1/duplicates/counts')).body as unknown as Counts).items
    const [a, b] = await twins('Tạ Thị Đếm Cặp', '1969-05-06')
    const before = (await all(ward)).length
    ground.setNow('2021-10-17T02:00:00Z')
    expect(await counts(ward)).toEqual([expect.objectContaining({ wardId: wardA, open: before })])
    await decide(ward, { verdict: 'different', personId: a, otherId: b })
    expect((await counts(ward))[0]!.open).toBe(before - 1)
    expect((await counts(ground.world.accounts.wardOfficialB)).map(({ wardId }) => wardId)).toEqual([wardB])
    expect((await counts(centre)).map(({ wardId }) => wardId)).toEqual(expect.arrayContaining([wardA, wardB]))
  })

  test('paged, every pair comes once, whatever the page', async () => {
    for (let at = 0; at < 4; at++) await twins(`Trương Công Trang ${'ABCD'[at]}`, '1955-05-05')
    const whole = (await all(ward)).map(({ person, other }) => `${person.id} ${other?.id}`)
    const single = (await all(ward, { limit: '1' })).map(({ person, other }) => `${person.id} ${other?.id}`)
    expect(single).toEqual(whole)
    expect(new Set(whole).size).toBe(whole.length)
    expect(
      (await ground.as(ward, 'GET', `/v1/duplicates?wardId=${ground.world.places.wardA}&cursor=WzFd`)).status,
    ).toBe(400)
  })

  test('the better attested record is proposed to be kept, and numbers that do not agree are said', async () => {
    const [first, second] = await twins('Lê Văn Giữ Lại', '1948-04-04')
    await addNumber(first, '046048000001')
    await addNumber(second, '046048000777')
    await ground.put(ground.doseBody(second))
    const [found] = about(await all(ward), first)
    expect(found).toMatchObject({ proposedKeptId: second, otherNumbers: ['cccd'] })
    expect(new Set(found!.doses)).toEqual(new Set([0, 1]))
  })
})

describe('decisions', () => {
  test('"not the same" and "later" leave the list, are found under their state, and can be taken back', async () => {
    const [a, b] = await twins('Đỗ Thị Khác Nhau', '1975-07-05')
    const [c, d] = await twins('Đỗ Thị Để Sau', '1976-07-05')
    const answer = await decide(
      ward,
      { verdict: 'different', personId: a, otherId: b },
      { verdict: 'later', personId: d, otherId: c },
    )
    expect(answer).toMatchObject({ status: 200, body: { items: [{ code: null }, { code: null }] } })
    expect(about(await all(ward), a, b, c, d)).toEqual([])
    expect(about(await all(ward, { state: 'different' }), a)).toMatchObject([{ state: 'different' }])
    expect(about(await all(ward, { state: 'later' }), c)).toMatchObject([{ state: 'later' }])
    ground.setNow(new Date(NOW.getTime() + 60_000))
    await decide(ward, { verdict: 'open', personId: b, otherId: a })
    expect(about(await all(ward), a)).toMatchObject([{ state: 'open' }])
    const audit = await ground.rows<{ count: number }>(
      `SELECT count(*)::integer AS count FROM audit_entry WHERE action = 'decideDuplicates' AND subject_id = ANY ($1::uuid[])`,
      [[a, b, d]],
    )
    expect(audit).toEqual([{ count: 3 }])
  })

  test('sent again it is the same decision; under the same id another one is refused', async () => {
    const [a, b] = await twins('Bùi Thị Gửi Lại', '1979-09-09')
    const decision = { id: randomUUID(), verdict: 'different', personId: a, otherId: b }
    expect((await decide(ward, decision)).body).toEqual({ items: [{ id: decision.id, code: null }] })
    expect((await decide(ward, decision)).body).toEqual({ items: [{ id: decision.id, code: null }] })
    expect((await decide(ward, { ...decision, verdict: 'later' })).body).toEqual({
      items: [{ id: decision.id, code: 'conflict' }],
    })
    expect(await ground.rows('SELECT verdict FROM pair_decision WHERE person_id = $1', [a])).toEqual([
      { verdict: 'different' },
    ])
    expect((await decide(ward, { verdict: 'later', personId: a, otherId: a })).body).toMatchObject({
      items: [{ code: 'merge.same-person' }],
    })
  })

  test('in bulk: the same are merged, doses and counters follow; one that cannot be merged holds up no other', async () => {
    const { addPerson } = ground.world
    const [a, b] = await twins('Võ Văn Một Người', '1961-01-06')
    const [c, d] = await twins('Võ Văn Hai Người', '1962-01-06')
    const [old, recent] = [randomUUID(), randomUUID()]
    await ground.put(ground.historyBody(a, '2021-08-01'), ward, old)
    await ground.put(ground.doseBody(b), undefined, recent)
    const single = await addPerson()
    const answer = await decide(
      ward,
      { verdict: 'same-person', keptId: b, absorbedId: a },
      { verdict: 'same-person', keptId: single, absorbedId: single },
      { verdict: 'same-person', keptId: c, absorbedId: d },
    )
    expect(answer.body).toMatchObject({
      items: [{ code: null }, { code: 'merge.same-person' }, { code: null }],
    })
    expect(await ground.standings(b)).toMatchObject([
      { id: old, step: 'primary-1' },
      { id: recent, step: 'primary-2' },
    ])
    expect(about(await all(ward), a, b, c, d)).toEqual([])
    expect(await checkRebuild(ground.database.writer)).toEqual([])
  })

  test('a merge that was taken back is not asked again; every merge of the person stays readable', async () => {
    const { addPerson } = ground.world
    const [a, b] = await twins('Cao Thị Gộp Nhầm', '1964-11-12')
    const c = await addPerson({ name: 'Cao Thị Gộp Nhầm', bornOn: '1964-12-11' })
    const merge = async (keptId: string, absorbedId: string) => {
      const id = randomUUID()
      await ground.as(ward, 'POST', '/v1/merges', { id, keptId, absorbedId, reason: 'Cùng người' })
      return id
    }
    const first = await merge(b, a)
    const second = await merge(c, b)
    ground.setNow(new Date(NOW.getTime() + 60_000))
    const undo = await ground.as(ward, 'POST', `/v1/merges/${first}/undo`, {
      id: randomUUID(),
      reason: 'Nhầm người',
    })
    expect(undo.status).toBe(200)
    // A and B are two people; C took B in, so the answer holds between A and C.
    expect(about(await all(ward), a, b)).toEqual([])
    const { body } = await ground.as(ward, 'GET', `/v1/people/${c}/merges`)
    expect((body['items'] as { id: string }[]).map(({ id }) => id).toSorted()).toEqual(
      [first, second].toSorted(),
    )
    expect(body['items']).toContainEqual(
      expect.objectContaining({
        id: first,
        absorbed: { id: a, fullName: 'Cao Thị Gộp Nhầm', bornOn: '1964-11-12', wardName: 'Phường Thuận Thử' },
        reason: 'Cùng người',
        byName: 'Cán bộ ward-official',
        undone: expect.objectContaining({ reason: 'Nhầm người', byName: 'Cán bộ ward-official' }) as unknown,
      }),
    )
    expect(await checkRebuild(ground.database.writer)).toEqual([])
  })

  test('a site decides nothing here', async () => {
    const { accounts, places } = ground.world
    expect((await ground.as(accounts.scanner, 'GET', `/v1/duplicates?wardId=${places.wardA}`)).status).toBe(
      403,
    )
    const [a, b] = await twins('Mai Thị Quyền Hạn', '1981-10-10')
    expect((await decide(accounts.siteLead, { verdict: 'later', personId: a, otherId: b })).status).toBe(403)
    expect(
      (await decide(ground.world.accounts.wardOfficialB, { verdict: 'later', personId: a, otherId: b }))
        .status,
    ).toBe(404)
  })
})
