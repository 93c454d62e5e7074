import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { dayFromNumber } from '#domain/dates.ts'
import { formatBhytQr, parseBhytQr } from '#domain/identity/bhyt-qr.ts'
import { formatCccdQr, parseCccdQr } from '#domain/identity/cccd-qr.ts'
import { formatGs1, isGtin, parseGs1 } from '#domain/identity/gs1.ts'
import { classifyScan } from '#domain/identity/scan.ts'

const on = '2021-10-18'
const word = fc.constantFrom('Nguyễn', 'Thị', 'Đặng', 'Ngọc', 'Thử', 'Hồng', 'Mẫu')
const text = fc.array(word, { minLength: 1, maxLength: 5 }).map((words) => words.join(' '))
const day = fc.integer({ min: -25_000, max: 18_900 }).map(dayFromNumber)
const sex = fc.constantFrom('male' as const, 'female' as const)
const digits = (length: number) => fc.stringMatching(new RegExp(`^[0-9]{${length}}$`))

const cccd = fc.record({
  idNumber: digits(12),
  oldIdNumber: fc.option(digits(9)),
  fullName: text,
  bornOn: day,
  sex,
  address: text,
  issuedOn: day,
  extras: fc.constantFrom([], ['', '', '', '']),
})
const bhyt = fc
  .record({
    number: digits(10),
    fullName: text,
    bornOn: day,
    sex,
    address: text,
    facility: fc.constant('46 – 001'),
    validFrom: day,
    validTo: day,
  })
  .chain((card) =>
    fc.constantFrom(
      { ...card, printedNumber: card.number },
      { ...card, printedNumber: `GD446${card.number}` },
    ),
  )
  .map((card) => Object.assign(card, { bornPrecision: 'day' as const }))

describe('identity card', () => {
  test('seven and eleven fields are read, and an empty old number shifts nothing', () => {
    const seven = parseCccdQr('046305000456||Trần Thị Mẫu|21112005|Nữ|Tổ 5, Thuận Lộc|12082021')
    expect(seven).toMatchObject({
      oldIdNumber: null,
      fullName: 'Trần Thị Mẫu',
      bornOn: '2005-11-21',
      sex: 'female',
    })
    const eleven = parseCccdQr('046091000123|191000000|Nguyễn Văn Thử|05031991|Nam|Tổ 5|12082024||||')
    expect(eleven).toMatchObject({
      oldIdNumber: '191000000',
      issuedOn: '2024-08-12',
      extras: ['', '', '', ''],
    })
  })

  test('what is written is read back', () => {
    fc.assert(
      fc.property(cccd, (card) => {
        expect(parseCccdQr(formatCccdQr(card))).toEqual({ ...card, damaged: false })
      }),
    )
  })

  test('whatever a wedge scanner does after the number, the number is found', () => {
    const broken = fc.stringMatching(/^[|~\\][A-Za-z?|~ 0-9]{0,60}[\r\n\t]?$/)
    fc.assert(
      fc.property(digits(12), broken, (number, rest) => {
        expect(parseCccdQr(number + rest)?.idNumber).toBe(number)
      }),
    )
    expect(parseCccdQr('046091000123~~NGUYEN VAN THU~05031991~nam~TO 5~12082021\r\n')).toMatchObject({
      bornOn: '1991-03-05',
      sex: 'male',
    })
    expect(parseCccdQr('046091000123;lost')).toMatchObject({ damaged: true, fullName: null })
  })
})

describe('insurance card', () => {
  test('what is written is read back', () => {
    fc.assert(
      fc.property(bhyt, (card) => {
        expect(parseBhytQr(formatBhytQr(card))).toEqual(card)
      }),
    )
  })

  test('a birth year alone is a year, and hex that is no UTF-8 leaves the number', () => {
    const hex = Buffer.from('Trần Thị Mẫu').toString('hex')
    expect(parseBhytQr(`HN2464612345678|${hex}|1950|0|fffe|46 – 001|01/01/2021|-|x|y|-|$`)).toMatchObject({
      number: '4612345678',
      bornOn: '1950-01-01',
      bornPrecision: 'year',
      sex: 'female',
      fullName: 'Trần Thị Mẫu',
      address: null,
      validTo: null,
    })
  })
})

