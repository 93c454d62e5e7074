/** PostgreSQL's text format for COPY. */

export type CopyValue = string | number | null

// The database holds no NUL: it is left out.
const special = /[\\\n\r\t\0]/
const everySpecial = new RegExp(special, 'g')
const escapes: Readonly<Record<string, string>> = {
  '\\': '\\\\',
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t',
  '\0': '',
}

/** One line, its end included. */
export function copyLine(values: readonly CopyValue[]): string {
  let line = ''
  for (const [at, value] of values.entries()) {
    if (at > 0) line += '\t'
    if (value === null) line += '\\N'
    else if (typeof value === 'number') line += value
    else line += special.test(value) ? value.replaceAll(everySpecial, (found) => escapes[found]!) : value
  }
  return `${line}\n`
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

/** A column of `text[]`. */
export function copyTexts(texts: readonly string[]): string {
  return `{${texts.map((text) => `"${text.replace(/["\\]/g, '\\$&')}"`).join(',')}}`
}
