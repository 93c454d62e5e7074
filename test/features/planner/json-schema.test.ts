import { expect, test } from 'vitest'
import { plannerJsonSchema } from '#features/planner/json-schema.ts'

type Node = { $ref?: string; properties?: Record<string, unknown>; $defs?: Record<string, Node> }

test('the schema of the planner says every part in full: no reference leads to itself or to nothing', () => {
  const schema = plannerJsonSchema() as Node
  for (const [name, part] of Object.entries(schema.$defs!)) expect(part.$ref, name).toBeUndefined()
  const references = [...JSON.stringify(schema).matchAll(/"#\/\$defs\/(\w+)"/g)].map((match) => match[1]!)
  for (const name of references) expect(Object.keys(schema.$defs!)).toContain(name)
  const { PlanningInput, PlanOutput } = schema.$defs!
  expect(Object.keys(PlanningInput!.properties!)).toEqual(
    expect.arrayContaining(['asOf', 'wards', 'stock', 'params']),
  )
  expect(Object.keys(PlanOutput!.properties!)).toEqual(
    expect.arrayContaining(['lines', 'leftOut', 'pace', 'blocked']),
  )
})
