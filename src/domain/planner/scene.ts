import { dayFromNumber, dayNumber, type LocalDate } from '../dates.ts'
import { compareText } from '../ids.ts'
import { Problem } from '../problem.ts'
import { defaultParams, type PlanParams } from './params.ts'
import type { LotInput, PlanningInput, ProductInput, WardInput } from './types.ts'

/** The input in canonical order with its look-ups: from here on nothing depends on the order of rows. */
export type Scene = {
  input: PlanningInput
  params: PlanParams
  /** asOf as a day number. */
  today: number
  wards: readonly WardInput[]
  products: readonly ProductInput[]
  /** By last day of use, then code. */
  lots: readonly Lot[]
  wardIndex: (wardId: string) => number
  productIndex: (productId: string) => number
  lot: (lotId: string) => Lot
  /** Day number of a LocalDate; remembered, since entries repeat the same days. */
  day: (day: LocalDate) => number
  date: (number: number) => LocalDate
  /** Minutes from a ward (null: the centre) to a ward. */
  minutes: (from: WardInput | null, to: WardInput) => number
}

export type Lot = LotInput & {
  productIndex: number
  /** useBy = min(expiry, thawed + thaw days), the last day of use. */
  useBy: number
  /** May move: status ok, no open excursion. */
  fit: boolean
}

export function buildScene(input: PlanningInput): Scene {
  const wards = input.wards.toSorted((a, b) => compareText(a.code, b.code) || compareText(a.wardId, b.wardId))
  const products = input.products.toSorted(
    (a, b) => compareText(a.code, b.code) || compareText(a.productId, b.productId),
  )
  const day = remember(dayNumber)
  const productIndex = indexOf('product', products, (product) => product.productId)
  const lots = input.lots
    .map((lot): Lot => {
      const index = productIndex(lot.productId)
      const expires = day(lot.expiresOn)
      const thawDays = products[index]!.thawDays
      const thawed = lot.thawedOn === null || thawDays === null ? expires : day(lot.thawedOn) + thawDays
      return {
        ...lot,
        productIndex: index,
        useBy: Math.min(expires, thawed),
        fit: lot.status === 'ok' && !lot.excursion,
      }
    })
    .sort((a, b) => a.useBy - b.useBy || compareText(a.code, b.code) || compareText(a.lotId, b.lotId))
  const lotIndex = indexOf('lot', lots, (lot) => lot.lotId)
  const params = { ...defaultParams, ...input.params }
  return {
    input,
    params,
    today: day(input.asOf),
    wards,
    products,
    lots,
    wardIndex: indexOf('ward', wards, (ward) => ward.wardId),
    productIndex,
    lot: (lotId) => lots[lotIndex(lotId)]!,
    day,
    date: remember(dayFromNumber),
    minutes: travelTimes(input, params),
  }
}

function remember<Key, Value>(work: (key: Key) => Value): (key: Key) => Value {
  const known = new Map<Key, Value>()
  return (key) => {
    let value = known.get(key)
    if (value === undefined) known.set(key, (value = work(key)))
    return value
  }
}

function indexOf<Row>(
  kind: string,
  rows: readonly Row[],
  idOf: (row: Row) => string,
): (id: string) => number {
  const indexes = new Map<string, number>()
  rows.forEach((row, index) => {
    const id = idOf(row)
    if (indexes.has(id)) throw new Problem('plan.input-twice', { kind, id })
    indexes.set(id, index)
  })
  return (id) => {
    const index = indexes.get(id)
    if (index === undefined) throw new Problem('plan.input-unknown', { kind, id })
    return index
  }
}

function travelTimes(input: PlanningInput, params: PlanParams): Scene['minutes'] {
  const known = new Map<string, number>()
  const key = (from: string, to: string) => (from < to ? `${from}\n${to}` : `${to}\n${from}`)
  for (const row of input.travel) {
    const pair = key(row.fromWardId ?? '', row.toWardId)
    known.set(pair, Math.min(row.minutes, known.get(pair) ?? Infinity))
  }
  return (from, to) => {
    const given = known.size === 0 ? undefined : known.get(key(from?.wardId ?? '', to.wardId))
    if (given !== undefined) return given
    const near = from !== null && from.zone !== null && from.zone === to.zone
    return near ? params.sameZoneMinutes : params.otherZoneMinutes
  }
}
