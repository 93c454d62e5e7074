import { addDays } from '#domain/dates.ts'
import { plan } from '#domain/planner/plan.ts'
import type { PlanningInput } from '#domain/planner/types.ts'
import { percentile } from './marks.ts'
import { seededRandom } from './random.ts'

const AS_OF = '2021-10-22'
const [WARDS, LOTS, DAYS] = [500, 50, 42]

/** 500 wards × 50 lots with six weeks of entries, four lots and one count a ward, and second doses due. */
export function largeCity(): PlanningInput {
  const random = seededRandom(500)
  const productId = 'vaccine'
  const wards = Array.from({ length: WARDS }, (_, at) => ({ wardId: `w${at}`, pace: 20 + random.below(120) }))
  return {
    asOf: AS_OF,
    deadlineOn: addDays(AS_OF, 40),
    lastReviewOn: null,
    products: [
      { productId, code: 'AZ', name: 'AZ', storageClass: '2-8', thawDays: null, transportMinutesMax: null },
    ],
    lots: Array.from({ length: LOTS }, (_, at) => ({
      lotId: `l${at}`,
      code: `L${at}`,
      productId,
      dosesPerVial: 10,
      expiresOn: addDays(AS_OF, 3 + at),
      thawedOn: null,
      transportMinutesUsed: 0,
      status: 'ok',
      excursion: false,
    })),
    wards: wards.map(({ wardId, pace }, at) => ({
      wardId,
      code: String(20_000 + at),
      name: `Phường ${at}`,
      holderId: wardId,
      targetPersons: pace * 90,
      eligiblePersons: pace * 40,
      needAtStartDoses: pace * 180,
      minStockDays: 2,
      acceptsTransfers: true,
      storage: [{ storageClass: '2-8', freeDoses: null }],
      zone: null,
    })),
    stock: [
      ...Array.from({ length: LOTS }, (_, at) => ({
        holderId: 'centre',
        holderKind: 'centre' as const,
        wardId: null,
        lotId: `l${at}`,
        doses: 3000,
        issuedDoses: 0,
        count: null,
      })),
      ...wards.flatMap(({ wardId, pace }) => {
        const first = random.below(LOTS - 4)
        return Array.from({ length: 4 }, (_, at) => {
          const doses = random.below(pace * 4)
          const count = { countedOn: addDays(AS_OF, -random.below(10)), doses }
          return {
            holderId: wardId,
            holderKind: 'ward' as const,
            wardId,
            lotId: `l${first + at}`,
            doses,
            issuedDoses: 0,
            count,
          }
        })
      }),
    ],
    entries: wards.flatMap(({ wardId, pace }) =>
      Array.from({ length: DAYS }, (_, at) => {
        const administeredOn = addDays(AS_OF, -1 - at)
        const doses = Math.round(pace * (0.6 + 0.8 * random.next()))
        return [1, 2].map((lag) => ({
          wardId,
          productId,
          administeredOn,
          enteredOn: addDays(administeredOn, lag),
          doses: lag === 1 ? Math.ceil(doses / 2) : Math.floor(doses / 2),
        }))
      }).flat(),
    ),
    givenBefore: [],
    closings: wards.flatMap(({ wardId }) =>
      Array.from({ length: DAYS }, (_, at) => ({
        wardId,
        productId,
        on: addDays(AS_OF, -1 - at),
        doses: random.below(20) === 0 ? 0 : 400,
      })),
    ),
    stockOuts: [],
    dueDoses: wards.map(({ wardId, pace }) => ({ wardId, productId, dueOn: addDays(AS_OF, 3), doses: pace })),
    sessions: [],
    transfers: [],
    arrivals: [],
    travel: [],
  }
}

export type Speed = {
  medianMs: number
  maxMs: number
  /** What the processor worked on the quickest tenth of the plans, all threads together: the rest waited for others. */
  processorMs: number
}

/** Milliseconds of `runs` plans of the large city, after three that warm up. */
export function measureSpeed(runs = 30): Speed {
  const input = largeCity()
  for (let turn = 0; turn < 3; turn++) plan(input)
  const times = Array.from({ length: runs }, () => {
    const [begin, worked] = [performance.now(), process.cpuUsage()]
    plan(input)
    const { user, system } = process.cpuUsage(worked)
    return { wall: performance.now() - begin, processor: (user + system) / 1000 }
  })
  const walls = times.map(({ wall }) => wall)
  return {
    medianMs: percentile(walls, 0.5),
    maxMs: Math.max(...walls),
    processorMs: percentile(
      times.map(({ processor }) => processor),
      0.1,
    ),
  }
}
