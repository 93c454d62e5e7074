/**
 * Writes openapi/openapi.json from the routes; with --check it fails when the file would change.
 *   npm run openapi            npm run openapi -- --check
 */
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { openapiDocument } from '#src/openapi-document.ts'

const file = join(import.meta.dirname, '../openapi/openapi.json')
const text = `${JSON.stringify(await openapiDocument(), null, 2)}\n`
if (process.argv.includes('--check')) {
  if (readFileSync(file, 'utf8') !== text) {
    console.error('openapi/openapi.json is not what the routes say. Run: npm run openapi')
    process.exitCode = 1
  }
} else {
  writeFileSync(file, text)
}
