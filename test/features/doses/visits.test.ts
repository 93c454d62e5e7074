import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { formatBhytQr } from '#domain/identity/bhyt-qr.ts'
import { formatCccdQr } from '#domain/identity/cccd-qr.ts'
import { createSealer } from '#db/seal.ts'
import { checkRebuild } from '#features/doses/rebuild.ts'
import { invitationTokenId, signInvitation, tokenHashOf } from '#features/registrants/invitation-token.ts'
import { loadConfig, makeSecrets } from '#src/config.ts'
import { NOW } from '../../support/world.ts'
import { createDoseGround, withId, type DoseGround } from './ground.ts'

let ground: DoseGround
beforeAll(async () => {
  ground = await createDoseGround()
})
afterAll(async () => {
  expect(await checkRebuild(ground.database.writer)).toEqual([])
  await ground.close()
})
beforeEach(() => ground.setNow(NOW))

const minutes = (count: number) => new Date(NOW.getTime() + count * 60_000).toISOString()
const url = (rest: string) => `/v1/sessions/${ground.world.sessions.A}/${rest}`
type Card = {
  person: { id: string }
  next: { kind: string; step: string; code: string }
  visit: { state: string }
}

async function giveNumber(personId: string, kind: string, value: string) {
  const { sealer } = ground.deps
  await ground.rows(
    `INSERT INTO person_identifier (person_id, kind, value, lookup, last4, source, seen_on) VALUES ($1, $2, $3, $4, $5, 'test', '2021-10-01')`,
    [personId, kind, sealer.seal(value), sealer.lookup(kind, value), value.slice(-4)],
  )
}

async function invite(personId: string, validTo = '2021-12-31') {
  const { campaignId, places } = ground.world
  const invitation = {
    personId,
    campaignId,
    issueNumber: 1,
    wardId: places.wardC,
    validFrom: '2021-10-01',
    validTo,
  }
  const tokenHash = tokenHashOf(invitationTokenId(ground.deps, invitation))
  const id = randomUUID()
  await ground.rows(
    `INSERT INTO invitation (id, person_id, campaign_id, ward_id, issue_number, token_hash, valid_from, valid_to, issued_at)
     VALUES ($1, $2, $3, $4, 1, $5, '2021-10-01', $6, $7)`,
    [id, personId, campaignId, places.wardC, tokenHash, validTo, NOW],
  )
  return { id, token: signInvitation(ground.deps, invitation), invitation }
}

const identify = (body: object, account = ground.world.accounts.scanner) =>
  ground.as(account, 'POST', url('identify'), body)
const checkIn = (people: object[], account = ground.world.accounts.scanner) =>
  ground.as(account, 'POST', url('check-ins'), { people, capturedAt: NOW.toISOString() })
const cardOf = (personId: string, account = ground.world.accounts.dataEntry) =>
  ground.as(account, 'GET', url(`people/${personId}/card`))

