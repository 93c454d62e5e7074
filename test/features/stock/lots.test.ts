import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { formatGs1 } from '#domain/identity/gs1.ts'
import { vietnamProducts } from '#domain/rules-vn.ts'
import { transact } from '#db/db.ts'
import { foundStock } from '#features/stock/found-stock.ts'
import { importProducts } from '#features/stock/import-products.ts'
import { createTestApp, type TestApp } from '../../support/app.ts'
import { readPages, stockOf } from './ground.ts'

let ground: TestApp
let stock: ReturnType<typeof stockOf>
let products: Map<string, string>
beforeAll(async () => {
  ground = await createTestApp()
  stock = stockOf(ground)
  products = await transact(ground.deps.db, (tx) => importProducts(tx, vietnamProducts, ground.deps.newId))
})
afterAll(() => ground.close())

const GTIN = '08936000000011'

describe('founding', () => {
  test('importing products twice keeps one of each and what people edited', async () => {
    const again = await transact(ground.deps.db, (tx) =>
      importProducts(tx, vietnamProducts, ground.deps.newId),
    )
    expect(again).toEqual(products)
    expect(products.get('comirnaty-30')).toBe(ground.world.productId)
    const listed = await ground.as(ground.world.accounts.scanner, 'GET', '/v1/products')
    expect((listed.body['items'] as unknown[]).length).toBe(vietnamProducts.length)
  })

  test('founding the stock again finds the holders that are there', async () => {
    const before = await stock.count('holder')
    const { centre } = await transact(ground.deps.db, (tx) =>
      foundStock(tx, {
        centrePlaceId: ground.world.places.city,
        newId: ground.deps.newId,
        at: ground.deps.clock(),
      }),
    )
    expect(centre.id).toBe(ground.world.holders.centre)
    expect(await stock.count('holder')).toBe(before)
  })
})

