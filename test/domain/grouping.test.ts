import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { groupReader, judgeGrouping } from '#domain/grouping.ts'
import { livingStates } from '#domain/residence.ts'

const groups = [
  ...Array.from({ length: 12 }, (_, at) => ({ id: `g${at + 1}`, name: `Tổ dân phố ${at + 1}` })),
  { id: 'k3', name: 'Khu phố 3' },
  { id: 'an', name: 'Thôn An Nông' },
  { id: 'lao', name: 'ບ້ານ ລາວຫວ່າງ' },
]
const read = groupReader(groups)

describe('the group that an address names', () => {
  test.each([
    ['Tổ 07, 12 Chi Lăng', 'g7'],
    ['12 Chi Lăng - TDP số 5', 'g5'],
    ['Kiệt 7 tổ 5 Chi Lăng', 'g5'],
    ['TỔ DÂN PHỐ 12', 'g12'],
    ['Tổ 3, Tổ dân phố 3', 'g3'],
    ['Khu phố 3, 5 Lê Lợi', 'k3'],
    ['an nong thon, Thôn An Nông', 'an'],
    ['ບ້ານລາວຫວ່າງ', 'lao'],
  ])('%s', (address, id) => {
    expect(read(address)).toBe(id)
  })

  test.each([
    ['a bare number may be a house', '5 Chi Lăng'],
    ['a number alone', '5'],
    ['a house number behind the group', 'tổ 5/12 Chi Lăng'],
    ['a group that the ward does not have', 'Tổ 13'],
    ['a street that sounds like one', '12 Tố Hữu, Tô Hiến Thành 5'],
    ['two groups', 'Tổ 5, Tổ 6'],
    ['nothing', ''],
  ])('is not guessed: %s', (_why, address) => {
    expect(read(address)).toBeNull()
  })

  test('the name of every group is read, however it is written', () => {
    const ways = [
      (name: string) => name,
      (name: string) => name.toUpperCase(),
      (name: string) => name.normalize('NFD'),
      (name: string) => `  ${name.replaceAll(' ', '  ')} `,
      (name: string) => `12 Chi Lăng, ${name}, Phường Thử`,
    ]
    fc.assert(
      fc.property(fc.constantFrom(...groups), fc.constantFrom(...ways), ({ id, name }, way) => {
        expect(read(way(name))).toBe(id)
      }),
    )
  })

  test('two groups of one name are told apart by nobody', () => {
    const twice = groupReader([
      { id: 'a', name: 'Tổ 1' },
      { id: 'b', name: 'TDP 01' },
    ])
    expect(twice('Tổ 1')).toBeNull()
  })
})

test('only who lives here and has no group is given one', () => {
  for (const living of livingStates)
    for (const groupId of [null, 'g1'])
      expect(judgeGrouping({ living, groupId }) === 'open').toBe(living === 'here' && groupId === null)
})
