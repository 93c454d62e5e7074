import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { answerLine } from '#features/planner/answer-line.ts'
import { plannerJsonSchema } from '#features/planner/json-schema.ts'
import { PlanOutputSchema, PlanProblemSchema } from '#features/planner/output-schema.ts'
import { lot, sketchCity } from '../../domain/planner/city.ts'

const city = sketchCity(
  [
    { name: 'Vỹ Dạ', daily: 80 },
    { name: 'An Cựu', daily: 22, stock: [{ lot: 'L1', doses: 200 }] },
  ],
  [lot('L1', '2022-03-31')],
  [{ lot: 'L1', doses: 500 }],
)
const answer = (input: unknown, line = 1): unknown => JSON.parse(answerLine(JSON.stringify(input), line))

test('a planning input is answered by a plan, in the words of the schema', () => {
  const made = PlanOutputSchema.parse(answer(city))
  expect(made.lines.map((line) => [line.rule, line.toWardId])).toEqual([
    ['floor', 'ward-001'],
    ['top-up', 'ward-000'],
  ])
})

test('what may be left out is left out: the smallest input that says something', () => {
  const { asOf, products, lots, wards, stock, entries } = city
  expect(answer({ asOf, products, lots, wards, stock, entries })).toEqual(answer(city))
})

test.each<[string, string, unknown]>([
  [
    'request.invalid',
    '/wards/0/targetPersons',
    { ...city, wards: [{ ...city.wards[0], targetPersons: -1 }] },
  ],
  ['request.invalid', '/params', { ...city, params: { noSuchThing: 1 } }],
  ['request.invalid', '/params/floorShare', { ...city, params: { floorShare: 2 } }],
  ['plan.input-unknown', 'nowhere', { ...city, entries: [{ ...city.entries[0], wardId: 'nowhere' }] }],
  ['plan.input-twice', 'ward-000', { ...city, wards: [city.wards[0], city.wards[0]] }],
  ['plan.input-twice', 'centre lot-L1', { ...city, stock: [city.stock[0], city.stock[0]] }],
])('%s at %s is said with its line, and the next line is answered', (code, where, input) => {
  const { problem } = PlanProblemSchema.parse(answer(input, 7))
  expect(problem).toMatchObject({ line: 7, code, where })
  expect(Object.values(problem.text).join()).not.toMatch(/[{}]/)
  expect(answer(city)).toHaveProperty('lines')
})

test('text that is no JSON is said, not thrown', () => {
  expect(JSON.parse(answerLine('{"asOf":', 3))).toMatchObject({
    problem: { line: 3, code: 'request.invalid' },
  })
})

test('the committed JSON Schema is what the code says', () => {
  const file = new URL('../../../openapi/planner.schema.json', import.meta.url)
  expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual(JSON.parse(JSON.stringify(plannerJsonSchema())))
})
