import { randomUUID } from 'node:crypto'
import { drizzle, type NodePgDatabase } from 'drizzle-orm/node-postgres'
import { sql } from 'drizzle-orm'
import { Client } from 'pg'
import { coverageDay, coverageWard, entryDelay } from '#db/tables/counters.ts'
import { dose, doseStanding } from '#db/tables/doses.ts'
import { recount, type CountedDose } from '#domain/vaccination/tally.ts'
import type { TestApp } from '../../support/app.ts'

/** Rows laid down as the database's superuser: reports and plans only read what others write. */
export async function asSuperuser<T>(ground: TestApp, work: (db: NodePgDatabase) => Promise<T>): Promise<T> {
  const client = new Client({ connectionString: ground.database.superuserUrl })
  await client.connect()
  try {
    return await work(drizzle(client))
  } finally {
    await client.end()
  }
}

export type WardLetter = 'A' | 'B' | 'C'

export type GivenSketch = {
  /** Ward of injection. */
  at: WardLetter
  /** Ward of residence; the ward of injection when left out. */
  lives?: WardLetter
  givenOn: string
  enteredOn?: string
  ageCell?: number
  priorityCode?: number
  step?: 'primary-1' | 'primary-2'
  /** Kept beside another dose of the day. */
  isTwin?: boolean
  personId?: string
}

/** Doses with their standings, and the counters that the rules of the tally make of them. */
export async function giveDoses(ground: TestApp, sketches: readonly GivenSketch[]): Promise<void> {
  const { world } = ground
  const person = sketches.length > 0 ? await world.addPerson() : ''
  await asSuperuser(ground, async (db) => {
    // The person of a dose is of no interest here: standings get persons of their own.
    const rows = sketches.map((sketch) => ({
      sketch,
      id: randomUUID(),
      personId: sketch.personId ?? randomUUID(),
    }))
    const cells = rows.map(({ sketch, id }): CountedDose & { doseId: string } => ({
      doseId: id,
      antigen: 'covid-19',
      step: sketch.step ?? 'primary-1',
      source: 'administered',
      origin: 'site',
      givenOn: sketch.givenOn,
      enteredOn: sketch.enteredOn ?? sketch.givenOn,
      residenceId: world.places[`ward${sketch.lives ?? sketch.at}`],
      wardId: world.places[`ward${sketch.at}`],
      siteId: world.sites[sketch.at],
      sessionId: world.sessions[sketch.at],
      holderId: world.sessionHolders[sketch.at],
      productId: world.productId,
      lotId: world.lotId,
      ageCell: sketch.ageCell ?? 4,
      priorityCode: sketch.priorityCode ?? 10,
    }))
    for (let at = 0; at < rows.length; at += 1000) {
      const part = rows.slice(at, at + 1000)
      await db.insert(dose).values(
        part.map(({ id }, index) => {
          const { step: _step, holderId: _holder, doseId: _dose, residenceId, ...cell } = cells[at + index]!
          return {
            ...cell,
            id,
            personId: person,
            residenceId: residenceId!,
            givenAt: new Date(`${cell.givenOn}T03:00:00Z`),
            capturedAt: new Date(`${cell.givenOn}T03:00:00Z`),
            recordedAt: new Date(`${cell.enteredOn}T10:00:00Z`),
            authorId: world.accounts.dataEntry.accountId,
          }
        }),
      )
      await db.insert(doseStanding).values(
        part.map(({ id, personId, sketch }, index) => {
          const { antigen, givenOn, step, ageCell } = cells[at + index]!
          return {
            doseId: id,
            personId,
            antigen,
            givenOn,
            ageCell,
            dayRank: sketch.isTwin === true ? 1 : 0,
            step: sketch.isTwin === true ? null : step,
            rulesVersion: 1,
          }
        }),
      )
    }
    const counted = cells.filter((_, at) => rows[at]!.sketch.isTwin !== true)
    const { coverageWard: ward, coverageDay: day, entryDelay: delay } = recount(counted)
    const add = { doses: sql`excluded.doses` }
    if (ward.length > 0)
      await db
        .insert(coverageWard)
        .values(ward)
        .onConflictDoUpdate({
          target: [
            coverageWard.wardId,
            coverageWard.antigen,
            coverageWard.step,
            coverageWard.ageCell,
            coverageWard.priorityCode,
          ],
          set: { doses: sql`${coverageWard.doses} + ${add.doses}` },
        })
    for (let at = 0; at < day.length; at += 1000)
      await db
        .insert(coverageDay)
        .values(day.slice(at, at + 1000))
        .onConflictDoUpdate({
          target: [
            coverageDay.wardId,
            coverageDay.givenOn,
            coverageDay.antigen,
            coverageDay.step,
            coverageDay.ageCell,
          ],
          set: { doses: sql`${coverageDay.doses} + ${add.doses}` },
        })
    for (let at = 0; at < delay.length; at += 1000)
      await db
        .insert(entryDelay)
        .values(delay.slice(at, at + 1000))
        .onConflictDoUpdate({
          target: [
            entryDelay.givenOn,
            entryDelay.wardId,
            entryDelay.siteId,
            entryDelay.productId,
            entryDelay.step,
            entryDelay.enteredOn,
          ],
          set: { doses: sql`${entryDelay.doses} + ${add.doses}` },
        })
  })
}
