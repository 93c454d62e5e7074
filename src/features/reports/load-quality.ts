import type { z } from 'zod'
import { mayAnywhere, type Actor } from '#domain/access.ts'
import { overdueAskedOn } from '#domain/correction.ts'
import { addDays, daysBetween } from '#domain/dates.ts'
import { startOfDay } from '#domain/session-window.ts'
import { inScope } from '#db/db.ts'
import { scopeOf } from '#http/access.ts'
import type { Deps } from '#http/types.ts'
import { readProgress } from './begin.ts'
import type * as contract from './quality-contract.ts'
import { LAG_DAYS } from './entry-lag.ts'
import {
  countCorrectionRequests,
  countLikelyDuplicates,
  countPhones,
  countReviews,
  countUncertainBirths,
  countWithoutNumber,
  selectMinuteLags,
  selectSilentSites,
} from './quality-queries.ts'
import { selectDelays } from './session-queries.ts'

const MINUTE_LAG_DAYS = 7
/** An open session with people before it sends something every few minutes. */
const SITE_SILENT_MS = 30 * 60_000
/** Phones say every minute that they are alive. */
const PHONE_SILENT_MS = 15 * 60_000

type Quality = z.output<typeof contract.QualityReport>

/**
 * How far the figures can be trusted, and what is to be mended where: counts alone, each the length of a work list.
 * What needs names or numbers to be counted is null for who may not see them.
 *
 * @throws Problem `not-found`.
 */
export async function loadQuality(
  deps: Deps,
  actor: Actor,
  query: z.output<typeof contract.qualityQuery>,
): Promise<Quality> {
  const ground = await readProgress(
    deps,
    actor,
    query,
    async (tx, { campaign, units, wardIds, now, today }) => {
      const { id: campaignId, productIds } = campaign
      const fromOn = addDays(today, 1 - MINUTE_LAG_DAYS)
      const lags = await selectMinuteLags(tx, { campaignId, wardIds, fromOn, toOn: today })
      const since = new Date(now.getTime() - SITE_SILENT_MS)
      const sites = await selectSilentSites(tx, { campaignId, wardIds, on: today, since })
      const lateFrom = addDays(today, -LAG_DAYS)
      const delays = await selectDelays(tx, { wardIds, productIds, fromOn: lateFrom, toOn: today })
      const reviews = await countReviews(tx, wardIds)
      const births = await countUncertainBirths(tx, wardIds)
      const overdueBefore = startOfDay(addDays(overdueAskedOn(today), 1), deps.authority.timeZone)
      const requests = await countCorrectionRequests(tx, wardIds, overdueBefore)
      return { units, wardIds, now, today, campaignId, lags, sites, delays, reviews, births, requests }
    },
  )
  const { wardIds, now, today, campaignId } = ground
  const phones = await countPhones(deps.db, {
    campaignId,
    wardIds,
    on: today,
    since: new Date(now.getTime() - PHONE_SILENT_MS),
  })
  const people = mayAnywhere(actor, 'person.search')
    ? await inScope(
        deps.db,
        { ...scopeOf(actor, 'person.search'), accountId: actor.accountId },
        async (tx) => ({
          withoutNumber: await countWithoutNumber(tx, wardIds),
          duplicates: await countLikelyDuplicates(tx, wardIds),
        }),
        { readOnly: true },
      )
    : null
  const items = ground.units.map(({ id }): Quality['items'][number] => {
    const late = ground.delays.filter(
      (row) => row.wardId === id && daysBetween(row.administeredOn, row.enteredOn) > 1,
    )
    const lag = ground.lags.find((row) => row.wardId === id)
    const review = ground.reviews.find((row) => row.wardId === id)
    const phone = phones.find((row) => row.wardId === id)
    const request = ground.requests.get(id)
    return {
      wardId: id,
      lag: {
        doses: lag?.doses ?? 0,
        medianSeconds: lag === undefined ? null : Math.round(lag.medianSeconds),
        overTwoMinutes: lag === undefined ? null : lag.overTwoMinutes / lag.doses,
        overOneDay: lag === undefined ? null : lag.overOneDay / lag.doses,
      },
      silentSites: ground.sites
        .filter((row) => row.wardId === id)
        .map(({ sessionId, siteName, lastAt }) => ({
          sessionId,
          siteName,
          lastAt: lastAt?.toISOString() ?? null,
        })),
      phones: { known: phone?.known ?? 0, silent: phone?.silent ?? 0, waiting: phone?.waiting ?? 0 },
      overdueCorrections: request?.overdue ?? 0,
      work: {
        missingNumber: people === null ? null : (people.withoutNumber.get(id) ?? 0),
        doubtfulDate: (ground.births.get(id) ?? 0) + (review?.dates ?? 0),
        suspectedDuplicate: people === null ? null : (people.duplicates.get(id) ?? 0),
        lateEntry: late.reduce((sum, row) => sum + row.doses, 0),
        waitingReview: review?.all ?? 0,
        correctionRequest: request?.all ?? 0,
      },
    }
  })
  return { campaignId, generatedAt: now.toISOString(), items }
}
