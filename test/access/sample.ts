/** The least that a JSON Schema lets through: required fields only, each with a value of its own shape. */
export type Schema = {
  $ref?: string
  type?: string | string[]
  const?: unknown
  enum?: unknown[]
  anyOf?: Schema[]
  oneOf?: Schema[]
  allOf?: Schema[]
  properties?: Record<string, Schema>
  required?: string[]
  items?: Schema
  minItems?: number
  minimum?: number
  minLength?: number
  format?: string
  example?: unknown
}

export type Components = Record<string, Schema>

export function sample(schema: Schema, components: Components): unknown {
  if (schema.$ref !== undefined) return sample(components[schema.$ref.split('/').at(-1)!] ?? {}, components)
  if (schema.const !== undefined) return schema.const
  if (schema.enum !== undefined) return schema.enum[0]
  const choice = schema.anyOf?.[0] ?? schema.oneOf?.[0] ?? schema.allOf?.[0]
  if (choice !== undefined) return sample(choice, components)
  const type = Array.isArray(schema.type) ? schema.type[0] : schema.type
  switch (type) {
    case 'object':
      return Object.fromEntries(
        (schema.required ?? []).map((name) => [name, sample(schema.properties?.[name] ?? {}, components)]),
      )
    case 'array':
      return Array.from({ length: schema.minItems ?? 0 }, () => sample(schema.items ?? {}, components))
    case 'integer':
    case 'number':
      return Math.max(schema.minimum ?? 1, 1)
    case 'boolean':
      return false
    case 'null':
      return null
    default:
      return sampleText(schema)
  }
}

function sampleText({ format, minLength = 0 }: Schema): string {
  if (format === 'uuid') return '00000000-0000-4000-8000-00000000beef'
  if (format === 'date') return '2021-10-17'
  if (format === 'date-time') return '2021-10-17T01:00:00Z'
  return 'thử'.padEnd(minLength, 'x')
}
