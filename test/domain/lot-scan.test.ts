import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { formatGs1 } from '#domain/identity/gs1.ts'
import { scanLot } from '#domain/lot-scan.ts'

const on = '2021-10-17'
const lots = [
  { lotId: 'a', lotCode: 'FK0112', blocked: null },
  { lotId: 'b', lotCode: '30125BA', blocked: 'quarantine' },
]
const GTIN = '00359267100023'

describe('a code on a vial, read before the needle', () => {
  test('of a lot of the session chooses it: data matrix, printed brackets, typed, small letters', () => {
    for (const text of [
      `]d201${GTIN}1721123110FK0112`,
      `(01)${GTIN}(17)211231(10)FK0112`,
      `\u001d01${GTIN}1721123110FK0112\u001d21SN1`,
      'FK0112',
      'fk0112\r\n',
      ' FK 0112 ',
    ])
      expect(scanLot(text, lots, on)).toEqual({ kind: 'here', lot: lots[0] })
  })

  test('warns where the books or the pack say no, and where nobody knows the lot', () => {
    expect(scanLot('30125BA', lots, on)).toEqual({ kind: 'blocked', lot: lots[1] })
    expect(scanLot(`01${GTIN}1721101610FK0112`, lots, on)).toEqual({
      kind: 'expired',
      code: 'FK0112',
      expiresOn: '2021-10-16',
    })
    // Its last day is a day on which it may be injected.
    expect(scanLot(`01${GTIN}1721101710FK0112`, lots, on).kind).toBe('here')
    expect(scanLot(`01${GTIN}1721123110XX999`, lots, on)).toEqual({ kind: 'unknown', code: 'XX999' })
  })

  test('says nothing of a lot before the lots of the session are read, but what the pack itself says', () => {
    expect(scanLot('FK0112', null, on)).toEqual({ kind: 'unread', code: 'FK0112' })
    expect(scanLot(`01${GTIN}1721101610FK0112`, null, on).kind).toBe('expired')
    expect(scanLot('Nguyễn Văn An', null, on)).toEqual({ kind: 'unreadable' })
    expect(scanLot('FK0112', [], on)).toEqual({ kind: 'unknown', code: 'FK0112' })
  })

  test('anything else is no lot', () => {
    for (const text of [
      '',
      'Nguyễn Văn An',
      `MT1.${'a'.repeat(60)}`,
      'https://example.vn/',
      '079183004567|thẻ',
      'ABCDEF',
    ])
      expect(scanLot(text, lots, on)).toEqual({ kind: 'unreadable' })
  })

  test('whatever is read, only a lot of the session that may be injected is ever chosen', () => {
    const lot = fc.stringMatching(/^[A-Z0-9]{3,10}\d$/)
    fc.assert(
      fc.property(lot, fc.string({ maxLength: 60 }), (code, noise) => {
        const own = [{ lotId: 'x', lotCode: code, blocked: null }]
        const text = formatGs1({ gtin: GTIN, expiresOn: '2022-12-31', lot: code, serial: null })
        expect(scanLot(text, own, on)).toEqual({ kind: 'here', lot: own[0] })
        const read = scanLot(noise, [...own, { lotId: 'y', lotCode: 'B1', blocked: 'recalled' }], on)
        if (read.kind === 'here') expect(read.lot.blocked).toBeNull()
        if (read.kind === 'blocked') expect(read.lot.lotId).toBe('y')
      }),
    )
  })
})