describe('identify', () => {
  test('our own paper finds a stranger and admits the person: from then on the site sees the card', async () => {
    const personId = await ground.world.addPerson({ ward: 'C', session: 'C' })
    expect((await cardOf(personId)).status).toBe(404)
    const { token } = await invite(personId)
    const answer = await identify({ scan: `https://tiem.example.vn/i#${token}` })
    expect(answer).toMatchObject({
      status: 200,
      body: { how: 'invitation', items: [{ person: { id: personId } }] },
    })
    expect((await cardOf(personId)).body).toMatchObject({ next: { kind: 'due', step: 'primary-1' } })
  })

  test.each([
    [
      'expired',
      async () =>
        (await invite(await ground.world.addPerson({ ward: 'C', session: null }), '2021-10-10')).token,
      422,
      'invitation.expired',
    ],
    [
      'revoked',
      async () => {
        const { id, token } = await invite(await ground.world.addPerson({ ward: 'C', session: null }))
        await ground.rows('UPDATE invitation SET revoked_at = $2 WHERE id = $1', [id, NOW])
        return token
      },
      409,
      'invitation.revoked',
    ],
    [
      'of another city',
      async () => {
        const config = loadConfig({ ...makeSecrets() })
        const there = {
          config,
          sealer: createSealer(config.identifierSecret),
          authority: { ...ground.deps.authority, id: randomUUID() },
        }
        const { campaignId, places } = ground.world
        return signInvitation(there, {
          personId: randomUUID(),
          campaignId,
          issueNumber: 1,
          wardId: places.wardA,
          validFrom: '2021-10-01',
          validTo: '2021-12-31',
        })
      },
      401,
      'invitation.foreign',
    ],
    ['that is no code', async () => 'just words', 422, 'scan.unreadable'],
  ])('a paper %s is refused with its own code', async (_name, scan, status, code) => {
    expect(await identify({ scan: await scan() })).toMatchObject({ status, body: { code } })
  })

  test('a card finds by number and birth date; with another birth date, or none, nobody', async () => {
    const personId = await ground.world.addPerson({ ward: 'C', session: null, bornOn: '1985-03-05' })
    await giveNumber(personId, 'cccd', '046085000777')
    const card = {
      idNumber: '046085000777',
      oldIdNumber: null,
      fullName: 'Nguyễn Văn Thử',
      sex: 'male' as const,
      address: null,
      issuedOn: null,
      extras: [],
    }
    const wrong = await identify({ scan: formatCccdQr({ ...card, bornOn: '1986-04-06' }) })
    expect(wrong).toMatchObject({ status: 404, body: { code: 'identify.nobody' } })
    expect(await identify({ scan: '046085000777?' })).toMatchObject({
      status: 422,
      body: { code: 'identify.birth-required' },
    })
    const right = await identify({ scan: formatCccdQr({ ...card, bornOn: '1985-03-05' }) })
    expect(right).toMatchObject({ status: 200, body: { how: 'cccd', items: [{ person: { id: personId } }] } })
    const typed = await identify({ number: { kind: 'cccd', value: '046 085 000 777' }, bornOn: '1985-03-05' })
    expect(typed).toMatchObject({ status: 200, body: { how: 'number' } })
  })

  test('the papers of somebody who was merged find whoever is kept, and after the undoing themselves again', async () => {
    const born = { ward: 'C', session: null, bornOn: '1985-03-05' } as const
    const [absorbedId, keptId] = [await ground.world.addPerson(born), await ground.world.addPerson(born)]
    const { token } = await invite(absorbedId)
    await giveNumber(absorbedId, 'cccd', '046085000888')
    const { cityCentre } = ground.world.accounts
    const id = randomUUID()
    const merge = { id, absorbedId, keptId, reason: 'Cùng người' }
    expect((await ground.as(cityCentre, 'POST', '/v1/merges', merge)).status).toBeLessThan(300)
    const byPaper = { scan: token }
    const byNumber = { number: { kind: 'cccd', value: '046085000888' }, bornOn: '1985-03-05' }
    for (const sought of [byPaper, byNumber])
      expect((await identify(sought)).body['items']).toMatchObject([{ person: { id: keptId } }])
    // Whoever is kept is the one who was let in, and the one whose card and check-in there are.
    const entry = { entryId: randomUUID(), personId: keptId, how: 'invitation' }
    expect((await checkIn([entry])).status).toBe(200)
    const undo = { id: randomUUID(), reason: 'Hai người' }
    expect((await ground.as(cityCentre, 'POST', `/v1/merges/${id}/undo`, undo)).status).toBeLessThan(300)
    expect((await identify(byPaper)).body['items']).toMatchObject([{ person: { id: absorbedId } }])
  })

  test('an insurance card finds by its last ten digits', async () => {
    const personId = await ground.world.addPerson({ ward: 'B', session: null, bornOn: '1990-07-08' })
    await giveNumber(personId, 'bhyt', '4612345678')
    const scan = formatBhytQr({
      printedNumber: 'GD4464612345678',
      number: '4612345678',
      fullName: 'Lê Thị Thử',
      bornOn: '1990-07-08',
      bornPrecision: 'day',
      sex: 'female',
      address: null,
      facility: null,
      validFrom: null,
      validTo: null,
    })
    expect((await identify({ scan })).body).toMatchObject({
      how: 'bhyt',
      items: [{ person: { id: personId } }],
    })
  })

  test('it is counted: after four hundred in an hour the account waits, and what was scanned is nowhere', async () => {
    const account = await ground.world.addAccount('scanner', { sessionId: ground.world.sessions.A })
    await ground.rows(
      `INSERT INTO audit_entry (lane, seq, at, actor_id, action, subject_kind, detail, hash)
       SELECT 31, 1000 + n, $2, $1, 'identifyPerson', 'person', '{}', '\\x00' FROM generate_series(1, 400) AS n`,
      [account.accountId, new Date(NOW.getTime() - 600_000)],
    )
    const answer = await identify(
      { number: { kind: 'cccd', value: '046085000778' }, bornOn: '1985-03-05' },
      account,
    )
    expect(answer).toMatchObject({
      status: 429,
      body: { code: 'identify.quota', facts: { limit: 400, retryAfterS: 3000 } },
    })
    const leaks = await ground.rows(`SELECT detail FROM audit_entry WHERE detail LIKE '%046085000777%'`)
    expect(leaks).toEqual([])
  })

  test('asking by a number who a walk-in may be is counted with it', async () => {
    const { places, sessions } = ground.world
    const account = await ground.world.addAccount('scanner', { sessionId: sessions.A })
    const ask = (numbers: object[]) =>
      ground.as(account, 'POST', url('walk-in-matches'), {
        fullName: 'Phan Thị Ai Đó',
        bornOn: '1985-01-01',
        wardId: places.wardA,
        numbers,
      })
    const number = { kind: 'cccd', value: '046085000780' }
    await ground.rows(
      `INSERT INTO audit_entry (lane, seq, at, actor_id, action, subject_kind, detail, hash)
       SELECT 31, 4000 + n, $2, $1, 'identifyPerson', 'person', '{}', '\\x00' FROM generate_series(1, 399) AS n`,
      [account.accountId, new Date(NOW.getTime() - 600_000)],
    )
    expect((await ask([number])).status).toBe(200)
    expect(await ask([number])).toMatchObject({ status: 429, body: { code: 'identify.quota' } })
    const sought = { number, bornOn: '1985-01-01' }
    expect((await identify(sought, account)).status).toBe(429)
    // Without a number nobody outside the session is looked for.
    expect((await ask([])).status).toBe(200)
  })

  test('twenty at once with ten left in the hour: ten are answered', async () => {
    const account = await ground.world.addAccount('scanner', { sessionId: ground.world.sessions.A })
    await ground.rows(
      `INSERT INTO audit_entry (lane, seq, at, actor_id, action, subject_kind, detail, hash)
       SELECT 31, 2000 + n, $2, $1, 'identifyPerson', 'person', '{}', '\\x00' FROM generate_series(1, 390) AS n`,
      [account.accountId, new Date(NOW.getTime() - 600_000)],
    )
    const sought = { number: { kind: 'cccd', value: '046085000779' }, bornOn: '1985-03-05' }
    const answers = await Promise.all(Array.from({ length: 20 }, () => identify(sought, account)))
    expect(answers.filter(({ status }) => status === 404)).toHaveLength(10)
    expect(answers.filter(({ status }) => status === 429)).toHaveLength(10)
  })
})