describe('receiving a lot', () => {
  test('vials arrive from the supplier, with lot, expiry, ledger line and one audit row', async () => {
    const audits = await stock.count('audit_entry')
    const made = await stock.lot({ holderId: ground.world.holders.centre }, 10)
    expect(await stock.doses(ground.world.holders.centre, made.id)).toBe(60)
    expect(await stock.count('audit_entry')).toBe(audits + 1)
    const detail = await ground.as(ground.world.accounts.cityCentre, 'GET', `/v1/lots/${made.id}`)
    expect(detail.body).toMatchObject({
      lot: { code: made.code, status: 'ok', expiresOn: '2021-12-31', useByOn: '2021-12-31' },
      where: [{ holder: { kind: 'centre', placeName: 'Thành phố Thử' }, doses: 60 }],
    })
  })

  test('sent again it is the same receipt; with other content it is refused', async () => {
    const made = await stock.lot({ holderId: ground.world.holders.centre }, 10)
    const again = await stock.post(ground.world.accounts.cityCentre, '/v1/lots/receipts', made.receipt)
    expect(again.status).toBe(201)
    expect(again.body).toMatchObject({ movement: { id: made.receipt.id, doses: 60 } })
    for (const other of [{ vials: 11 }, { expiresOn: '2022-01-31' }, { documentNumber: 'PXK khác' }])
      expect(
        await stock.post(ground.world.accounts.cityCentre, '/v1/lots/receipts', {
          ...made.receipt,
          ...other,
        }),
      ).toMatchObject({ status: 422, body: { code: 'stock.id-used' } })
    expect(await stock.doses(ground.world.holders.centre, made.id)).toBe(60)
  })

  test('one receipt sent eight times at once is one line', async () => {
    const made = await stock.lot({ holderId: ground.world.holders.centre }, 1)
    const receipt = { ...made.receipt, id: randomUUID(), vials: 5 }
    const answers = await Promise.all(
      Array.from({ length: 8 }, () =>
        stock.post(ground.world.accounts.cityCentre, '/v1/lots/receipts', receipt),
      ),
    )
    expect(answers.map((answer) => answer.status)).toEqual(Array.from({ length: 8 }, () => 201))
    expect(await stock.doses(ground.world.holders.centre, made.id)).toBe(36)
  })

  test('where the centre keeps none, a ward receives; its store is made when first needed', async () => {
    const made = await stock.lot({ wardId: ground.world.places.wardA }, 2)
    expect(await stock.doses(ground.world.holders.wardA, made.id)).toBe(12)
    expect(
      await stock.post(ground.world.accounts.cityCentre, '/v1/lots/receipts', {
        ...made.receipt,
        id: randomUUID(),
        to: { wardId: ground.world.places.groupA },
      }),
    ).toMatchObject({ status: 404 })
  })

  test('the same lot under another spelling is the same lot, and its expiry cannot slip in by a receipt', async () => {
    const made = await stock.lot({ holderId: ground.world.holders.centre }, 1)
    const spelled = { ...made.receipt, id: randomUUID(), lotCode: made.code.replace('T-', 't ') }
    const answer = await stock.post(ground.world.accounts.cityCentre, '/v1/lots/receipts', spelled)
    expect(answer.body).toMatchObject({ lot: { id: made.id, code: made.code } })
    expect(
      await stock.post(ground.world.accounts.cityCentre, '/v1/lots/receipts', {
        ...made.receipt,
        id: randomUUID(),
        expiresOn: '2022-03-31',
      }),
    ).toMatchObject({
      status: 409,
      body: { code: 'stock.lot-expiry-differs', facts: { expiresOn: '2021-12-31' } },
    })
  })

  test('an expired lot, a day to come, an unknown product and a holder that is no store are refused by name', async () => {
    const body = {
      id: randomUUID(),
      to: { holderId: ground.world.holders.centre },
      productId: ground.world.productId,
      lotCode: 'CU-01',
      expiresOn: '2021-12-31',
      vials: 1,
      documentNumber: 'PXK',
    }
    const refusal = async (more: object) => {
      const answer = await stock.post(ground.world.accounts.cityCentre, '/v1/lots/receipts', {
        ...body,
        ...more,
      })
      return [answer.status, answer.body.code]
    }
    expect(await refusal({ expiresOn: '2021-10-16' })).toEqual([409, 'stock.lot-expired'])
    expect(await refusal({ receivedOn: '2021-10-18' })).toEqual([422, 'stock.day-wrong'])
    expect(await refusal({ productId: randomUUID() })).toEqual([404, 'not-found'])
    expect(await refusal({ to: { holderId: ground.world.sessionHolders.A } })).toEqual([
      422,
      'stock.wrong-holder',
    ])
    expect(await refusal({ vials: 0 })).toEqual([400, 'request.invalid'])
    expect(await refusal({ lotCode: undefined })).toEqual([422, 'stock.lot-code-missing'])
  })

  test('a scanned pack tells product, lot and expiry; what is typed must agree with it', async () => {
    const productId = products.get('vaxzevria')!
    const url = `/v1/products/${productId}/gtin`
    const centre = ground.world.accounts.cityCentre
    expect((await ground.as(centre, 'PUT', url, { gtin: GTIN })).status).toBe(200)
    expect((await ground.as(centre, 'PUT', url, { gtin: GTIN })).status).toBe(200)
    expect(await ground.as(centre, 'PUT', url, { gtin: '08936000000013' })).toMatchObject({
      body: { code: 'stock.code-unreadable' },
    })
    expect(
      await ground.as(centre, 'PUT', `/v1/products/${ground.world.productId}/gtin`, { gtin: GTIN }),
    ).toMatchObject({ status: 409, body: { code: 'stock.code-taken' } })

    const gs1 = formatGs1({ gtin: GTIN, expiresOn: '2022-02-28', lot: 'ABW1234', serial: '77' })
    const body = {
      id: randomUUID(),
      to: { holderId: ground.world.holders.centre },
      gs1,
      vials: 5,
      documentNumber: 'PXK',
    }
    expect(await stock.post(centre, '/v1/lots/receipts', body)).toMatchObject({
      status: 201,
      body: {
        lot: { code: 'ABW1234', productId, expiresOn: '2022-02-28' },
        movement: { doses: 50, vials: 5 },
      },
    })
    const refusal = async (more: object) =>
      (await stock.post(centre, '/v1/lots/receipts', { ...body, id: randomUUID(), ...more })).body
    expect(await refusal({ lotCode: 'ABW1235' })).toMatchObject({
      code: 'stock.code-differs',
      facts: { field: 'lotCode' },
    })
    expect(await refusal({ expiresOn: '2022-03-01' })).toMatchObject({ code: 'stock.code-differs' })
    expect(await refusal({ productId: ground.world.productId })).toMatchObject({ code: 'stock.code-differs' })
    expect(await refusal({ gs1: 'không phải mã vạch' })).toMatchObject({ code: 'stock.code-unreadable' })
  })

  test('only the centre receives: a ward may not, and outside the function nobody learns of a place', async () => {
    const made = await stock.lot({ wardId: ground.world.places.wardA }, 1)
    expect(
      await stock.post(ground.world.accounts.wardOfficial, '/v1/lots/receipts', {
        ...made.receipt,
        id: randomUUID(),
      }),
    ).toMatchObject({ status: 403, body: { code: 'forbidden' } })
    const ofCity = await ground.world.addAccount('city-centre', { placeId: ground.world.places.city })
    expect(
      await stock.post(ofCity, '/v1/lots/receipts', {
        ...made.receipt,
        id: randomUUID(),
        to: { wardId: ground.world.places.wardC },
      }),
    ).toMatchObject({ status: 404 })
  })
})

