import { z } from 'zod'
import { dailyColumns, type DailyNumber } from '#domain/daily-report.ts'
import { dayField, instantOut } from '#http/fields.ts'
import { tableFormatField } from '#http/table-file.ts'
import { language, outDay, outId, view } from './contract-fields.ts'

export const dailyQuery = z.object({
  ...view,
  fromOn: dayField.optional().describe('The last day when left out; at most 31 days.'),
  toOn: dayField.optional().describe('Today when left out.'),
})
export const dailyFileQuery = dailyQuery.extend({ format: tableFormatField, language })

const dailyNumbers = Object.fromEntries(dailyColumns.map(({ key }) => [key, z.int()])) as Record<
  DailyNumber,
  z.ZodInt
>

export const DailyReport = z
  .object({
    campaignId: outId,
    roundName: z.string(),
    authorityName: z.string(),
    startedOn: outDay.describe('First day of the round.'),
    fromOn: outDay,
    toOn: outDay,
    generatedAt: instantOut,
    items: z.array(
      z.object({
        wardName: z.string(),
        on: outDay,
        roundName: z.string(),
        productName: z.string(),
        ...dailyNumbers,
        mixedSessions: z
          .int()
          .describe('Sessions of several vaccines, whose people without a dose stand in this row.'),
      }),
    ),
    total: z.object(dailyNumbers),
  })
  .meta({
    id: 'DailyReport',
    description:
      'Phụ lục 5A: a row for each ward, round, vaccine and day. Counted doses, where they were given.',
  })
