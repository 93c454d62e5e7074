import { randomUUID } from 'node:crypto'
import { drizzle } from 'drizzle-orm/node-postgres'
import { Client } from 'pg'
import { permissionsOf, type Role } from '#domain/access.ts'
import { foldName } from '#domain/place-names.ts'
import { accessGrant, account, authority, grantReach, signInFamily } from '#db/tables/accounts.ts'
import { ageCut, campaign, campaignProduct, targetGroup } from '#db/tables/campaigns.ts'
import { place, placeName, placeWithin } from '#db/tables/geography.ts'
import { person } from '#db/tables/registrants.ts'
import { session, sessionPerson, site } from '#db/tables/sessions.ts'
import { balance, holder, lot, lotEvent, movement, product } from '#db/tables/stock.ts'
import type { TestDatabase } from './database.ts'

/** The day on which the tests live: 17 October 2021, 08:00 in Huế. */
export const NOW = new Date('2021-10-17T01:00:00Z')
export const TODAY = '2021-10-17'
export const NIL = '00000000-0000-0000-0000-000000000000'

export const authorityOfTests = {
  id: '0f000000-0000-4000-8000-000000000001',
  code: '46-474',
  name: 'Thành phố thử',
  country: 'VN' as const,
  timeZone: 'Asia/Ho_Chi_Minh',
}

/** An account with one grant, and the sign-in that its token names. */
export type TestAccount = {
  accountId: string
  familyId: string
  role: Role
  /** Raised by the service when the account's grants change; 1 at first. */
  sessionVersion?: number
}

/**
 * A small city laid down as rows, for tests whose subject is not how it came to be: two districts, wards A and B in the
 * first, C in the second; a campaign of one product with one lot at the centre and at each ward; in each ward a fixed
 * site with a fridge and a session today; one account per role at ward A (site roles at its session).
 */
export type World = Awaited<ReturnType<typeof createWorld>>

