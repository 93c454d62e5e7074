/**
 * Writes the next migration from the difference between src/db/tables and the last one; flags go to drizzle-kit:
 *   npm run db:generate -- --name add_fridge_alarm
 *   npm run db:generate -- --custom --name guards      (an empty file for SQL written by hand)
 * drizzle-kit qualifies foreign keys with "public"; here every authority has a schema of its own, so names stay bare.
 */
import { spawnSync } from 'node:child_process'
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { migrationsFolder } from '#db/migrate.ts'

const before = new Set(readdirSync(migrationsFolder))
const kit = join(dirname(createRequire(import.meta.url).resolve('drizzle-kit')), 'bin.cjs')
const { status } = spawnSync(process.execPath, [kit, 'generate', ...process.argv.slice(2)], {
  stdio: 'inherit',
})
for (const name of readdirSync(migrationsFolder)) {
  if (before.has(name) || !name.endsWith('.sql')) continue // one that exists may be applied somewhere already
  const file = join(migrationsFolder, name)
  writeFileSync(file, readFileSync(file, 'utf8').replaceAll('"public".', ''))
}
process.exitCode = status ?? 1