describe('what is decided about a lot', () => {
  // Decisions of one day follow one another: each comes a second after the one before.
  const decide = (lotId: string, body: object) => {
    ground.setNow(new Date(ground.deps.clock().getTime() + 1000))
    return stock.post(ground.world.accounts.cityCentre, `/v1/lots/${lotId}/events`, {
      id: randomUUID(),
      documentNumber: 'CV thử',
      ...body,
    })
  }

  test('an expiry is extended by a document, and the earlier one stays written', async () => {
    const { id } = await stock.lot({ holderId: ground.world.holders.centre }, 1)
    const event = { id: randomUUID(), kind: 'expiry', expiresOn: '2022-03-31', documentNumber: 'CV 10225' }
    const answer = await decide(id, event)
    expect(answer).toMatchObject({
      status: 201,
      body: {
        lot: { expiresOn: '2022-03-31' },
        events: [{ valueOn: '2022-03-31', documentNumber: 'CV 10225' }, { valueOn: '2021-12-31' }],
      },
    })
    expect((await decide(id, event)).status).toBe(201)
    expect((await decide(id, { ...event, expiresOn: '2022-04-30' })).body.code).toBe('stock.id-used')
    expect(await stock.count('lot_event WHERE lot_id = $1', [id])).toBe(2)
    expect((await decide(id, { kind: 'expiry', expiresOn: '2022-04-30', documentNumber: '' })).status).toBe(
      400,
    )
  })

  test('thawing shortens the time of use; what is never frozen has none', async () => {
    const frozen = await stock.lot({ holderId: ground.world.holders.centre }, 1)
    const thawed = await decide(frozen.id, { kind: 'thaw', thawedOn: '2021-10-15' })
    expect(thawed.body).toMatchObject({ lot: { expiresOn: '2021-12-31', useByOn: '2021-11-15' } })
    expect((await decide(frozen.id, { kind: 'thaw', thawedOn: '2021-10-18' })).body.code).toBe(
      'stock.day-wrong',
    )
    const never = await stock.lot({ holderId: ground.world.holders.centre }, 1, {
      productId: products.get('vero-cell')!,
    })
    expect((await decide(never.id, { kind: 'thaw', thawedOn: '2021-10-15' })).body.code).toBe(
      'stock.lot-never-frozen',
    )
  })

  test('a second thaw prolongs nothing; a mistaken one is withdrawn with its reason, once', async () => {
    const { id } = await stock.lot({ holderId: ground.world.holders.centre }, 2)
    const other = await stock.lot({ holderId: ground.world.holders.centre }, 1)
    const wrong = { id: randomUUID(), kind: 'thaw', thawedOn: '2021-09-10' }
    expect((await decide(id, wrong)).body).toMatchObject({ lot: { useByOn: '2021-10-11' } })
    const more = await decide(id, { kind: 'thaw', thawedOn: '2021-10-15' })
    expect(more.body).toMatchObject({ lot: { useByOn: '2021-10-11' } })

    const withdrawal = {
      id: randomUUID(),
      kind: 'withdrawal',
      withdrawsId: wrong.id,
      reason: 'Ghi nhầm tháng, đối chiếu sổ kho',
    }
    expect((await decide(other.id, withdrawal)).body.code).toBe('stock.event-not-standing')
    expect((await decide(id, { ...withdrawal, reason: '' })).status).toBe(400)
    const corrected = await decide(id, withdrawal)
    expect(corrected.body).toMatchObject({ lot: { useByOn: '2021-11-15' } })
    expect(corrected.body).toMatchObject({
      events: [withdrawal, { kind: 'thaw', valueOn: '2021-11-15' }, wrong, { kind: 'expiry' }],
    })
    expect((await decide(id, withdrawal)).status).toBe(201)
    expect((await decide(id, { ...withdrawal, id: randomUUID() })).body.code).toBe('stock.event-not-standing')
  })

  test('minutes on the road that were mistyped are withdrawn; an expiry is amended instead', async () => {
    const { id } = await stock.lot({ holderId: ground.world.holders.centre }, 1)
    await decide(id, { kind: 'transport', minutes: 40 })
    const wrong = { id: randomUUID(), kind: 'transport', minutes: 9500 }
    expect((await decide(id, wrong)).body.transportMinutes).toBe(9540)
    const withdrawal = { kind: 'withdrawal', withdrawsId: wrong.id, reason: 'Thừa hai số không' }
    expect((await decide(id, withdrawal)).body.transportMinutes).toBe(40)
    const expiry = { id: randomUUID(), kind: 'expiry', expiresOn: '2022-03-31' }
    await decide(id, expiry)
    expect((await decide(id, { ...withdrawal, withdrawsId: expiry.id })).body.code).toBe(
      'stock.event-not-standing',
    )
  })

  test('quarantine ends with release, recall with nothing; the recall list says where the lot lies', async () => {
    const { id } = await stock.lot({ holderId: ground.world.holders.centre }, 2)
    const ward = await stock.lot({ wardId: ground.world.places.wardB }, 2)
    expect((await decide(id, { kind: 'release' })).body.code).toBe('stock.lot-not-quarantined')
    expect((await decide(id, { kind: 'quarantine' })).body).toMatchObject({ lot: { status: 'quarantine' } })
    expect((await decide(id, { kind: 'release' })).body).toMatchObject({ lot: { status: 'ok' } })
    expect((await decide(ward.id, { kind: 'recall' })).body).toMatchObject({
      lot: { status: 'recalled' },
      where: [{ holder: { kind: 'ward', placeId: ground.world.places.wardB }, doses: 12 }],
    })
    expect((await decide(ward.id, { kind: 'release' })).body.code).toBe('stock.lot-recalled')
    const seenByA = await ground.as(ground.world.accounts.wardOfficial, 'GET', `/v1/lots/${ward.id}`)
    expect(seenByA.body).toMatchObject({ lot: { status: 'recalled' }, where: [] })
  })

  test('only the centre decides; a lot that does not exist is not found', async () => {
    const { id } = await stock.lot({ holderId: ground.world.holders.centre }, 1)
    expect(
      (
        await stock.post(ground.world.accounts.siteLead, `/v1/lots/${id}/events`, {
          id: randomUUID(),
          kind: 'recall',
          documentNumber: 'CV',
        })
      ).status,
    ).toBe(403)
    expect((await decide(randomUUID(), { kind: 'recall' })).status).toBe(404)
  })
})

test('lots are listed page by page without gap or repeat', async () => {
  const seen = await readPages(ground, ground.world.accounts.supervisor, '/v1/lots?limit=3')
  expect(new Set(seen).size).toBe(seen.length)
  expect(seen.length).toBe(await stock.count('lot'))
  const foreign = Buffer.from('["không phải mã"]').toString('base64url')
  expect(
    await ground.as(ground.world.accounts.supervisor, 'GET', `/v1/lots?cursor=${foreign}`),
  ).toMatchObject({
    status: 400,
  })
})
