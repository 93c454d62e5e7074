/** Degrees as people write them (4,5 · 4.5 · −20) in tenths; null when it is none. */
export function parseTenths(text: string): number | null {
  const degrees = /^\s*([-−]?)(\d{1,3})(?:[.,](\d))?\s*$/.exec(text)
  if (degrees === null) return null
  const tenths = Number(degrees[2]) * 10 + Number(degrees[3] ?? 0)
  return degrees[1] === '' || tenths === 0 ? tenths : -tenths
}
