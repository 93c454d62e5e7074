import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { formatGs1, parseGs1 } from '#domain/identity/gs1.ts'
import { checkLotSeen, foldLotCode, judgePack } from '#domain/lot-pack.ts'

const TODAY = '2021-10-17'
const GTIN = '08936000000011'
const OTHER_GTIN = '08936000000028'
const codes = fc.stringMatching(/^[A-Z]{2}[0-9]{4}$/)
const scan = (lot: string, gtin = GTIN) => formatGs1({ gtin, expiresOn: '2022-02-28', lot, serial: '77' })

describe('the lot in the hand', () => {
  test('is this one by its barcode or its printed code, however written, and by no other’s', () => {
    fc.assert(
      fc.property(codes, codes, (code, other) => {
        const lot = { code, gtin: GTIN }
        expect(checkLotSeen(scan(code), lot, TODAY)).toBe('scanned')
        expect(checkLotSeen(` ${code.slice(0, 2).toLowerCase()}-${code.slice(2)} `, lot, TODAY)).toBe('typed')
        if (foldLotCode(code) !== foldLotCode(other)) {
          expect(checkLotSeen(scan(other), lot, TODAY)).toBeNull()
          expect(checkLotSeen(other, lot, TODAY)).toBeNull()
        }
      }),
    )
  })

  test('of another product is another lot; a product whose code nobody has taught is not compared', () => {
    expect(checkLotSeen(scan('FK0112', OTHER_GTIN), { code: 'FK0112', gtin: GTIN }, TODAY)).toBeNull()
    expect(checkLotSeen(scan('FK0112', OTHER_GTIN), { code: 'FK0112', gtin: null }, TODAY)).toBe('scanned')
    expect(checkLotSeen('', { code: 'FK0112', gtin: GTIN }, TODAY)).toBeNull()
  })
})

describe('a scanned pack', () => {
  const pack = parseGs1(scan('FK0112'), TODAY)!
  test.each([
    [{ productId: null, lot: null }, ['product-unknown']],
    [{ productId: 'p', lot: null }, ['lot-new']],
    [{ productId: 'p', lot: { expiresOn: '2022-02-28', status: 'ok' } }, ['lot-known']],
    [{ productId: 'p', lot: { expiresOn: null, status: 'ok' } }, ['lot-known']],
    [{ productId: 'p', lot: { expiresOn: '2021-12-31', status: 'ok' } }, ['expiry-differs', 'lot-known']],
    [{ productId: 'p', lot: { expiresOn: '2022-02-28', status: 'recalled' } }, ['recalled', 'lot-known']],
    [{ productId: 'p', lot: { expiresOn: '2022-02-28', status: 'quarantine' } }, ['quarantine', 'lot-known']],
  ] as const)('against %j: %j', (known, expected) => {
    expect(judgePack(pack, known, TODAY)).toEqual(expected)
  })

  test('says when its day has passed, and what it does not say', () => {
    const known = { productId: 'p', lot: null }
    expect(judgePack(pack, known, '2022-03-01')).toEqual(['expired', 'lot-new'])
    expect(judgePack(parseGs1(`01${GTIN}`, TODAY)!, known, TODAY)).toEqual(['lot-unclear', 'expiry-missing'])
  })
})
