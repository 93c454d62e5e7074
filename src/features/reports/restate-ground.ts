import type { ClosingStock } from '#domain/planner/types.ts'
import type { Ground } from './ground.ts'

/** The ground with each ward's rows under the unit that it belongs to; as it is where every ward is its own. */
export function restateGround(ground: Ground, unitOf: ReadonlyMap<string, string>): Ground {
  if ([...unitOf].every(([wardId, unitId]) => wardId === unitId)) return ground
  const moved = <Row extends { wardId: string | null }>(rows: readonly Row[]): Row[] =>
    rows.map((row) => (row.wardId === null ? row : { ...row, wardId: unitOf.get(row.wardId) ?? row.wardId }))
  return {
    ...ground,
    entries: moved(ground.entries),
    givenBefore: moved(ground.givenBefore),
    sessions: moved(ground.sessions),
    stockOuts: moved(ground.stockOuts),
    stock: moved(ground.stock),
    closings: addClosings(moved(ground.closings)),
  }
}

/** A unit is without vaccine when all its wards together are. */
function addClosings(rows: readonly ClosingStock[]): ClosingStock[] {
  const sums = new Map<string, ClosingStock>()
  for (const row of rows) {
    const key = `${row.wardId} ${row.productId} ${row.on}`
    sums.set(key, { ...row, doses: row.doses + (sums.get(key)?.doses ?? 0) })
  }
  return [...sums.values()]
}
