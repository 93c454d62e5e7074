import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { maskCell } from '#domain/person-list/cells.ts'
import { isRowError } from '#domain/person-list/problems.ts'
import { readRow } from '#domain/person-list/rows.ts'
import { simple, good, read, codes, context } from './person-list-fixture.ts'

describe('rows', () => {
  test('a sound row is a person, without a word', () => {
    const reading = read(good)
    expect(reading).toMatchObject({ problems: [], repairs: [] })
    expect(reading.registrant).toMatchObject({
      fullName: 'Nguyễn Văn Thử',
      fullNameFolded: 'nguyen van thu',
      nameKey: 'Thử Nguyễn Văn',
      bornOn: '1991-03-05',
      bornPrecision: 'day',
      sex: 'male',
      priorityCode: 9,
      phone: '0912345538',
      identifiers: [
        { kind: 'cccd', value: '046091000123' },
        { kind: 'bhyt', value: '4612345678' },
      ],
      wardCode: '19753',
      groupName: 'Tổ 5',
      earlierDoses: [],
    })
  })

  test('a row damaged in any repairable way is the same person, and each repair is listed', () => {
    const damage = fc.record({
      1: fc.constantFrom(good[1]!, good[1]!.normalize('NFD'), ' Nguyễn\u00a0Văn  Thử'),
      2: fc.constantFrom('05/03/1991', '33302', '5/3/91', '1991-03-05', 'O5/O3/1991'),
      3: fc.constantFrom('0', 'Nam', 'nam '),
      4: fc.constantFrom('9', '09', '9.0'),
      5: fc.constantFrom('0912345538', '912345538', '+84912345538', 'O912345538', '0912 345 538'),
      6: fc.constantFrom('046091000123', '46091000123', 'O46091000123', '046 091 000 123'),
      7: fc.constantFrom('4612345678', 'GD44646' + '4612345678'.slice(2).padStart(8, '0'), '46 1234 5678'),
    })
    const want = read(good).registrant
    fc.assert(
      fc.property(damage, (changes) => {
        const cells = good.map((cell, at) => (changes as Record<number, string>)[at] ?? cell)
        const reading = read(cells.with(7, good[7]!))
        expect(reading.registrant).toEqual(want)
        expect(reading.repairs.some((repair) => repair.field === 'bornOn')).toBe(
          !['05/03/1991', '1991-03-05'].includes(changes[2]),
        )
        expect(reading.repairs.some((repair) => repair.kind === 'id-zeros')).toBe(
          changes[6] === '46091000123',
        )
        expect(reading.repairs.some((repair) => repair.kind === 'phone-zero')).toBe(
          changes[5] === '912345538',
        )
      }),
    )
  })

  test('a row is read the same whatever stood above it', () => {
    const lives = fc.record({
      name: fc.constantFrom('Thuận Lộc', 'Phường Thuận Lộc', 'Thuân Lộc', 'Kim Long', ''),
      code: fc.constantFrom('19753', '19753.0', '1975З', '19756', '115', '00115', '99999', ''),
    })
    fc.assert(
      fc.property(fc.array(lives, { minLength: 2, maxLength: 8 }), (rows) => {
        const list = { ...context }
        rows.forEach(({ name, code }, at) => {
          const row = { rowNumber: at + 1, cells: good.with(8, name).with(9, code) }
          expect(readRow(row, list)).toEqual(readRow(row, { ...context }))
        })
      }),
    )
  })

  test('year-only births, no phone and no numbers are a person', () => {
    const reading = read(good.with(2, '1950').with(5, '').with(6, '').with(7, ''))
    expect(reading.registrant).toMatchObject({
      bornOn: '1950-01-01',
      bornPrecision: 'year',
      phone: '',
      identifiers: [],
    })
    expect(codes(reading)).toEqual(['phone-missing'])
  })

  test.each([
    [1, '', 'name-missing', 'B'],
    [1, 'Nguyễn Văn 5', 'name-unreadable', 'B'],
    [2, '', 'birth-missing', 'C'],
    [2, '31/02/1980', 'birth-unreadable', 'C'],
    [2, '01/01/2050', 'birth-in-future', 'C'],
    [2, '1890', 'birth-implausible', 'C'],
    [3, '', 'sex-missing', 'D'],
    [3, 'N', 'sex-unreadable', 'D'],
    [4, '', 'priority-missing', 'E'],
    [4, '17', 'priority-unknown', 'E'],
    [9, '99999', 'ward-unknown', 'J'],
  ])('column %i with “%s” stops the row as %s and names column %s', (column, text, code, letter) => {
    const reading = read(good.with(column, text))
    expect(reading.registrant).toBeNull()
    expect(reading.problems[0]).toMatchObject({ rowNumber: 12, code, column: letter, severity: 'error' })
  })

  test.each([
    [5, '', 'phone-missing'],
    [5, '123', 'phone-unreadable'],
    [6, '4.6091E+10', 'id-unreadable'],
    [6, '046191000123', 'id-disagrees'],
    [7, '12', 'bhyt-unreadable'],
    [8, 'Phường Vỹ Dạ', 'ward-name-differs'],
    [9, '19756', 'ward-other'],
  ])('column %i with “%s” warns as %s and lets the row through', (column, text, code) => {
    const reading = read(good.with(column, text))
    expect(reading.registrant).not.toBeNull()
    expect(codes(reading)).toEqual([code])
  })

  test('an enterprise list has no ward to assume', () => {
    const nowhere = good.with(8, '').with(9, '')
    expect(codes(read(nowhere))).toEqual(['ward-assumed'])
    expect(codes(read(nowhere, { wardCode: null }))).toEqual(['ward-missing'])
    expect(codes(read(good.with(8, 'Phường Nào Đó').with(9, '')))).toEqual(['ward-name-unknown'])
    expect(codes(read(good.with(9, '19756'), { wardCode: null }))).toEqual([])
  })

  test('all faults of a row are told at once', () => {
    const reading = read(['7', '', '31/02/1980', 'x', '99', '1', '2', '3', '', '99999'])
    expect(codes(reading)).toEqual([
      'name-missing',
      'birth-unreadable',
      'sex-unreadable',
      'priority-unknown',
      'phone-unreadable',
      'id-unreadable',
      'bhyt-unreadable',
      'ward-unknown',
    ])
  })

  test('earlier doses are read by their group; a half-told one stops the row', () => {
    const dosed = (...cells: string[]) => read([...good, ...cells])
    expect(
      dosed('AZ', '01/07/2021', 'L1', '46001', 'AZ', '44470', 'L2', '46001').registrant?.earlierDoses,
    ).toEqual([
      { number: 1, product: 'AZ', givenOn: '2021-07-01', lot: 'L1', place: '46001' },
      { number: 2, product: 'AZ', givenOn: '2021-10-01', lot: 'L2', place: '46001' },
    ])
    expect(codes(dosed('AZ', '01/07/2021'))).toEqual(['dose-lot-missing', 'dose-place-missing'])
    expect(codes(dosed('AZ', '', 'L1', 'x'))).toEqual(['dose-date-missing'])
    expect(codes(dosed('AZ', '2021', 'L1', 'x'))).toEqual(['dose-date-unreadable'])
    expect(codes(dosed('', '01/07/2021', 'L1', 'x'))).toEqual(['dose-product-missing'])
    expect(codes(dosed('AZ', '01/07/2022', 'L1', 'x'))).toEqual(['dose-date-in-future'])
    expect(codes(dosed('AZ', '01/07/1950', 'L1', 'x'))).toEqual(['dose-before-birth'])
    expect(codes(dosed('AZ', '01/07/2021', 'L1', 'x', 'AZ', '01/07/2021', 'L1', 'x'))).toEqual(['dose-order'])
  })

  test('no problem or repair carries a name or a whole number, whatever stands in the cells', () => {
    const cell = fc.oneof(
      fc.constantFrom(...good),
      fc.stringMatching(/^[0-9 ]{7,14}$/),
      fc.constant('046091000123 0912345538'),
    )
    const cells = fc.array(cell, { minLength: simple.length, maxLength: simple.length })
    fc.assert(
      fc.property(cells, (texts) => {
        const { problems, repairs } = read(texts)
        for (const shown of [
          ...problems.map(({ value }) => value),
          ...repairs.flatMap(({ before, after }) => [before, after]),
        ]) {
          expect(shown.replaceAll(' ', '')).not.toMatch(/\d{8}/)
        }
        for (const { value } of problems.filter(({ field }) => field === 'fullName'))
          expect(value).not.toMatch(/\p{L}{2}|\d/u)
      }),
    )
    expect(maskCell('046091000123')).toBe('*********123')
  })

  test('registrant is null exactly when there is an error', () => {
    const cells = fc.array(fc.oneof(fc.constantFrom(...good), fc.string({ unit: 'binary', maxLength: 20 })), {
      maxLength: 22,
    })
    fc.assert(
      fc.property(cells, (texts) => {
        const reading = read(texts)
        expect(reading.registrant === null).toBe(reading.problems.some(({ code }) => isRowError(code)))
      }),
    )
  })
})
