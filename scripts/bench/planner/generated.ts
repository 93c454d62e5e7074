import { DAYS, MAX_LAG, type Source } from './instance.ts'
import { seededRandom, type Random } from './random.ts'

/** A made-up week of vaccination sites: strong until Friday, weak at the weekend. */
const WEEKDAY = [1.05, 1.15, 1.25, 1.35, 1.25, 0.55, 0.4]
const WARDS = 36

/** Instances that need no outside data: rising, falling and level wards, with noise that lasts some days. */
export function generatedSources(): Source[] {
  return [
    { family: 'steady', shapes: (random) => makeShapes(random, 0.2), lags: makeLags() },
    { family: 'uneven', shapes: (random) => makeShapes(random, 0.45), lags: makeLags() },
    { family: 'outreach', shapes: makeOutreach, lags: makeLags() },
  ]
}

function makeShapes(random: Random, noise: number): Float64Array[] {
  return Array.from({ length: WARDS }, () => {
    const slope = 0.6 * (random.next() - 0.5)
    let drift = random.normal()
    return Float64Array.from({ length: DAYS }, (_, day) => {
      drift = 0.8 * drift + 0.6 * random.normal()
      return WEEKDAY[day % 7]! * (1 + (slope * (day - DAYS / 2)) / (DAYS / 2)) * Math.exp(noise * drift)
    })
  })
}

/** Some wards vaccinate only on three or four days of the week, then many at once. */
function makeOutreach(random: Random): Float64Array[] {
  return makeShapes(random, 0.25).map((shape, ward) => {
    if (ward % 3 !== 0) return shape
    const open = new Set(Array.from({ length: 3 + random.below(2) }, () => random.below(6)))
    return shape.map((doses, day) => (open.has(day % 7) ? 2 * doses : 0))
  })
}

/** How ward-days are entered: most within two or three days in parts, some a week late, a few later still. */
function makeLags(): Float64Array[] {
  const random = seededRandom(6616)
  return Array.from({ length: 400 }, () => {
    const first = random.next() < 0.06 ? 5 + random.below(9) : random.next() < 0.55 ? 1 : 2
    const atOnce = random.next() < 0.6 ? 1 : 0.4 + 0.5 * random.next()
    let share = 0
    return Float64Array.from({ length: MAX_LAG + 1 }, (_, lag) => {
      if (lag === first) share = atOnce
      else if (lag > first) share += (1 - share) * 0.45
      return lag === MAX_LAG ? 1 : share
    })
  })
}
