import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  canonicalIdentifier,
  canonicalPhone,
  cccdDoubts,
  maskNumber,
  maskNumbersIn,
  maskPhone,
  readIdentifier,
  restoreCccdZeros,
  restorePhoneZero,
} from '#domain/identity/identifiers.ts'
import { cleanPersonName, foldPersonName, maskName, maskNameChange, nameKey } from '#domain/identity/names.ts'
import { searchNames } from '#domain/person-search/typed-name.ts'

describe('names of people', () => {
  test('a name is the same in every form in which Unicode or an old file writes it', () => {
    const name = 'Đặng Thị Hồng Ngọc'
    for (const form of [
      name.normalize('NFD'),
      `  ${name.replaceAll(' ', '\u00a0 ')}\u200b`,
      name.replace('Đ', '\u00d0'),
    ]) {
      expect(cleanPersonName(form)).toBe(name)
    }
    expect(foldPersonName('ĐẶNG thị Hồng  NGỌC')).toBe('dang thi hong ngoc')
  })

  test('cleaning is done once: cleaning again changes nothing, whatever the text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(cleanPersonName(cleanPersonName(text))).toBe(cleanPersonName(text))
      }),
    )
  })

  test('lists sort by tên: the last word comes first in the key', () => {
    expect(nameKey(' Nguyễn Văn  An ')).toBe('An Nguyễn Văn')
    expect(nameKey('Lan')).toBe('Lan')
    expect(nameKey('')).toBe('')
  })

  test('what was typed with Telex switched off finds the name that was meant, and the plain words come first', () => {
    expect(searchNames('nguyeenx vawn thuwr')).toEqual(['nguyeenx vawn thuwr', 'nguyen van thu'])
    expect(searchNames('ddawngj thij hoongf')).toContain('dang thi hong')
    expect(searchNames('truowngf quoocs ddatj')).toContain('truong quoc dat')
    expect(searchNames('Nguyễn Văn Thử')).toEqual(['nguyen van thu'])
    expect(searchNames('  ')).toEqual([])
  })

  test('a masked name keeps initials only', () => {
    expect(maskName('Nguyễn Văn An')).toBe('N. V. A.')
    expect(maskNameChange('TrÇn H÷u Long', 'Trần Hữu Long')).toEqual({
      before: 'TrÇn H. L.',
      after: 'Trần H. L.',
    })
    expect(maskNameChange('Nguyễn Văn An', 'Nguyễn Văn An')).toEqual({
      before: 'N. V. A.',
      after: 'N. V. A.',
    })
    fc.assert(
      fc.property(fc.stringMatching(/^[a-z0-9 ]{0,30}$/), (text) => !/[a-z0-9]{2}/.test(maskName(text))),
    )
  })
})

describe('numbers', () => {
  test('a number is known by its shape, and an O among digits is a zero', () => {
    expect(readIdentifier('046 091 000 123')).toEqual({ kind: 'cccd', value: '046091000123' })
    expect(readIdentifier('O46O91OOO123')).toEqual({ kind: 'cccd', value: '046091000123' })
    expect(readIdentifier('191.000.000')).toEqual({ kind: 'cmnd', value: '191000000' })
    expect(readIdentifier('b1234567')).toEqual({ kind: 'passport', value: 'B1234567' })
    expect(readIdentifier('12345678')).toEqual({ kind: 'other', value: '12345678' })
    for (const text of ['', 'không', '1234', '4.6091E+10', '0460910001234'])
      expect(readIdentifier(text)).toBeNull()
  })

  test('insurance cards of 15 and of 10 characters are the same card', () => {
    expect(canonicalIdentifier('bhyt', 'GD 4 46 4612345678')).toBe('4612345678')
    expect(canonicalIdentifier('bhyt', '4612345678')).toBe('4612345678')
    for (const text of ['GD44612345678', '46123', 'XX4464612345678X'])
      expect(canonicalIdentifier('bhyt', text)).toBeNull()
  })

  test('a phone is one number however it is written', () => {
    for (const text of [
      '0912345538',
      '+84 912 345 538',
      '84912345538',
      '0084912345538',
      '0912.345.538',
      'O912345538',
    ]) {
      expect(canonicalPhone(text)).toBe('0912345538')
    }
    expect(canonicalPhone('+856 20 5555 1234')).toBe('+8562055551234')
    for (const text of ['', '912', 'không có', '0912345538999']) expect(canonicalPhone(text)).toBeNull()
    expect(restorePhoneZero('912345538')).toBe('0912345538')
    expect(restorePhoneZero('112345538')).toBeNull()
  })

  test('a 12-digit number that disagrees with birth year or sex is doubted, not refused', () => {
    expect(cccdDoubts('046091000123', { bornOn: '1991-03-05', sex: 'male' })).toEqual([])
    expect(cccdDoubts('046191000123', { bornOn: '1991-03-05', sex: 'male' })).toEqual(['sex'])
    expect(cccdDoubts('099205000123', { bornOn: '1991-03-05', sex: 'female' })).toEqual([
      'province',
      'birth-year',
      'sex',
    ])
    expect(cccdDoubts('046091000123', { bornOn: null, sex: 'unknown' })).toEqual([])
  })

  test('zeros that Excel dropped come back only when birth year and sex agree', () => {
    const person = { bornOn: '1991-03-05', sex: 'male' as const }
    expect(restoreCccdZeros('46091000123', person)).toBe('046091000123')
    expect(restoreCccdZeros('1091000123', person)).toBe('001091000123')
    expect(restoreCccdZeros('46091000123', { ...person, sex: 'female' })).toBeNull()
    expect(restoreCccdZeros('46091000123', { bornOn: null, sex: null })).toBeNull()
  })

  test('masks keep the last digits and the length', () => {
    expect(maskNumber('046091001234')).toBe('********1234')
    expect(maskPhone('0912345538')).toBe('*******538')
    expect(maskNumber('1234')).toBe('****')
  })

  test('no longer number survives in a masked text, however it is grouped', () => {
    const number = fc.stringMatching(/^[0-9]{9,12}$/)
    const gap = fc.constantFrom('', ' ', '.', '-', ' - ')
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.stringMatching(/^[a-zà-ỹ ,;]{1,12}$/), number, gap)), (pieces) => {
        const text = pieces
          .map(([word, digits, mark]) => word + digits.replace(/(\d{3})(?=\d)/g, `$1${mark}`))
          .join(' xin ')
        expect(maskNumbersIn(text).replace(/[\s.-]/g, '')).not.toMatch(/\d{4}/)
      }),
    )
    expect(maskNumbersIn('gọi 0912 345 538 trước 05/03/1991')).toBe('gọi *******538 trước 05/03/1991')
  })
})
