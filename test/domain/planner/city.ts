import { addDays, type LocalDate } from '#domain/dates.ts'
import type { Plan } from '#domain/planner/plan-types.ts'
import type { LotInput, PlanningInput, StockInput, WardInput } from '#domain/planner/types.ts'

/** An invented city in few words, for tests of the planner. */
export const asOf = '2021-10-22'
export const product = {
  productId: 'p-1',
  code: 'AZ',
  name: 'AstraZeneca',
  storageClass: '2-8',
  thawDays: null,
  transportMinutesMax: null,
}

export type WardSketch = {
  name: string
  /** Doses given each day, every day of the history. */
  daily?: number
  /** Days of history up to yesterday. */
  days?: number
  /** Days between giving and entering. */
  delay?: number
  /** Nothing was entered for what was given in the last days. */
  quietDays?: number
  /** The ward had no vaccine on the last days. */
  dryDays?: number
  stock?: readonly { lot: string; doses: number; countedOn?: LocalDate }[]
  secondDoses?: number
  persons?: number
  eligible?: number
  ward?: Partial<WardInput>
}

export function lot(code: string, expiresOn: LocalDate, more: Partial<LotInput> = {}): LotInput {
  return {
    lotId: `lot-${code}`,
    code,
    productId: product.productId,
    dosesPerVial: 10,
    expiresOn,
    thawedOn: null,
    transportMinutesUsed: 0,
    status: 'ok',
    excursion: false,
    ...more,
  }
}

export function sketchCity(
  wards: readonly WardSketch[],
  lots: readonly LotInput[],
  centre: readonly { lot: string; doses: number }[] = [],
  more: Partial<PlanningInput> = {},
): PlanningInput {
  return {
    asOf,
    deadlineOn: null,
    lastReviewOn: null,
    products: [product],
    lots: [...lots],
    wards: wards.map(wardInput),
    stock: [
      ...centre.map((row) => stockRow('centre', null, row.lot, row.doses, null)),
      ...wards.flatMap((sketch, at) =>
        (sketch.stock ?? []).map((row) =>
          stockRow(`h-${at}`, wardId(at), row.lot, row.doses, row.countedOn ?? asOf),
        ),
      ),
    ],
    entries: wards.flatMap((sketch, at) => entriesOf(sketch, at)),
    givenBefore: [],
    closings: wards.flatMap((sketch, at) => closingsOf(sketch, at)),
    stockOuts: [],
    dueDoses: wards.flatMap((sketch, at) =>
      sketch.secondDoses === undefined
        ? []
        : [
            {
              wardId: wardId(at),
              productId: product.productId,
              dueOn: addDays(asOf, 3),
              doses: sketch.secondDoses,
            },
          ],
    ),
    sessions: [],
    transfers: [],
    arrivals: [],
    travel: [],
    ...more,
  }
}

export function wardId(at: number): string {
  return `ward-${String(at).padStart(3, '0')}`
}

function wardInput(sketch: WardSketch, at: number): WardInput {
  const persons = sketch.persons ?? 10_000
  const eligible = sketch.eligible ?? Math.round(persons / 2)
  return {
    wardId: wardId(at),
    code: String(19_000 + at),
    name: sketch.name,
    holderId: `h-${at}`,
    targetPersons: persons,
    eligiblePersons: eligible,
    needAtStartDoses: persons * 2,
    minStockDays: 2,
    acceptsTransfers: true,
    storage: [{ storageClass: '2-8', freeDoses: null }],
    zone: null,
    ...sketch.ward,
  }
}

function stockRow(
  holderId: string,
  ward: string | null,
  code: string,
  doses: number,
  countedOn: LocalDate | null,
): StockInput {
  return {
    holderId,
    holderKind: ward === null ? 'centre' : 'ward',
    wardId: ward,
    lotId: `lot-${code}`,
    doses,
    issuedDoses: 0,
    count: countedOn === null ? null : { countedOn, doses },
  }
}

function entriesOf(sketch: WardSketch, at: number): PlanningInput['entries'] {
  const [days, delay] = [sketch.days ?? 40, sketch.delay ?? 0]
  return Array.from({ length: days }, (_, index) => index + 1)
    .filter((age) => age > (sketch.dryDays ?? 0) && age > (sketch.quietDays ?? 0) && age > delay)
    .map((age) => ({
      wardId: wardId(at),
      productId: product.productId,
      administeredOn: addDays(asOf, -age),
      enteredOn: addDays(asOf, -age + delay),
      doses: sketch.daily ?? 50,
    }))
}

function closingsOf(sketch: WardSketch, at: number): PlanningInput['closings'] {
  return Array.from({ length: sketch.days ?? 40 }, (_, index) => ({
    wardId: wardId(at),
    productId: product.productId,
    on: addDays(asOf, -index - 1),
    doses: index + 1 <= (sketch.dryDays ?? 0) ? 0 : 500,
  }))
}

export function leftOutCode(plan: Plan, at: number): string | undefined {
  return plan.leftOut.find((row) => row.wardId === wardId(at))?.code
}

export function stateOf(plan: Plan, at: number): string | undefined {
  return plan.pace.find((row) => row.wardId === wardId(at))?.state
}

export function totals(plan: Plan): Map<string, number> {
  const sums = new Map<string, number>()
  for (const line of plan.lines) sums.set(line.toWardId, (sums.get(line.toWardId) ?? 0) + line.vials)
  return sums
}
