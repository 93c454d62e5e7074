import type { PlanningInput } from './types.ts'

/**
 * The input with all rows in one order, for hashing and for keeping: two inputs that say the same have the
 * same JSON text. Keys are sorted too.
 */
export function canonicalText(input: PlanningInput): string {
  return JSON.stringify(order(input))
}

function order(value: unknown): unknown {
  if (Array.isArray(value)) {
    // Sorted as text: what matters is that the order is total, not which it is.
    return value
      .map((row) => JSON.stringify(order(row)))
      .sort()
      .map((text): unknown => JSON.parse(text))
  }
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value)
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, part]) => [key, order(part)]),
  )
}
