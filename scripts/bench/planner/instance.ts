import { seededRandom, type Random } from './random.ts'

/** A campaign of eight weeks, as it truly is: the planner never sees this. Doses are whole numbers. */
export const DAYS = 56
export const SECOND_DOSE_DAYS = 28
export const VIAL = 10
export const MAX_LAG = 28

/** Nothing wrong · entries of a quarter of the wards fall ten days behind · a quarter really stop for ten days. */
export type Shock = 'none' | 'late-entry' | 'stop'
export const SHOCK_DAY = 14
export const SHOCK_DAYS = 10

export type SimLot = { size: number; arrivesDay: number; lastDay: number; atWards: boolean }

export type Instance = {
  name: string
  family: string
  scarcity: number
  cadence: 7 | 28
  shock: Shock
  persons: readonly number[]
  /** Doses that a ward could give, were there vaccine and people; [ward][day]. */
  potential: readonly Int32Array[]
  /** Share of a day's doses entered within k days, k = 0 … MAX_LAG; [ward][day]. */
  entered: readonly (readonly Float64Array[])[]
  lots: readonly SimLot[]
  /** Wards on which the shock falls. */
  affected: ReadonlySet<number>
  seed: number
}

/** Shapes over the eight weeks in any unit, one a ward, and how late days are entered. */
export type Source = {
  family: string
  shapes: (random: Random) => readonly Float64Array[]
  lags: readonly Float64Array[]
}

const CITY_PERSONS = 450_000
const DOSES_PER_PERSON = 1.35
const SCARCITIES = [0.6, 0.85, 1.05]
const CADENCES = [7, 28] as const
const SPREADS = [0, 0.35, 0.6]

/** Seeds of each setting so that there are at least so many instances, each spread of paces as often as the others. */
export function repeatsFor(instances: number, sources: number): number {
  const settings = sources * SCARCITIES.length * CADENCES.length
  return SPREADS.length * Math.ceil(instances / (settings * SPREADS.length))
}

/** For each source: scarcity × cadence × `repeats` seeds, the spread of paces taking turns. */
export function makeInstances(
  sources: readonly Source[],
  repeats: number,
  shock: Shock = 'none',
): Instance[] {
  return sources.flatMap((source) =>
    SCARCITIES.flatMap((scarcity) =>
      CADENCES.flatMap((cadence) =>
        Array.from({ length: repeats }, (_, repeat) => {
          const spread = SPREADS[repeat % SPREADS.length]!
          const name = `${source.family}-${scarcity}-${cadence}-${spread}-${repeat}`
          return makeInstance(source, name, { scarcity, cadence, spread, shock })
        }),
      ),
    ),
  )
}

type Setting = { scarcity: number; cadence: 7 | 28; spread: number; shock: Shock }

function makeInstance(source: Source, name: string, setting: Setting): Instance {
  const seed = seedOf(name)
  const random = seededRandom(seed)
  const shapes = source.shapes(random)
  const sizes = shapes.map(() => Math.exp(0.5 * random.normal()))
  const cityShare = CITY_PERSONS / sum(sizes)
  const persons = sizes.map((size) => Math.round(size * cityShare))
  const potential = scalePotential(shapes, persons, setting.spread, random)
  const supply = setting.scarcity * sum(potential.map((days) => sum(days)))
  const lots = makeLots(supply, setting.cadence, random)
  const entered = persons.map(() =>
    Array.from({ length: DAYS }, () => source.lags[random.below(source.lags.length)]!),
  )
  // Drawn last: the three kinds of shock fall on one and the same city.
  const affected = new Set<number>()
  while (affected.size < Math.round(persons.length / 4)) affected.add(random.below(persons.length))
  const { scarcity, cadence, shock } = setting
  const hit = (ward: number, day: number) => affected.has(ward) && day >= SHOCK_DAY
  return {
    name: shock === 'none' ? name : `${name}-${shock}`,
    family: source.family,
    scarcity,
    cadence,
    shock,
    persons,
    potential:
      shock !== 'stop'
        ? potential
        : potential.map((days, ward) =>
            days.map((doses, day) => (hit(ward, day) && day < SHOCK_DAY + SHOCK_DAYS ? 0 : doses)),
          ),
    entered:
      shock !== 'late-entry'
        ? entered
        : entered.map((days, ward) => days.map((curve, day) => (hit(ward, day) ? later(curve) : curve))),
    lots,
    affected,
    seed,
  }
}

/** Every ward gives 1.35 doses a person over the eight weeks, times a log-normal factor; the city keeps its mean. */
function scalePotential(
  shapes: readonly Float64Array[],
  persons: readonly number[],
  spread: number,
  random: Random,
): Int32Array[] {
  const wanted = persons.map((count) => count * Math.exp(spread * random.normal()))
  const cityScale = (DOSES_PER_PERSON * sum(persons)) / sum(wanted)
  return shapes.map((shape, ward) => {
    const scale = (wanted[ward]! * cityScale) / sum(shape)
    return Int32Array.from(shape, (doses) => Math.round(doses * scale))
  })
}

/** 15 % lies at the wards when it begins; the rest comes to the centre weekly or every four weeks, in odd sizes. */
function makeLots(supply: number, cadence: 7 | 28, random: Random): SimLot[] {
  const arrivals = Array.from({ length: DAYS / cadence }, (_, at) => ({
    day: at * cadence,
    weight: 0.5 + random.next(),
    atWards: false,
  }))
  const total = arrivals.reduce((weights, arrival) => weights + arrival.weight, 0)
  const all = [{ day: 0, weight: (0.15 / 0.85) * total, atWards: true }, ...arrivals]
  return all.flatMap(({ day, weight, atWards }) => {
    const parts = cadence === 7 && !atWards ? 1 + random.below(2) : 2 + random.below(2)
    return Array.from({ length: parts }, (): SimLot => {
      const life = (random.below(4) === 0 ? 14 : 28) - random.below(6)
      const size = ((supply * 0.85 * weight) / total / parts / VIAL) | 0
      return { size: size * VIAL, arrivesDay: day, lastDay: day + life - 1, atWards }
    })
  })
}

function later(curve: Float64Array): Float64Array {
  return curve.map((_, lag) => (lag < SHOCK_DAYS ? 0 : curve[lag - SHOCK_DAYS]!))
}

function seedOf(name: string): number {
  let hash = 2_166_136_261
  for (const character of name) hash = Math.imul(hash ^ character.charCodeAt(0), 16_777_619)
  return hash >>> 0
}

export function sum(values: Iterable<number>): number {
  let total = 0
  for (const value of values) total += value
  return total
}
