import { z } from 'zod'
import { Problem } from '#domain/problem.ts'

/** Keyset paging: the cursor holds the sort key of the last row, never an offset, so nothing is skipped when rows arrive. */
export const pageQuery = z.object({
  limit: z.coerce.number().int().min(1).max(200).default(50).describe('Rows in a page.'),
  cursor: z
    .string()
    .max(500)
    .regex(/^[\w-]+$/)
    .optional()
    .describe('`nextCursor` of the page before.'),
})

export function pageOf<T extends z.ZodType>(item: T) {
  return z.object({ items: z.array(item), nextCursor: z.string().nullable() })
}

export function encodeCursor(keys: readonly (string | number)[]): string {
  return Buffer.from(JSON.stringify(keys)).toString('base64url')
}

/** @throws Problem `request.invalid` when the cursor was not made by us for this list. */
export function decodeCursor(cursor: string | undefined, length: number): (string | number)[] | null {
  if (cursor === undefined) return null
  try {
    const keys: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString())
    const parsed = z
      .array(z.union([z.string(), z.number()]))
      .length(length)
      .safeParse(keys)
    if (parsed.success) return parsed.data
  } catch {
    // not JSON: the same refusal as any other foreign cursor
  }
  throw new Problem('request.invalid', { where: '/querystring/cursor' })
}

/** Cuts a list read with `limit + 1` rows into a page. */
export function toPage<T>(
  rows: T[],
  limit: number,
  keysOf: (row: T) => (string | number)[],
): { items: T[]; nextCursor: string | null } {
  const items = rows.slice(0, limit)
  const last = items.at(-1)
  return { items, nextCursor: rows.length > limit && last !== undefined ? encodeCursor(keysOf(last)) : null }
}
