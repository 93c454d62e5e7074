import { z } from 'zod'
import { languages } from '#domain/problem.ts'
import { idField } from '#http/fields.ts'

export const outId = z.guid()
/** For a file that the browser fetches itself, which cannot say it in a header. */
export const language = z
  .enum(languages)
  .optional()
  .describe('Of the words in the file; as the request says when left out.')
export const outDay = z.string().meta({ format: 'date' })
export const doses = z.int().describe('Doses.')

export const view = {
  campaign: idField.describe('Campaign.'),
  place: idField.optional().describe('A ward, or any place that has wards; all of your own when left out.'),
}

export const EntryLag = z
  .object({
    doses,
    medianDays: z.number().nullable(),
    sameDay: z.number().nullable().describe('Share, 0–1.'),
    within3Days: z.number().nullable(),
    later: z.number().nullable(),
    overOneDay: z.number().nullable().describe('Share recorded later than the day after.'),
  })
  .meta({
    id: 'EntryLag',
    description: 'Days from giving a dose to recording it, doses of the last 28 days.',
  })
