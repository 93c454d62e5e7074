/** JSON with sorted keys and no spaces: the same value always gives the same text, so that it can be hashed and compared. */
export function canonicalJson(value: unknown): string {
  if (value === null || typeof value === 'number' || typeof value === 'boolean' || typeof value === 'string')
    return JSON.stringify(value)
  if (Array.isArray(value)) return `[${value.map((item) => canonicalJson(item ?? null)).join(',')}]`
  if (value instanceof Date) return JSON.stringify(value.toISOString())
  if (typeof value === 'object') {
    const record = value as Readonly<Record<string, unknown>>
    const parts: string[] = []
    // In the order of UTF-16 code units, like `<`.
    for (const key of Object.keys(record).sort()) {
      const item = record[key]
      if (item !== undefined) parts.push(`${JSON.stringify(key)}:${canonicalJson(item)}`)
    }
    return `{${parts.join(',')}}`
  }
  throw new TypeError(`Not JSON: ${typeof value}`)
}
