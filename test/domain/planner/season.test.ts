import { describe, expect, test } from 'vitest'
import { playSeason } from './season.ts'

/** Seven weeks, twelve wards, four of them entering eight days late, 85 % of the vaccine that could be used. */
const seeds = [1, 2, 3, 4]
const play = (policy: 'corrected' | 'raw' | 'none') => seeds.map((seed) => playSeason(seed, policy))
const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length

describe('where a third of the wards enter late', () => {
  const [none, raw, corrected] = [play('none'), play('raw'), play('corrected')]

  test('planning by corrected pace gives more doses than sharing out evenly, in every season', () => {
    seeds.forEach((_, at) => expect(corrected[at]!.doses).toBeGreaterThan(none[at]!.doses * 1.05))
  })

  test('planning by raw pace gives fewer doses than corrected pace, and on average fewer than not planning', () => {
    seeds.forEach((_, at) => expect(raw[at]!.doses).toBeLessThan(corrected[at]!.doses * 0.9))
    expect(mean(raw.map((season) => season.doses))).toBeLessThan(mean(none.map((season) => season.doses)))
  })

  test('raw pace starves the wards that enter late, corrected pace does not', () => {
    for (const season of raw) expect(season.worstShare).toBeLessThan(0.65)
    for (const season of corrected) expect(season.worstShare).toBeGreaterThan(0.85)
  })
})
