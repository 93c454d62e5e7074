/**
 * The audit of the database of DATABASE_URL, else of the embedded one in DATA_DIR:
 *   npm run -s audit -- verify [--anchors FILE]   walks every chain and names the first broken row of each
 *   npm run -s audit -- anchor                    prints the heads of all chains as one line of JSON, and stores them
 * Whoever can rewrite the whole database can rewrite the stored anchors too: keep the printed lines on another machine
 * (`>> anchors.jsonl`) and give them back to `verify` with --anchors.
 */
import { randomBytes } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { z } from 'zod'
import { uuidv7 } from '#domain/ids.ts'
import { openDatabase } from '#db/connect.ts'
import { overPool } from '#db/db.ts'
import { findAuthority } from '#features/accounts/found-authority.ts'
import { anchorAudit, verifyAudit } from '#features/accounts/verify-audit.ts'
import { loadSettings } from '#src/config.ts'
import { openGround } from '#src/service.ts'

const anchorLine = z.object({
  on: z.string(),
  at: z.string(),
  heads: z.record(z.string(), z.tuple([z.int(), z.string()])),
  digest: z.string(),
})

const reasons = {
  changed: 'was changed after it was written',
  missing: 'is missing',
  head: 'is where the chain and its kept head part',
  anchor: 'is not what an anchor says it was',
}

const { values, positionals } = parseArgs({
  options: { anchors: { type: 'string' } },
  allowPositionals: true,
})
const [command] = positionals
if (command !== 'verify' && command !== 'anchor') {
  console.error('Say which: npm run -s audit -- verify [--anchors FILE], or npm run -s audit -- anchor')
  process.exit(2)
}

const settings = loadSettings()
const log = { info: () => undefined, warn: (message: string) => console.error(message) }
const ground = await openGround(settings, log)
const database = openDatabase({ ...settings.database, url: ground.url })
const clock = () => new Date()
try {
  if (command === 'anchor') {
    const db = overPool(database.app)
    const authority = await findAuthority(db)
    if (authority === null)
      throw new Error('There is no health authority in this database yet: start it once.')
    const newId = () => uuidv7(clock().getTime(), randomBytes(10))
    console.log(JSON.stringify(await anchorAudit({ db, clock, newId }, authority.timeZone)))
  } else {
    const kept =
      values.anchors === undefined
        ? []
        : readFileSync(values.anchors, 'utf8')
            .split('\n')
            .filter((line) => line.trim() !== '')
            .map((line) => anchorLine.parse(JSON.parse(line)))
    const { rows, anchors, broken } = await verifyAudit(overPool(database.report), kept)
    for (const { lane, seq, why } of broken) console.log(`audit: lane ${lane} row ${seq} ${reasons[why]}`)
    console.log(`audit: ${broken.length === 0 ? 'OK' : 'BROKEN'} rows=${rows} anchors=${anchors}`)
    if (broken.length > 0) process.exitCode = 1
  }
} catch (error) {
  console.error(error instanceof Error ? error.message : error)
  process.exitCode = 1
} finally {
  await database.close()
  await ground.stop()
}
