/** A list that is followed: after the whole list, only its changed rows are told. Service and page run the same code. */

/** Rows that are new or different; `keys` when rows came, went or changed places, in their new order. */
export type RowChanges<Row> = { rows: Row[]; keys: string[] | null }

export function diffRows<Row>(
  before: readonly Row[],
  after: readonly Row[],
  keyOf: (row: Row) => string,
): RowChanges<Row> {
  const known = new Map(before.map((row) => [keyOf(row), JSON.stringify(row)]))
  const keys = after.map(keyOf)
  const isSameOrder = before.length === after.length && before.every((row, at) => keyOf(row) === keys[at])
  return {
    rows: after.filter((row) => known.get(keyOf(row)) !== JSON.stringify(row)),
    keys: isSameOrder ? null : keys,
  }
}

/** The list after the changes; null when they belong to another list, which must then be asked for whole. */
export function applyRows<Row>(
  before: readonly Row[],
  { rows, keys }: RowChanges<Row>,
  keyOf: (row: Row) => string,
): Row[] | null {
  const known = new Map([...before, ...rows].map((row) => [keyOf(row), row]))
  const after = (keys ?? before.map(keyOf)).map((key) => known.get(key))
  if (keys === null && rows.some((row) => !before.some((each) => keyOf(each) === keyOf(row)))) return null
  return after.includes(undefined) ? null : (after as Row[])
}
