import type { Words } from '../problem.ts'

/** Numbers are written as each language writes them, days as day/month. */
export type Spoken = Record<string, string | number | Words>

export function say(words: Words, spoken: Spoken): Words {
  const speak = (language: keyof Words) => {
    let sentence = ''
    // Text and names take turns.
    cut(words[language]).forEach((part, at) => {
      const value = at % 2 === 1 ? spoken[part] : undefined
      sentence += at % 2 === 0 ? part : value === undefined ? `{${part}}` : speakValue(value, language)
    })
    return sentence
  }
  return { vi: speak('vi'), en: speak('en'), lo: speak('lo') }
}

const known = new Map<string, readonly string[]>()

/** A plan says the same few sentences hundreds of times: each is taken apart once. */
function cut(sentence: string): readonly string[] {
  const parts = known.get(sentence) ?? sentence.split(/\{(\w+)\}/)
  known.set(sentence, parts)
  return parts
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