export async function createWorld(database: TestDatabase) {
  const client = new Client({ connectionString: database.superuserUrl })
  await client.connect()
  const db = drizzle(client)
  const since = new Date('2021-01-01T00:00:00Z')
  try {
    await db
      .insert(authority)
      .values({ ...authorityOfTests, timelineId: randomUUID(), pgSystemId: 'test', pgTimeline: 1 })
    await db.insert(ageCut).values([0, 5, 12, 18, 50, 65].map((fromAge) => ({ fromAge })))

    const places = {
      province: randomUUID(),
      city: randomUUID(),
      otherCity: randomUUID(),
      wardA: randomUUID(),
      wardB: randomUUID(),
      wardC: randomUUID(),
      groupA: randomUUID(),
    }
    const tree = [
      { id: places.province, kind: 'province', parentId: null, code: '46', name: 'Tỉnh Thử' },
      { id: places.city, kind: 'district', parentId: places.province, code: '474', name: 'Thành phố Thử' },
      { id: places.otherCity, kind: 'district', parentId: places.province, code: '475', name: 'Thị xã Khác' },
      { id: places.wardA, kind: 'ward', parentId: places.city, code: '19753', name: 'Phường Thuận Thử' },
      { id: places.wardB, kind: 'ward', parentId: places.city, code: '19750', name: 'Phường Tây Thử' },
      { id: places.wardC, kind: 'ward', parentId: places.otherCity, code: '19999', name: 'Xã Xa Thử' },
      { id: places.groupA, kind: 'group', parentId: places.wardA, code: '01', name: 'Tổ dân phố 1' },
    ]
    const ancestry = (id: string | null): string[] => {
      const found = tree.find((row) => row.id === id)
      return found === undefined ? [] : [found.id, ...ancestry(found.parentId)]
    }
    await db
      .insert(place)
      .values(tree.map(({ id, kind, parentId }) => ({ id, kind, parentId, validFrom: '2021-01-01' })))
    await db.insert(placeName).values(
      tree.map(({ id, kind, parentId, code, name }) => ({
        placeId: id,
        kind,
        code,
        name,
        nameFolded: foldName(name),
        validFrom: '2021-01-01',
        withinId: kind === 'group' ? parentId : null,
      })),
    )
    await db.insert(placeWithin).values(
      tree.flatMap(({ id }) =>
        ancestry(id).map((ancestorId, depth) => ({
          placeId: id,
          ancestorId,
          depth,
          validFrom: '2021-01-01',
        })),
      ),
    )

    const campaignId = randomUUID()
    await db.insert(campaign).values({
      id: campaignId,
      name: 'Đợt tiêm thử',
      antigen: 'covid-19',
      fromOn: '2021-10-01',
      toOn: '2021-12-31',
      state: 'open',
    })
    const adults = randomUUID()
    await db
      .insert(targetGroup)
      .values({ id: adults, campaignId, name: 'Từ 18 tuổi', ageFrom: 18, ageTo: null })
    const productId = randomUUID()
    await db.insert(product).values({
      id: productId,
      antigen: 'covid-19',
      family: 'pfizer',
      code: 'comirnaty-30',
      name: 'Comirnaty 30 µg',
      dosesPerVial: 6,
      maxDosesPerVial: 7,
      storeClass: 'ultra-cold',
      thawDays: 31,
      openHours: 6,
    })
    await db.insert(campaignProduct).values({ campaignId, productId })
    const lotId = randomUUID()
    await db
      .insert(lot)
      .values({ id: lotId, productId, code: 'FK0112', codeFolded: 'fk0112', createdAt: since })
    await db.insert(lotEvent).values({
      id: randomUUID(),
      lotId,
      kind: 'expiry',
      valueOn: '2021-12-31',
      decidedOn: '2021-09-01',
      at: since,
    })

    const holders = {
      supplier: randomUUID(),
      used: randomUUID(),
      wasted: randomUUID(),
      unaccounted: randomUUID(),
      overfill: randomUUID(),
      centre: randomUUID(),
      wardA: randomUUID(),
      wardB: randomUUID(),
      wardC: randomUUID(),
    }
    const boundary = ['supplier', 'used', 'wasted', 'unaccounted', 'overfill'] as const
    await db
      .insert(holder)
      .values([
        ...boundary.map((kind) => ({ id: holders[kind], kind, createdAt: since })),
        { id: holders.centre, kind: 'centre', placeId: places.city, createdAt: since },
        { id: holders.wardA, kind: 'ward', placeId: places.wardA, createdAt: since },
        { id: holders.wardB, kind: 'ward', placeId: places.wardB, createdAt: since },
        { id: holders.wardC, kind: 'ward', placeId: places.wardC, createdAt: since },
      ])

    const wards = ['A', 'B', 'C'] as const
    const sites = { A: randomUUID(), B: randomUUID(), C: randomUUID() }
    const sessions = { A: randomUUID(), B: randomUUID(), C: randomUUID() }
    const fridges = { A: randomUUID(), B: randomUUID(), C: randomUUID() }
    const sessionHolders = { A: randomUUID(), B: randomUUID(), C: randomUUID() }
    for (const ward of wards) {
      await db.insert(site).values({
        id: sites[ward],
        name: `Trạm Y tế ${ward}`,
        kind: 'fixed',
        wardId: places[`ward${ward}`],
        validFrom: '2021-01-01',
      })
      await db.insert(session).values({
        id: sessions[ward],
        siteId: sites[ward],
        wardId: places[`ward${ward}`],
        campaignId,
        sessionOn: TODAY,
        capacity: 500,
        state: 'open',
        openedAt: NOW,
      })
      await db.insert(holder).values([
        {
          id: fridges[ward],
          kind: 'fridge',
          siteId: sites[ward],
          placeId: places[`ward${ward}`],
          createdAt: since,
        },
        {
          id: sessionHolders[ward],
          kind: 'session',
          sessionId: sessions[ward],
          siteId: sites[ward],
          placeId: places[`ward${ward}`],
          createdAt: since,
        },
      ])
    }

    // 6,000 doses arrived at the centre; each ward store got 600, and 120 of them were issued to its session.
    const move = (kind: string, fromHolderId: string, toHolderId: string, doses: number) => ({
      id: randomUUID(),
      kind,
      fromHolderId,
      toHolderId,
      lotId,
      productId,
      doses,
      vials: doses / 6,
      occurredOn: '2021-10-16',
      recordedAt: since,
      causeKind: 'test',
    })
    await db
      .insert(movement)
      .values([
        move('receipt', holders.supplier, holders.centre, 6000),
        ...wards.flatMap((ward) => [
          move('dispatch', holders.centre, holders[`ward${ward}`], 600),
          move('issue', holders[`ward${ward}`], sessionHolders[ward], 120),
        ]),
      ])
    await db.insert(balance).values([
      { holderId: holders.centre, holderKind: 'centre', lotId, doses: 6000 - 3 * 600 },
      ...wards.flatMap((ward) => [
        { holderId: holders[`ward${ward}`], holderKind: 'ward', lotId, doses: 480 },
        { holderId: sessionHolders[ward], holderKind: 'session', lotId, doses: 120 },
      ]),
    ])

    /** An invented person living in the ward; listed in its session of today unless said otherwise. */
    async function addPerson(
      options: {
        ward?: 'A' | 'B' | 'C'
        name?: string
        bornOn?: string
        session?: 'A' | 'B' | 'C' | null
        phone?: string
        priorityCode?: number
      } = {},
    ) {
      const own = new Client({ connectionString: database.superuserUrl })
      await own.connect()
      try {
        const connection = drizzle(own)
        const id = randomUUID()
        const fullName = options.name ?? `Nguyễn Văn Thử ${id.slice(0, 4)}`
        const ward = options.ward ?? 'A'
        await connection.insert(person).values({
          id,
          canonicalId: id,
          wardId: places[`ward${ward}`],
          groupId: ward === 'A' ? places.groupA : null,
          fullName,
          fullNameFolded: foldName(fullName),
          nameKey: foldName(fullName).split(' ').toReversed().join(' '),
          bornOn: options.bornOn ?? '1985-03-05',
          bornPrecision: 'day',
          sex: 'male',
          priorityCode: options.priorityCode ?? 10,
          phone: options.phone ?? '',
          createdAt: since,
        })
        const called = options.session === undefined ? ward : options.session
        if (called !== null)
          await connection.insert(sessionPerson).values({
            sessionId: sessions[called],
            personId: id,
            wardId: places[`ward${called}`],
            how: 'called',
            addedAt: since,
          })
        return id
      } finally {
        await own.end()
      }
    }

    /** An account with one grant from 2021-01-01 on. No target = the whole authority. */
    async function addAccount(
      role: Role,
      target: { placeId?: string; siteId?: string; sessionId?: string } = {},
      secretHash = 'none',
    ): Promise<TestAccount> {
      const own = new Client({ connectionString: database.superuserUrl })
      await own.connect()
      try {
        const connection = drizzle(own)
        const accountId = randomUUID()
        const familyId = randomUUID()
        const grantId = randomUUID()
        await connection.insert(account).values({
          id: accountId,
          signInName: `${role}-${accountId.slice(0, 8)}`,
          fullName: `Cán bộ ${role}`,
          secretHash,
          secretKind: 'password',
          createdAt: since,
        })
        await connection
          .insert(accessGrant)
          .values({ id: grantId, accountId, role, validFrom: since, ...target })
        const targets =
          target.placeId === undefined
            ? [target.siteId ?? target.sessionId ?? NIL]
            : tree.filter((row) => ancestry(row.id).includes(target.placeId!)).map((row) => row.id)
        await connection
          .insert(grantReach)
          .values(
            permissionsOf(role).flatMap((permission) =>
              targets.map((targetId) => ({ accountId, permission, targetId, validFrom: since, grantId })),
            ),
          )
        await connection.insert(signInFamily).values({
          id: familyId,
          accountId,
          refreshHash: Buffer.alloc(32),
          createdAt: since,
          expiresAt: new Date('2030-01-01T00:00:00Z'),
        })
        return { accountId, familyId, role }
      } finally {
        await own.end()
      }
    }

    const accounts = {
      wardOfficial: await addAccount('ward-official', { placeId: places.wardA }),
      wardOfficialB: await addAccount('ward-official', { placeId: places.wardB }),
      wardOfficialC: await addAccount('ward-official', { placeId: places.wardC }),
      scanner: await addAccount('scanner', { sessionId: sessions.A }),
      dataEntry: await addAccount('data-entry', { sessionId: sessions.A }),
      dataEntryB: await addAccount('data-entry', { sessionId: sessions.B }),
      screening: await addAccount('screening', { sessionId: sessions.A }),
      vaccinator: await addAccount('vaccinator', { sessionId: sessions.A }),
      siteLead: await addAccount('site-lead', { siteId: sites.A }),
      cityCentre: await addAccount('city-centre'),
      supervisor: await addAccount('supervisor'),
      admin: await addAccount('admin'),
    }
    return {
      places,
      campaignId,
      targetGroupId: adults,
      productId,
      lotId,
      holders,
      sites,
      sessions,
      fridges,
      sessionHolders,
      accounts,
      addPerson,
      addAccount,
    }
  } finally {
    await client.end()
  }
}
