import { z } from 'zod'
import { instantOut } from '#http/fields.ts'
import { doses, EntryLag, outDay, outId, view } from './contract-fields.ts'

export const entryLagQuery = z.object({ ...view, days: z.coerce.number().int().min(1).max(365).default(28) })

export const EntryLagReport = z
  .object({
    campaignId: outId,
    fromOn: outDay,
    toOn: outDay,
    generatedAt: instantOut,
    items: z.array(z.object({ wardId: outId, code: z.string(), name: z.string(), lag: EntryLag })),
    total: EntryLag,
  })
  .meta({ id: 'EntryLagReport', description: 'How late doses are recorded, by ward of injection.' })

export const qualityQuery = z.object(view)

const share = z.number().nullable().describe('Share, 0–1.')
const work = z.int().nullable().describe('Null for who may not see what is counted.')

export const QualityReport = z
  .object({
    campaignId: outId,
    generatedAt: instantOut,
    items: z.array(
      z.object({
        wardId: outId,
        lag: z
          .object({ doses, medianSeconds: z.int().nullable(), overTwoMinutes: share, overOneDay: share })
          .describe('From giving to recording, sessions of the last 7 days.'),
        silentSites: z
          .array(z.object({ sessionId: outId, siteName: z.string(), lastAt: instantOut.nullable() }))
          .describe('Session open today and nothing heard for 30 minutes.'),
        phones: z
          .object({ known: z.int(), silent: z.int(), waiting: z.int() })
          .describe('At sites with an open session; not heard for 15 minutes; entries that they still hold.'),
        overdueCorrections: z.int().describe('Of those requests, asked more than two working days ago.'),
        work: z.object({
          missingNumber: work.describe('Residents without the number of any card.'),
          doubtfulDate: work.describe(
            'Residents whose day of birth is not known, and dates in the review list.',
          ),
          suspectedDuplicate: work.describe('Unanswered pairs with one number, or one name and birth day.'),
          lateEntry: work.describe('Doses of the last 28 days recorded later than the day after.'),
          waitingReview: work.describe('Open questions of the review list.'),
          correctionRequest: work.describe('Requests to put a record right that nobody has answered.'),
        }),
      }),
    ),
  })
  .meta({
    id: 'QualityReport',
    description: 'How far the figures can be trusted, by ward; no personal data.',
  })
