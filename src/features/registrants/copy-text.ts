/** PostgreSQL's text format for COPY. */

export type CopyValue = string | number | null

const special = /[\\\n\r\t]/g
const escapes: Readonly<Record<string, string>> = { '\\': '\\\\', '\n': '\\n', '\r': '\\r', '\t': '\\t' }

/** One line, its end included. */
export function copyLine(values: readonly CopyValue[]): string {
  return `${values
    .map((value) =>
      value === null
        ? '\\N'
        : typeof value === 'number'
          ? String(value)
          : value.replace(special, (character) => escapes[character]!),
    )
    .join('\t')}\n`
}

/** A column of `jsonb`. A NUL and a lone surrogate, which a text may hold and the database cannot, are left out. */
export function copyJson(value: unknown): string | null {
  if (value === null || value === undefined) return null
  const text = JSON.stringify(value)
  return text.includes('\\u')
    ? text.replace(/(?<!\\)((?:\\\\)*)\\u(?:0000|d[89a-f][0-9a-f]{2})/gi, '$1')
    : text
}

/** A column of `bytea[]`, from hexadecimal. */
export function copyBytes(hex: readonly string[]): string {
  return `{${hex.map((text) => `"\\\\x${text}"`).join(',')}}`
}
