import type { z } from 'zod'
import type { Actor } from '#domain/access.ts'
import { addDays, daysBetween, type LocalDate } from '#domain/dates.ts'
import { entryLag, type EntryLag } from '#domain/progress.ts'
import type { Deps } from '#http/types.ts'
import { readProgress } from './begin.ts'
import type { entryLagQuery } from './quality-contract.ts'
import { selectDelays } from './session-queries.ts'

/** The board's lag looks at doses of this many days. */
export const LAG_DAYS = 28

export type Lag = EntryLag & { overOneDay: number | null }

type Delay = { administeredOn: LocalDate; enteredOn: LocalDate; doses: number }

export function describeLag(rows: readonly Delay[]): Lag {
  const lag = entryLag(
    rows.map(({ administeredOn, enteredOn, doses }) => ({ givenOn: administeredOn, enteredOn, doses })),
  )
  const late = rows.reduce(
    (sum, row) => (daysBetween(row.administeredOn, row.enteredOn) > 1 ? sum + row.doses : sum),
    0,
  )
  return { ...lag, overOneDay: lag.doses > 0 ? late / lag.doses : null }
}

/** @throws Problem `not-found`. */
export function loadEntryLag(deps: Deps, actor: Actor, query: z.output<typeof entryLagQuery>) {
  return readProgress(deps, actor, query, async (tx, { campaign, units, wardIds, now, today }) => {
    const fromOn = addDays(today, 1 - query.days)
    const rows = await selectDelays(tx, { wardIds, productIds: campaign.productIds, fromOn, toOn: today })
    return {
      campaignId: campaign.id,
      fromOn,
      toOn: today,
      generatedAt: now.toISOString(),
      items: units.map(({ id, code, name }) => ({
        wardId: id,
        code,
        name,
        lag: describeLag(rows.filter((row) => row.wardId === id)),
      })),
      total: describeLag(rows),
    }
  })
}
