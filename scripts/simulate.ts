/**
 * A campaign that never happened, from a seed: `npm run -s simulate -- --seed 1 --days 14`. Everything that must hold is
 * checked after every simulated day; on a fault its seed is printed, and the same seed plays it again.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { simulate } from '#sim/run.ts'
import { loadConfig, makeSecrets } from '#src/config.ts'
import { openDeps } from '#src/service.ts'

const { values } = parseArgs({
  options: {
    seed: { type: 'string', default: '1' },
    days: { type: 'string', default: '14' },
    wards: { type: 'string', default: '5' },
    people: { type: 'string', default: '400' },
  },
})

function whole(name: keyof typeof values, max: number): number {
  const number = Number(values[name])
  if (!Number.isSafeInteger(number) || number < 1 || number > max)
    throw new Error(`--${name} takes a whole number from 1 to ${max}`)
  return number
}

async function run(dataDir: string): Promise<void> {
  const seed = whole('seed', 2 ** 31)
  const wanted = {
    seed,
    days: whole('days', 120),
    wards: whole('wards', 36),
    peoplePerWard: whole('people', 20_000),
  }
  const silent = { info: () => undefined, warn: (message: string) => console.error(message) }
  const config = loadConfig({ DATA_DIR: dataDir, LOG_LEVEL: 'silent' }, makeSecrets())
  const { deps, close } = await openDeps(config, silent)
  try {
    let last = { entries: 0, doses: 0 }
    for await (const { day, on, entries, doses, moved, faults } of simulate(deps, wanted)) {
      console.log(
        `day ${day} (${on}): entries=${entries} doses=${doses} moved=${moved} ${faults.length === 0 ? 'all holds' : 'FAULTS'}`,
      )
      if (faults.length > 0) throw new Error(faults.join('\n  '))
      last = { entries, doses }
    }
    console.log(`simulate: OK seed=${seed} days=${wanted.days} entries=${last.entries} doses=${last.doses}`)
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error)
    console.error(`simulate: FAILED seed=${seed} days=${wanted.days}\n  ${why}`)
    process.exitCode = 1
  } finally {
    await close()
  }
}

const dataDir = mkdtempSync(join(tmpdir(), 'muitiem-simulate-'))
try {
  await run(dataDir)
} finally {
  rmSync(dataDir, { recursive: true, force: true })
}
