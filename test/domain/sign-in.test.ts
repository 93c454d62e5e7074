import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { roles } from '#domain/access.ts'
import {
  afterFailure,
  isLoopback,
  lanePolicies,
  needsCode,
  networkOf,
  secretKindFor,
  waitOf,
  weaknessOf,
  type LaneKind,
  type LaneState,
} from '#domain/sign-in.ts'

const START = new Date('2021-10-17T00:00:00Z')
const later = (at: Date, seconds: number) => new Date(at.getTime() + seconds * 1000)
const kinds = Object.keys(lanePolicies) as LaneKind[]

describe('wrong tries', () => {
  test('never block for longer than the lane allows, and never before the free ones are used up', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...kinds),
        fc.array(fc.integer({ min: 0, max: 4000 }), { minLength: 1, maxLength: 120 }),
        (kind, gapsS) => {
          const policy = lanePolicies[kind]
          let lane: LaneState | null = null
          let now = START
          for (const gap of gapsS) {
            now = later(now, gap)
            lane = afterFailure(policy, lane, now)
            expect(waitOf(lane, now)).toBeLessThanOrEqual(policy.waitMaxS)
            if (lane.failures < policy.free) expect(waitOf(lane, now)).toBe(0)
            else expect(waitOf(lane, now)).toBeGreaterThan(0)
          }
        },
      ),
    )
  })

  test('wait longer each time, until the longest', () => {
    for (const kind of kinds) {
      const policy = lanePolicies[kind]
      let lane: LaneState | null = null
      let before = 0
      let now = START
      for (let i = 0; i < policy.free + 12; i++) {
        lane = afterFailure(policy, lane, now)
        const wait = waitOf(lane, now)
        expect(wait).toBeGreaterThanOrEqual(before)
        before = wait
        now = later(now, wait)
      }
      expect(before).toBe(policy.waitMaxS)
    }
  })

  test('are forgotten after a quiet time', () => {
    const policy = lanePolicies['account-network']
    const full = { failures: 50, lastAt: START, blockedUntil: null }
    expect(afterFailure(policy, full, later(START, policy.forgetAfterS)).failures).toBe(51)
    expect(afterFailure(policy, full, later(START, policy.forgetAfterS + 1)).failures).toBe(1)
  })
})

describe('secrets', () => {
  test.each(['111111', '121212', '123123', '123456', '987654', '012345', '12345', '1234567', 'abcdef', ''])(
    'PIN %s is refused',
    (pin) => expect(weaknessOf('pin', pin, [])).not.toBeNull(),
  )
  test.each(['402913', '719264', '190383'])('PIN %s is taken', (pin) => {
    expect(weaknessOf('pin', pin, [])).toBeNull()
  })
  test.each([
    ['short', 'Rt7#kq2'],
    ['repeated', 'abababababab'],
    ['repeated', 'aaaaaaaaaaaaab'],
    ['sequence', 'abcdefghijklmno'],
    ['common', 'Password1234'],
    ['common', 'matkhau-covid-2021'],
    ['common', 'quantri12345'],
    ['own-name', 'nguyenthimau99'],
    ['own-name', 'mau.nguyen123456'],
    ['own-name', 'NguyễnThịMẫu!1'],
  ] as const)('a password is refused as %s: %s', (weakness, password) => {
    expect(weaknessOf('password', password, ['mau.nguyen', 'Nguyễn Thị Mẫu'])).toBe(weakness)
  })
  test('a phrase of four words is taken, in any script', () => {
    expect(weaknessOf('password', 'sông chảy qua núi xanh', ['lan', 'Trần Lan'])).toBeNull()
    expect(weaknessOf('password', 'ນ້ຳໄຫຼຜ່ານພູສີຂຽວ', ['lan', 'Trần Lan'])).toBeNull()
  })
  test('whoever sees the whole authority needs a code, and never has a mere PIN', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...roles)), (held) => {
        if (needsCode(held)) expect(secretKindFor(held)).toBe('password')
      }),
    )
  })
})

describe('addresses', () => {
  test.each([
    ['203.0.113.7', '203.0.113.7'],
    ['::ffff:203.0.113.7', '203.0.113.7'],
    ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
    ['2001:db8:1:2::1', '2001:db8:1:2::/64'],
    ['2001:0DB8:0001:0002::1', '2001:db8:1:2::/64'],
    ['2001:db8::1', '2001:db8:0:0::/64'],
    ['fe80::1%eth0', 'fe80:0:0:0::/64'],
    ['::1', '0:0:0:0::/64'],
  ])('%s counts as %s', (address, network) => expect(networkOf(address)).toBe(network))

  test('the same /64 counts as one network, however its address is written', () => {
    const group = fc.integer({ min: 0, max: 0xffff }).map((n) => n.toString(16))
    fc.assert(
      fc.property(fc.array(group, { minLength: 12, maxLength: 12 }), (groups) => {
        const prefix = groups.slice(0, 4)
        const first = [...prefix, ...groups.slice(4, 8)].join(':')
        const second = [...prefix.map((g) => g.padStart(4, '0').toUpperCase()), ...groups.slice(8)].join(':')
        expect(networkOf(first)).toBe(networkOf(second))
      }),
    )
  })

  test.each([
    ['127.0.0.1', true],
    ['::ffff:127.0.0.1', true],
    ['::1', true],
    ['10.0.0.1', false],
    ['1270.0.0.1', false],
    ['::ffff:10.0.0.1', false],
  ])('%s is this machine: %s', (address, expected) => expect(isLoopback(address)).toBe(expected))
})
