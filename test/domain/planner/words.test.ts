import type { Words } from '#domain/problem.ts'
import * as texts from '#domain/planner/texts.ts'
import { say } from '#domain/planner/words.ts'
import { expect, test } from 'vitest'

/** Every sentence of a plan, filled with one number throughout. */
function spokenWith(number: number): string[] {
  const isWords = (value: object): value is Words => 'en' in value
  const sentences = Object.values(texts).flatMap((value) => (isWords(value) ? [value] : Object.values(value)))
  const facts = new Set(
    sentences.flatMap((words) => [...words.vi.matchAll(/\{(\w+)\}/g)].map((match) => match[1]!)),
  )
  const spoken = Object.fromEntries([...facts].map((fact) => [fact, number]))
  return sentences.map((words) => say(words, spoken).en)
}

const singular = 'day|dose|vial|ward|line'

test('English has one form for one and another for many, in every sentence of a plan', () => {
  const [one, two] = [spokenWith(1), spokenWith(2)]
  expect(
    one.filter((sentence) => new RegExp(`\\b1 (second )?(${singular})\\b`).test(sentence)).length,
  ).toBeGreaterThan(25)
  const wrong = (sentences: readonly string[], pattern: string) =>
    sentences.filter((sentence) => new RegExp(pattern).test(sentence) || /[{}|]/.test(sentence))
  expect(wrong(one, `\\b1 (second )?(${singular})s\\b`)).toEqual([])
  expect(wrong(one, `\\b1 (second )?(${singular}) are\\b`)).toEqual([])
  expect(wrong(two, `\\b2 (second )?(${singular})\\b`)).toEqual([])
  expect(wrong(two, `s is\\b`)).toEqual([])
})

test('the form follows the number as it is written; Vietnamese and Lao have one form', () => {
  const words = { vi: 'còn {days} ngày', en: '{days day|days} left', lo: 'ຍັງ {days} ມື້' }
  const english = (days: number | string) => say(words, { days }).en
  expect([0, 0.5, 1, 1.04, 1.1, 2, 1000].map(english)).toEqual([
    '0 days left',
    '0.5 days left',
    '1 day left',
    '1 day left',
    '1.1 days left',
    '2 days left',
    '1,000 days left',
  ])
  expect(english(texts.noUse.en)).toBe('many days left')
  expect([say(words, { days: 1 }).vi, say(words, { days: 1 }).lo]).toEqual(['còn 1 ngày', 'ຍັງ 1 ມື້'])
})
