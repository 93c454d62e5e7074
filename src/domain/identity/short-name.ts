/** For a screen that a queue looks at: "N. T. Hoa" and no more. */
export function shortNameOf(fullName: string): string {
  const words = fullName.trim().split(/\s+/)
  const own = words.pop() ?? ''
  return [...words.map((word) => `${word.normalize('NFC').charAt(0).toUpperCase()}.`), own].join(' ')
}