describe('check-in', () => {
  test('a person whose dose is due comes in, and a second time is told when', async () => {
    const personId = await ground.world.addPerson()
    const first = await checkIn([{ entryId: randomUUID(), personId, how: 'search' }])
    expect(first).toMatchObject({
      status: 200,
      body: { items: [{ personId, receipt: { outcome: 'accepted' }, refusal: null }] },
    })
    const second = await checkIn([{ entryId: randomUUID(), personId, how: 'search' }])
    expect(second).toMatchObject({
      status: 409,
      body: { code: 'visit.already-in', facts: { at: NOW.toISOString(), time: '08:00' } },
    })
  })

  test('the same check-in sent again is answered, not refused', async () => {
    const personId = await ground.world.addPerson()
    const entryId = randomUUID()
    await checkIn([{ entryId, personId, how: 'search' }])
    const again = await checkIn([{ entryId, personId, how: 'search' }])
    expect(again).toMatchObject({ status: 200, body: { items: [{ receipt: { outcome: 'duplicate' } }] } })
  })

  test('too early is refused with the day from which it may be given, and a reason opens the door', async () => {
    const personId = await ground.world.addPerson()
    await ground.put(ground.historyBody(personId, '2021-10-10'), ground.world.accounts.wardOfficial)
    const refused = await checkIn([{ entryId: randomUUID(), personId, how: 'search' }])
    expect(refused).toMatchObject({
      status: 422,
      body: { code: 'visit.too-early', facts: { earliestOn: '2021-10-31' } },
    })
    const override = await checkIn([
      { entryId: randomUUID(), personId, how: 'search', override: 'Sắp đi công tác xa' },
    ])
    expect(override).toMatchObject({ status: 200, body: { items: [{ receipt: { outcome: 'accepted' } }] } })
    expect(await ground.rows('SELECT reason FROM check_in WHERE person_id = $1', [personId])).toEqual([
      { reason: 'Sắp đi công tác xa' },
    ])
  })

  test('a person who has had everything is told so', async () => {
    const personId = await ground.world.addPerson()
    const { accounts } = ground.world
    for (const day of ['2021-07-01', '2021-08-01'])
      await ground.put(ground.historyBody(personId, day), accounts.wardOfficial)
    const refused = await checkIn([{ entryId: randomUUID(), personId, how: 'search' }])
    expect(refused).toMatchObject({ status: 422, body: { code: 'visit.series-complete' } })
  })

  test('a family comes in together: who may is in, who may not is told why', async () => {
    const [mother, child] = [
      await ground.world.addPerson(),
      await ground.world.addPerson({ bornOn: '2015-01-01' }),
    ]
    const answer = await checkIn([
      { entryId: randomUUID(), personId: mother, how: 'family' },
      { entryId: randomUUID(), personId: child, how: 'family' },
    ])
    expect(answer).toMatchObject({
      status: 200,
      body: {
        items: [
          { receipt: { outcome: 'accepted' } },
          { receipt: null, refusal: { code: 'visit.age', facts: { ageFrom: 12 } } },
        ],
      },
    })
  })

  test('a session that is not open, or of another day, lets nobody in', async () => {
    const personId = await ground.world.addPerson({ ward: 'B' })
    const account = ground.world.accounts.dataEntryB
    const ask = () =>
      ground.as(account, 'POST', `/v1/sessions/${ground.world.sessions.B}/check-ins`, {
        people: [{ entryId: randomUUID(), personId, how: 'search' }],
        capturedAt: NOW.toISOString(),
      })
    ground.setNow('2021-10-18T01:00:00Z')
    expect(await ask()).toMatchObject({
      status: 409,
      body: { code: 'session.wrong-day', facts: { sessionOn: '2021-10-17' } },
    })
    ground.setNow(NOW)
    await ground.rows(`UPDATE session SET state = 'planned' WHERE id = $1`, [ground.world.sessions.B])
    expect(await ask()).toMatchObject({ status: 409, body: { code: 'session.not-open' } })
    await ground.rows(`UPDATE session SET state = 'open' WHERE id = $1`, [ground.world.sessions.B])
  })

  test('people of another session do not exist here', async () => {
    const personId = await ground.world.addPerson({ ward: 'C' })
    expect(await checkIn([{ entryId: randomUUID(), personId, how: 'search' }])).toMatchObject({ status: 404 })
    const answer = await ground.as(ground.world.accounts.dataEntryB, 'POST', url('check-ins'), {
      people: [{ entryId: randomUUID(), personId, how: 'search' }],
      capturedAt: NOW.toISOString(),
    })
    expect(answer.status).toBe(404)
  })

  test('a walk-in is shown who it may be before a new person is made', async () => {
    const known = await ground.world.addPerson({ name: 'Hoàng Thị Trùng Tên', bornOn: '1977-05-05' })
    const elsewhere = await ground.world.addPerson({ ward: 'C', session: null, bornOn: '1977-05-05' })
    await giveNumber(elsewhere, 'cccd', '046177000001')
    const answer = await ground.as(ground.world.accounts.dataEntry, 'POST', url('walk-in-matches'), {
      fullName: 'hoang thi trung ten',
      bornOn: '1977-05-05',
      wardId: ground.world.places.wardA,
      numbers: [{ kind: 'cccd', value: '046177000001' }],
    })
    expect(answer.body).toMatchObject({
      items: [
        { where: 'here', reason: 'same-name-birth', person: { id: known } },
        { where: 'elsewhere', reason: 'same-identifier', person: null },
      ],
    })
  })

  test('search finds without diacritics, inside the scope only', async () => {
    const here = await ground.world.addPerson({ name: 'Đặng Ngọc Quỳnh' })
    await ground.world.addPerson({ name: 'Đặng Ngọc Quỳnh', ward: 'C' })
    const answer = await ground.as(ground.world.accounts.scanner, 'POST', url('searches'), {
      q: 'ngoc quynh',
    })
    expect((answer.body['items'] as Card[]).map(({ person }) => person.id)).toEqual([here])
  })
})

