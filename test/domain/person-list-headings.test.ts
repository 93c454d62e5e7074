import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type Headings, columnLetter, recogniseHeadings } from '#domain/person-list/headings.ts'
import { toRows, simple, headings } from './person-list-fixture.ts'

describe('headings', () => {
  const national = [
    ['Chú ý:'],
    ['', 'Các cột có hoa thị (*) là bắt buộc'],
    [
      '#',
      'Họ và tên (*)',
      'Ngày sinh dạng dd/mm/yyyy (*)',
      'Giới tính (*)\n(0:nam, 1:nữ)',
      'Nơi ở tạm trú (hiện tại) (*)\n(PL3)',
      '',
      '',
      'Tên vắc xin (*)',
      'Mũi 1',
      '',
      '',
      'Tên vắc xin (*)',
      'Mũi 2',
      '',
      '',
      'Kết quả import\n(không điền ô này)',
    ],
    [
      '',
      '',
      '',
      '',
      'Xã/Phường',
      'Mã Xã/Phường\n(*)',
      'Địa chỉ chi tiết',
      '',
      'Ngày tiêm dạng dd/mm/yyyy (*)',
      'Lô vắc xin(*)',
      'Địa điểm tiêm (*)',
      '',
      'Ngày tiêm',
      'Lô vắc xin(*)',
      'Địa điểm tiêm (*)',
      '',
    ],
  ]
  const fields = (found: Headings | null) =>
    Object.fromEntries([...(found?.columns ?? [])].map(([field, column]) => [column, field]))

  test('two merged rows under note rows give each column its field, doses by their group', () => {
    const found = recogniseHeadings(toRows(national))
    expect(found).toMatchObject({ firstRow: 3, lastRow: 4, unknown: [] })
    expect(Object.values(fields(found))).toEqual([
      'rowLabel',
      'fullName',
      'bornOn',
      'sex',
      'wardName',
      'wardCode',
      'address',
      'dose1.product',
      'dose1.givenOn',
      'dose1.lot',
      'dose1.place',
      'dose2.product',
      'dose2.givenOn',
      'dose2.lot',
      'dose2.place',
      'result',
    ])
  })

  test('a moved, recased, undiacritical or decomposed heading keeps its field', () => {
    const variants = [
      (text: string) => text.toUpperCase(),
      (text: string) => text.normalize('NFD'),
      (text: string) =>
        text
          .normalize('NFD')
          .replace(/[\u0300-\u036f]/g, '')
          .replaceAll('đ', 'd')
          .replaceAll('Đ', 'D'),
      (text: string) => text.replaceAll(' ', '\u00a0\n '),
      (text: string) => `${text} (*)`,
    ]
    const variant = fc.array(fc.constantFrom(...variants), {
      minLength: simple.length,
      maxLength: simple.length,
    })
    const order = fc.shuffledSubarray(
      simple.map((_, at) => at),
      { minLength: simple.length },
    )
    const known = [...headings.columns].slice(0, simple.length)
    fc.assert(
      fc.property(variant, order, (changes, moved) => {
        const names = simple.with(8, 'Xã/Phường')
        const found = recogniseHeadings(toRows([['DANH SÁCH'], moved.map((at) => changes[at]!(names[at]!))]))
        for (const [field, column] of known) expect(moved[found!.columns.get(field)!]).toBe(column)
      }),
    )
  })

  test('an extra column is told, a person under the headings is no heading, and a letter is no list', () => {
    const found = recogniseHeadings(
      toRows([
        ['Họ tên', 'Năm sinh', 'Giới', 'Cỡ áo'],
        ['Trần Thị Xã', '1950', 'Nữ', 'Tổ 5'],
      ]),
    )
    expect(found).toMatchObject({
      firstRow: 1,
      lastRow: 1,
      unknown: [{ column: 3, text: 'Cỡ áo', key: 'co ao', samples: ['T. 5'] }],
    })
    expect(recogniseHeadings(toRows([['Kính gửi UBND phường'], ['Họ và tên']]))).toBeNull()
    expect(recogniseHeadings([])).toBeNull()
  })

  test('headings named after the insides of objects reach nothing but themselves', () => {
    const found = recogniseHeadings(toRows([['__proto__', 'constructor', 'Họ tên', 'Năm sinh', 'Giới tính']]))
    expect(found?.unknown.map((heading) => heading.key)).toEqual(['proto', 'constructor'])
  })

  test('column letters are those of Excel', () => {
    expect([0, 25, 26, 51, 52, 701, 702].map(columnLetter)).toEqual(['A', 'Z', 'AA', 'AZ', 'BA', 'ZZ', 'AAA'])
  })
})
