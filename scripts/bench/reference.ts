import { execFile } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { Client } from 'pg'
import type { BenchGround } from './ground.ts'
import type { People } from './people.ts'

const run = promisify(execFile)
const PGBENCH_THREADS = 2

export type Reference = {
  name: string
  /** One durable transaction per dose, from this many clients for so many seconds. */
  measure(people: People, clients: number, seconds: number): Promise<{ perSecond: number; doses: number }>
}

/** pgbench where it is installed; else this process itself drives the same function, which says less. */
export async function findReference(ground: BenchGround): Promise<Reference> {
  const { stdout } = await run('pgbench', ['--version']).catch(() => ({ stdout: '' }))
  const version = /pgbench \(PostgreSQL\) (\S+)/.exec(stdout)?.[1]
  return version === undefined ? drivenByPg(ground) : withPgbench(ground, version)
}

/** As `libpq` takes it: the same socket, role and settings as the service's own writer. */
function libpqEnvironment(writerUrl: string): Record<string, string | undefined> {
  const url = new URL(writerUrl)
  return {
    PATH: process.env['PATH'],
    PGHOST: url.searchParams.get('host') ?? url.hostname,
    PGPORT: url.port === '' ? '5432' : url.port,
    PGUSER: decodeURIComponent(url.username),
    PGDATABASE: decodeURIComponent(url.pathname.slice(1)),
    PGOPTIONS: url.searchParams.get('options') ?? '',
  }
}

function withPgbench({ writerUrl }: BenchGround, version: string): Reference {
  const env = libpqEnvironment(writerUrl)
  return {
    name: `pgbench ${version}`,
    async measure(people, clients, seconds) {
      const folder = mkdtempSync(join(tmpdir(), 'muitiem-pgbench-'))
      const script = join(folder, 'dose.sql')
      writeFileSync(script, `SELECT bench.record_dose(:client_id, ${people.spread === 'hot'});\n`)
      await people.lend()
      try {
        const threads = Math.min(clients, PGBENCH_THREADS)
        const args = ['-n', '-M', 'prepared', '-c', clients, '-j', threads, '-T', seconds, '-f', script].map(
          String,
        )
        const { stdout } = await run('pgbench', args, { env })
        const doses = Number(/actually processed: (\d+)/.exec(stdout)?.[1])
        const perSecond = Number(/tps = ([\d.]+) \(without/.exec(stdout)?.[1])
        if (!(doses > 0 && perSecond > 0)) throw new Error(`pgbench said something else: ${stdout}`)
        return { doses, perSecond }
      } finally {
        rmSync(folder, { recursive: true, force: true })
        await people.takeBack()
      }
    },
  }
}

function drivenByPg({ writerUrl }: BenchGround): Reference {
  return {
    name: 'pg (informative)',
    async measure(people, clients, seconds) {
      await people.lend()
      const all = Array.from({ length: clients }, () => new Client({ connectionString: writerUrl }))
      try {
        await Promise.all(all.map((client) => client.connect()))
        const startedMs = performance.now()
        const untilMs = startedMs + seconds * 1000
        const counts = await Promise.all(
          all.map(async (client, number) => {
            let count = 0
            while (performance.now() < untilMs) {
              await client.query({
                name: 'bench',
                text: 'SELECT bench.record_dose($1, $2)',
                values: [number, people.spread === 'hot'],
              })
              count += 1
            }
            return count
          }),
        )
        const doses = counts.reduce((sum, count) => sum + count, 0)
        return { doses, perSecond: doses / ((performance.now() - startedMs) / 1000) }
      } finally {
        await Promise.all(all.map((client) => client.end()))
        await people.takeBack()
      }
    },
  }
}