describe('a visit', () => {
  test('a dose that waits for a decision is told to every table before the needle, until it is decided', async () => {
    const personId = await ground.world.addPerson()
    const { accounts, sessions } = ground.world
    const [held, lost] = [randomUUID(), randomUUID()]
    const at = { ...ground.envelope(), personId, sessionId: sessions.A }
    await ground.put({ ...at, kind: 'check-in', how: 'search' })
    await ground.put({ ...at, kind: 'consent', agreed: 'agreed' })
    await ground.put({ ...at, kind: 'screening', outcome: 'eligible' }, accounts.screening)
    expect((await cardOf(personId)).body['gate']).toBe(null)
    // A scanner may not inject.
    for (const id of [held, lost])
      expect((await ground.put(ground.doseBody(personId), accounts.scanner, id)).status).toBe(202)
    expect((await cardOf(personId)).body).toMatchObject({
      gate: 'visit.dose-held',
      visit: { state: 'screened', doseIds: [], heldDoseIds: expect.arrayContaining([held, lost]) },
    })
    const decide = async (entryId: string, decision: string) => {
      const [item] = await ground.rows<{ id: string }>('SELECT id FROM review_item WHERE subject_key = $1', [
        entryId,
      ])
      const body = { id: randomUUID(), decision, reason: 'Đã hỏi trưởng điểm' }
      const answer = await ground.as(accounts.cityCentre, 'POST', `/v1/reviews/${item!.id}/decisions`, body)
      expect(answer.status).toBe(200)
    }
    await decide(lost, 'set-aside')
    expect((await cardOf(personId)).body).toMatchObject({ visit: { heldDoseIds: [held] } })
    await decide(held, 'released')
    expect((await cardOf(personId)).body).toMatchObject({
      gate: null,
      next: { code: 'visit.given-today' },
      visit: { state: 'given', doseIds: [held], heldDoseIds: [] },
    })
  })

  test('from consent to the slip: each gate is told, the slip waits half an hour and counts its copies', async () => {
    const personId = await ground.world.addPerson()
    const { accounts, sessions } = ground.world
    const gate = async () => (await cardOf(personId)).body['gate']
    const at = (count: number) => ({ ...ground.envelope(minutes(count)), personId, sessionId: sessions.A })
    await checkIn([{ entryId: randomUUID(), personId, how: 'search' }])
    expect(await gate()).toBe('visit.no-consent')
    await ground.put({ ...at(1), kind: 'consent', agreed: 'agreed' })
    expect(await gate()).toBe('visit.not-screened')
    await ground.put(
      { ...at(2), kind: 'screening', outcome: 'deferred', findings: ['3'] },
      accounts.screening,
    )
    expect(await gate()).toBe('visit.not-cleared')
    await ground.put(
      { ...at(3), kind: 'screening', outcome: 'caution', findings: ['7'], vitals: { temperature: 36.8 } },
      accounts.screening,
    )
    expect(await gate()).toBe(null)
    const form = await ground.as(accounts.dataEntry, 'GET', url(`people/${personId}/screening-form`))
    expect(form.body).toMatchObject({
      screening: { outcome: 'caution', findings: ['7'] },
      consent: { agreed: 'agreed' },
      siteName: 'Trạm Y tế A',
    })
    const papers = await ground.as(accounts.wardOfficial, 'GET', url('papers?limit=200'))
    expect(papers.body).toMatchObject({
      siteName: 'Trạm Y tế A',
      documentNumber: form.body['documentNumber'],
    })
    const printed = papers.body['people'] as { card: { person: { id: string } } }[]
    expect(printed.map(({ card }) => card.person.id)).toContain(personId)
    const slip = () => ground.as(accounts.dataEntry, 'POST', url(`people/${personId}/slips`))
    expect(await slip()).toMatchObject({ status: 409, body: { code: 'slip.no-dose' } })
    const doseId = randomUUID()
    await ground.put(ground.doseBody(personId, { capturedAt: minutes(5) }), accounts.vaccinator, doseId)
    ground.setNow(minutes(20))
    expect(await slip()).toMatchObject({
      status: 409,
      body: { code: 'slip.too-early', facts: { readyAt: minutes(35) } },
    })
    await ground.put({ ...at(35), kind: 'observation', startedAt: minutes(5), endedAt: minutes(35) })
    const reaction = {
      ...at(36),
      kind: 'reaction',
      doseId,
      onsetAt: minutes(20),
      where: 'site',
      severity: 'common',
      symptoms: ['sốt'],
    }
    expect((await ground.put(reaction)).body).toMatchObject({ outcome: 'accepted' })
    ground.setNow(minutes(36))
    const made = await slip()
    expect(made).toMatchObject({
      status: 201,
      body: { copy: 1, doses: [{ doseId, step: 'primary-1', isHere: true, lotCode: 'FK0112' }] },
    })
    const again = await slip()
    expect(again.body).toMatchObject({ copy: 2, number: `${String(made.body['number'])}/2` })
    const prints = await ground.as(accounts.dataEntry, 'GET', url(`people/${personId}/slips`))
    expect(prints.body['items']).toHaveLength(2)
    expect((await cardOf(personId)).body).toMatchObject({
      visit: { state: 'observed' },
      next: { kind: 'refused', code: 'visit.given-today' },
    })
  })

  test('a session tells how it stands: people, doses, stock, crew, and what was not entered', async () => {
    const { sessions, accounts, lotId } = ground.world
    await ground.rows(
      `INSERT INTO open_vial (id, session_id, lot_id, opened_at, discard_by, nominal_doses) SELECT gen_random_uuid(), $1, $2, $3, $3, 6 FROM generate_series(1, 40)`,
      [sessions.A, lotId, NOW],
    )
    await ground.rows(`UPDATE session SET override_reason = 'Thiếu người quét mã' WHERE id = $1`, [
      sessions.A,
    ])
    const answer = await ground.as(accounts.siteLead, 'GET', url('status'))
    expect(answer).toMatchObject({
      status: 200,
      body: {
        state: 'open',
        overrideReason: 'Thiếu người quét mã',
        stock: { issued: 120, openedNominal: 240 },
      },
    })
    const body = answer.body as unknown as {
      counts: { given: number; counted: number; observed: number; reactionsCommon: number }
      stock: { used: number }
      notEntered: number
    }
    expect(body.counts).toMatchObject({ observed: 1, reactionsCommon: 1 })
    expect(body.stock.used).toBe(body.counts.counted)
    expect(body.notEntered).toBe(240 - body.counts.given)
    expect((await ground.as(accounts.dataEntryB, 'GET', url('status'))).status).toBe(404)
  })

  test('screened again, the newest result counts; the counts of the session follow', async () => {
    const personId = await ground.world.addPerson()
    const { sessions, accounts } = ground.world
    const screening = (count: number, outcome: string) =>
      withId({
        ...ground.envelope(minutes(count)),
        kind: 'screening',
        personId,
        sessionId: sessions.A,
        outcome,
      })
    const before = await ground.rows<{ eligible: number }>(
      'SELECT eligible FROM session_count WHERE session_id = $1',
      [sessions.A],
    )
    await ground.sync([screening(9, 'eligible'), screening(4, 'deferred')], accounts.screening)
    const after = await ground.rows<{ eligible: number }>(
      'SELECT eligible FROM session_count WHERE session_id = $1',
      [sessions.A],
    )
    expect(after[0]!.eligible).toBe(before[0]!.eligible + 1)
  })
})