describe('vaccine packs', () => {
  const code = { gtin: '08930000000019', expiresOn: '2022-03-31', lot: 'AB123', serial: 'S0001' }
  const read = {
    gtin: code.gtin,
    expiresOn: code.expiresOn,
    lot: 'AB123',
    serial: 'S0001',
    lotReadings: ['AB123'],
  }

  test('what is written is read back, with every kind of prefix', () => {
    expect(isGtin(code.gtin)).toBe(true)
    for (const prefix of ['', ']d2', ']Q3', ']C1', ']d2\u001d'])
      expect(parseGs1(prefix + formatGs1(code), on)).toEqual(read)
    expect(parseGs1('(01)08930000000019(17)220331(10)AB123(21)S0001', on)).toEqual(read)
    const lot = fc.stringMatching(/^[A-Z0-9-]{1,20}$/)
    fc.assert(
      fc.property(lot, lot, day, (made, serial, expiresOn) => {
        // Two-digit years reach from 1972 to 2071 on this day.
        fc.pre(expiresOn >= '1973-01-01')
        const answer = parseGs1(formatGs1({ ...code, lot: made, serial, expiresOn }), on)
        expect(answer).toMatchObject({ lot: made, serial, expiresOn })
      }),
    )
  })

  test('without separators a code may be read in several ways: then the lot is left to a person', () => {
    const answer = parseGs1(formatGs1(code).replaceAll('\u001d', ''), on)
    expect(answer).toMatchObject({ gtin: code.gtin, expiresOn: '2022-03-31', lot: null, serial: null })
    expect(answer?.lotReadings).toContain('AB123')
    expect(answer?.lotReadings).toContain('AB12321S0001')
    expect(parseGs1('0108930000000019172203311021AB', on)?.lotReadings).toContain('21AB')
    // What follows the lot is certain when it cannot be part of another reading.
    expect(parseGs1('01089300000000191722033110AB3', on)).toMatchObject({ lot: 'AB3', serial: null })
  })

  test('day 00 is the last of the month; a wrong check digit or month is no code', () => {
    expect(parseGs1('010893000000001917240200', on)?.expiresOn).toBe('2024-02-29')
    expect(parseGs1('010893000000001817240200', on)).toBeNull()
    expect(parseGs1('010893000000001917241300', on)).toBeNull()
  })

  test('two-digit years lie around the day of reading', () => {
    expect(parseGs1('010893000000001917710101', on)?.expiresOn).toBe('2071-01-01')
    expect(parseGs1('010893000000001917720101', on)?.expiresOn).toBe('1972-01-01')
  })
})

describe('scan at the door', () => {
  test('each code is told apart, in the order of check-in', () => {
    const kinds = [
      ['MT1.abc-_9.def', 'invitation'],
      ['https://tiem.example/i#MT1.abc.def', 'invitation'],
      [']Q1046091000123||Nguyễn Văn Thử|05031991|Nam|Tổ 5|12082021\r\n', 'cccd'],
      [`4612345678|${Buffer.from('Thử').toString('hex')}|05/03/1991|1|-|46 – 001|01/01/2021|-|$`, 'bhyt'],
      ['HC1:6BFOXN', 'certificate'],
      [']d20108930000000019172203311 0AB'.replace(' ', ''), 'gs1'],
      ['046091000123', 'unknown'],
      ['xin chào', 'unknown'],
      ['', 'unknown'],
    ] as const
    for (const [scanned, kind] of kinds) expect(classifyScan(scanned, on).kind).toBe(kind)
    expect(classifyScan(' MT1.abc.def\r\n', on)).toEqual({ kind: 'invitation', token: 'MT1.abc.def' })
  })

  test('no text makes it throw', () => {
    const junk = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 300 }),
      fc
        .array(fc.constantFrom(']d2', '01', '17', '10', '21', '\u001d', '0', '9', 'A'))
        .map((parts) => parts.join('')),
      fc.stringMatching(/^[0-9]{10,15}(\|[0-9a-fA-F]{0,9}){0,12}\$?$/),
      fc.tuple(cccd, fc.nat(80)).map(([card, at]) => formatCccdQr(card).slice(at)),
    )
    fc.assert(
      fc.property(junk, (scanned) => {
        expect(typeof classifyScan(scanned, on).kind).toBe('string')
      }),
      { numRuns: 1000 },
    )
  })

  test('50,000 characters of anything are answered at once', () => {
    // Processor time: what other programs do meanwhile does not count.
    const started = process.cpuUsage()
    for (const unit of ['0', '|', '0460910001', '10A', '(01)', 'MT1.'])
      classifyScan(unit.repeat(50_000 / unit.length), on)
    for (const unit of ['10A', '21', '1021'])
      classifyScan(`0108930000000019${unit.repeat(50)}`.slice(0, 190), on)
    expect(process.cpuUsage(started).user / 1000).toBeLessThan(500)
  })
})
