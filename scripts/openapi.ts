/**
 * Writes openapi/openapi.json from the routes and openapi/planner.schema.json from the planner's schemas; with --check
 * it fails when a file would change.
 *   npm run openapi            npm run openapi -- --check
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { plannerJsonSchema } from '#features/planner/json-schema.ts'
import { openapiDocument } from '#src/openapi-document.ts'

const documents = { 'openapi.json': await openapiDocument(), 'planner.schema.json': plannerJsonSchema() }
for (const [name, document] of Object.entries(documents)) {
  const file = join(import.meta.dirname, '../openapi', name)
  const text = `${JSON.stringify(document, null, 2)}\n`
  if (!process.argv.includes('--check')) writeFileSync(file, text)
  else if (!existsSync(file) || readFileSync(file, 'utf8') !== text) {
    console.error(`openapi/${name} is not what the code says. Run: npm run openapi`)
    process.exitCode = 1
  }
}
