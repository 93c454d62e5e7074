import type { Words } from '../problem.ts'

/** Numbers are written as each language writes them, days as day/month. */
export type Spoken = Record<string, string | number | Words>

/**
 * Fills `{fact}`, and `{fact one|many}` with the fact and the word that goes with it: Vietnamese and Lao have one word for
 * both. `1` as it is written takes the first, so that 1.04 days, rounded, are `1 day`.
 */
export function say(words: Words, spoken: Spoken): Words {
  const speak = (language: keyof Words) =>
    cut(words[language])
      .map((part) => (typeof part === 'string' ? part : speakFact(part, spoken[part.fact], language)))
      .join('')
  return { vi: speak('vi'), en: speak('en'), lo: speak('lo') }
}

type Blank = { fact: string; one: string | null; many: string | null }

const known = new Map<string, readonly (string | Blank)[]>()

/** A plan says the same few sentences hundreds of times: each is taken apart once. */
function cut(sentence: string): readonly (string | Blank)[] {
  const before = known.get(sentence)
  if (before !== undefined) return before
  const parts = sentence.split(/(\{\w+(?: [^{}|]+\|[^{}|]+)?\})/).map((part): string | Blank => {
    const blank = /^\{(\w+)(?: (.+)\|(.+))?\}$/.exec(part)
    return blank === null ? part : { fact: blank[1]!, one: blank[2] ?? null, many: blank[3] ?? null }
  })
  known.set(sentence, parts)
  return parts
}

function speakFact({ fact, one, many }: Blank, value: Spoken[string] | undefined, language: keyof Words) {
  if (value === undefined) return `{${fact}}`
  const written = speakValue(value, language)
  return many === null ? written : `${written} ${written === '1' ? one : many}`
}

export function join(sentences: readonly Words[]): Words {
  const all = (language: keyof Words) => sentences.map((words) => words[language]).join(' ')
  return { vi: all('vi'), en: all('en'), lo: all('lo') }
}

function speakValue(value: string | number | Words, language: keyof Words): string {
  if (typeof value === 'object') return value[language]
  if (typeof value === 'string') {
    const day = value.length === 10 ? /^\d{4}-(\d{2})-(\d{2})$/.exec(value) : null
    return day === null ? value : `${day[2]}/${day[1]}`
  }
  const [thousand, decimal] = language === 'en' ? [',', '.'] : ['.', ',']
  const tenths = Math.round(Math.abs(value) * 10)
  const whole = String(Math.floor(tenths / 10))
  const grouped = whole.length > 3 ? whole.replace(/\B(?=(\d{3})+$)/g, thousand) : whole
  return `${value < 0 ? '−' : ''}${grouped}${tenths % 10 === 0 ? '' : decimal + String(tenths % 10)}`
}

/** A pace or a number of days as people say it: 1.8, 22, 95. */
export function roundSpoken(value: number): number {
  return value >= 10 ? Math.round(value) : Math.round(value * 10) / 10
}
