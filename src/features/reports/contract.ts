import { z } from 'zod'
import { dailyColumns, type DailyNumber } from '#domain/daily-report.ts'
import { languages } from '#domain/problem.ts'
import { lights } from '#domain/forecast.ts'
import { plannedSteps } from '#domain/vaccination/steps.ts'
import { wardStates } from '#domain/ward-state.ts'
import { dayField, idField, instantOut } from '#http/fields.ts'
import { pageOf, pageQuery } from '#http/paging.ts'
import { tableFormatField } from '#http/table-file.ts'

const outId = z.guid()
/** For a file that the browser fetches itself, which cannot say it in a header. */
const language = z
  .enum(languages)
  .optional()
  .describe('Of the words in the file; as the request says when left out.')
const outDay = z.string().meta({ format: 'date' })
const doses = z.int().describe('Doses.')

const view = {
  campaign: idField.describe('Campaign.'),
  place: idField.optional().describe('A ward, or any place that has wards; all of your own when left out.'),
}

export const progressQuery = z.object({
  ...view,
  by: z
    .enum(['residence', 'injection'])
    .default('residence')
    .describe('Where people live (coverage), or where they were injected (workload).'),
  group: idField.optional().describe('Target group; all people of the campaign when left out.'),
  step: z.enum(plannedSteps).default('primary-1').describe('Kind and number of the dose.'),
  on: dayField.optional().describe('Doses given up to this day, as known now; today when left out.'),
  recordedBy: dayField
    .optional()
    .describe(
      'Instead of `on`: doses given and recorded by the end of this day, targets as they stood, wards of that day. Doses keep the step that they have now; one voided since then is in it, as it was stated.',
    ),
  unitsOn: dayField
    .optional()
    .describe(
      'Restated on the units in force on this day, along whole merges only; a ward that was divided keeps a row of its own.',
    ),
})

export const progressFileQuery = progressQuery.extend({ format: tableFormatField, language })

export const TargetFigure = z
  .object({
    persons: z.int(),
    source: z
      .enum(['assigned', 'list', 'population'])
      .nullable()
      .describe('Null when the figures that were added come from different sources.'),
    asOfOn: outDay.describe('Of the oldest figure that was added.'),
    documentNumber: z.string(),
  })
  .meta({ id: 'TargetFigure' })

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

const PaceRange = z
  .object({ perDay: z.number(), low: z.number(), high: z.number() })
  .meta({ id: 'PaceRange', description: 'Doses a day, and both ends of the range in which it may lie.' })

const goalFigures = {
  target: TargetFigure.nullable(),
  done: doses,
  percent: z.number().nullable().describe('Of the target; above 100 it is shown as it is.'),
  goalReached: z.boolean().describe('Strictly more than the goal of the target group.'),
  light: z
    .enum(lights)
    .nullable()
    .describe('Green: over the goal. Amber: at this pace it will be by the last day. Red: it will not.'),
  remaining: z.int().nullable().describe('Doses still needed for the goal.'),
  neededPerDay: z
    .int()
    .nullable()
    .describe('To reach the goal by the last day of the campaign, today included.'),
  finish: z
    .object({ likelyOn: outDay, earliestOn: outDay, latestOn: outDay.nullable() })
    .nullable()
    .describe('When the goal is reached at the pace of this dose and at both ends of its range.'),
  stepPace: PaceRange.nullable().describe(
    'The part of the pace that this dose (or row) has, by its share of what was given in the last 14 days.',
  ),
  doneToday: z.int().nullable(),
  series: z
    .array(z.object({ on: outDay, doses: z.int() }))
    .nullable()
    .describe('Seven days up to `on`; null for groups by priority code, which are not kept by day.'),
}

const figures = {
  ...goalFigures,
  pace: PaceRange.nullable().describe(
    'Doses a day at the ward’s sites, corrected for what is not yet entered; all steps together.',
  ),
  closedDoses: doses.describe('Usable unopened vials in the ward’s store and fridges, by the books.'),
  inTransitDoses: doses.describe('On the way to it.'),
  daysOfStock: z.number().nullable().describe('Unopened doses ÷ pace.'),
  supply: z.object({
    received: doses,
    sent: doses,
    injected: doses,
    ratio: z.number().nullable().describe('Injected ÷ (received − sent).'),
  }),
  entryLag: EntryLag,
  notEntered: doses.describe(
    'Issued to sessions − entered − wasted − returned: given and not yet entered, or not yet used.',
  ),
  openSessions: z.int(),
}

export const ProgressRow = z
  .object({
    place: z.object({
      id: outId,
      code: z.string(),
      name: z.string(),
      tileColumn: z.int().nullable(),
      tileRow: z.int().nullable(),
      notRestated: z
        .enum(['partial', 'ended', 'not-yet'])
        .nullable()
        .describe('Why its figures could not be moved onto the units of `unitsOn`.'),
    }),
    ...figures,
    standing: z
      .object({ state: z.enum(wardStates), facts: z.record(z.string(), z.number()) })
      .nullable()
      .describe('In the planner’s words, with the facts of its sentence; null without a target.'),
    silent: z.boolean().describe('Stocked, and next to no entries for days: call and count, never "slow".'),
    daysWithoutEntry: z.int(),
    withoutCrew: z
      .array(z.object({ sessionId: outId, siteName: z.string(), reason: z.string() }))
      .describe('Sessions opened although people were missing.'),
  })
  .meta({ id: 'ProgressRow' })

export const Progress = z
  .object({
    campaignId: outId,
    by: z.enum(['residence', 'injection']),
    groupId: outId.nullable(),
    step: z.string(),
    goalPercent: z.number(),
    on: outDay,
    asOf: instantOut.describe('What was recorded by then is in it.'),
    generatedAt: instantOut,
    unitsOn: outDay.nullable(),
    items: z.array(ProgressRow),
    total: z.object(figures),
  })
  .meta({ id: 'Progress', description: 'Progress by ward; no personal data.' })

/** Streams end by themselves, so that rights are asked anew; a page comes again with what it has seen. */
const STREAM_SECONDS_MAX = 300

export const progressEventsQuery = progressQuery.extend({
  seconds: z.coerce
    .number()
    .int()
    .min(0)
    .max(STREAM_SECONDS_MAX)
    .default(STREAM_SECONDS_MAX)
    .describe('How long to stay; 0 tells the present state and ends.'),
})
export const progressEventsHeaders = z.object({
  'last-event-id': z.string().max(60).optional().describe('What was seen last; only later changes are told.'),
})

export const progressEvents = {
  description:
    'Events. `snapshot`: a `Progress`. `changes`: the same without `items`, with `rows` (wards that changed) and `keys` (ids of all wards in order; null when none came or went).',
  content: { 'text/event-stream': { schema: z.unknown().meta({ type: 'string' }) } },
}

export const sessionProgressQuery = pageQuery.extend({
  ...view,
  fromOn: dayField.optional().describe('Seven days ago when left out.'),
  toOn: dayField.optional().describe('Today when left out.'),
})

export const SessionProgress = z
  .object({
    sessionId: outId,
    sessionOn: outDay,
    slot: z.string(),
    state: z.string(),
    siteId: outId,
    siteName: z.string(),
    wardId: outId,
    capacity: z.int(),
    called: z.int(),
    arrived: z.int(),
    deferred: z.int(),
    contraindicated: z.int(),
    refused: z.int(),
    given: z.int().describe('Doses recorded, counted or not.'),
    counted: z.int(),
    issued: doses,
    returned: doses,
    wasted: doses,
    notEntered: doses.describe(
      'Issued − entered − wasted − returned; below zero: more was given than issued.',
    ),
    reactionsCommon: z.int(),
    reactionsSevere: z.int(),
    openedWithoutCrew: z.string().nullable().describe('The reason of its lead.'),
  })
  .meta({ id: 'SessionProgress' })
export const SessionProgressPage = pageOf(SessionProgress).meta({ id: 'SessionProgressPage' })

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

export const partRows = ['group', 'site', 'enterprise', 'target-group', 'step'] as const

export const partsQuery = z.object({
  ...view,
  rows: z.enum(partRows).describe('What a row is. `group`: residential groups, of one ward (`place`).'),
  group: idField.optional().describe('Target group; all people of the campaign when left out.'),
  step: z
    .enum(plannedSteps)
    .default('primary-1')
    .describe('Kind and number of the dose; not asked for `step`.'),
  on: dayField.optional().describe('Doses given up to this day, as known now; today when left out.'),
})

export const ProgressParts = z
  .object({
    campaignId: outId,
    rows: z.enum(partRows),
    groupId: outId.nullable(),
    step: z.string(),
    on: outDay,
    generatedAt: instantOut,
    items: z.array(
      z.object({
        key: z.string().describe('Id of what the row is; the code of a dose; empty for people of no group.'),
        name: z.string(),
        within: z.string().describe('The ward that it belongs to.'),
        ...goalFigures,
      }),
    ),
  })
  .meta({ id: 'ProgressParts', description: 'Progress with other rows than wards; no personal data.' })

export const missingQuery = z.object({
  campaign: view.campaign,
  wardId: idField.describe('Whose residents.'),
  groupId: idField.optional().describe('Of this residential group only.'),
  group: idField.optional().describe('Target group; all people of the campaign when left out.'),
  step: z.enum(plannedSteps).default('primary-1').describe('The dose that they lack.'),
})

export const MissingPeople = z
  .object({
    campaignId: outId,
    step: z.string(),
    ward: z.object({ id: outId, name: z.string() }),
    group: z.object({ id: outId, name: z.string() }).nullable(),
    collaborators: z.array(z.string()).describe('Of the residential group today.'),
    generatedAt: instantOut,
    items: z.array(
      z.object({
        id: outId,
        fullName: z.string(),
        bornOn: outDay,
        bornPrecision: z.enum(['day', 'month', 'year']),
        sex: z.string(),
        phone: z.string(),
        address: z.string(),
        groupName: z.string(),
        lastStep: z.string().nullable().describe('The last dose that counts.'),
        lastGivenOn: outDay.nullable(),
        lastOutcome: z
          .string()
          .nullable()
          .describe('Why nothing was given when they came last: `refused`, `deferred`, `contraindicated` …'),
        lastOutcomeOn: outDay.nullable(),
      }),
    ),
  })
  .meta({
    id: 'MissingPeople',
    description: 'Residents of the campaign’s ages who lack a dose, for a visit; counted and written down.',
  })

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

export const daysQuery = progressQuery.pick({
  campaign: true,
  place: true,
  by: true,
  group: true,
  step: true,
})

export const ProgressDays = z
  .object({
    campaignId: outId,
    by: z.enum(['residence', 'injection']),
    step: z.string(),
    fromOn: outDay.describe('The first day of every list below.'),
    toOn: outDay,
    goalPercent: z.number(),
    target: TargetFigure.nullable().describe('Of `step`.'),
    generatedAt: instantOut,
    series: z.array(
      z.object({
        step: z.string(),
        before: doses.describe('Given before the first day.'),
        doses: z.array(z.int()).describe('Day by day. Priority codes are not kept by day.'),
      }),
    ),
    lag: z
      .array(z.object({ sameDay: doses, within3Days: doses, later: doses }))
      .describe(
        'Of the doses given that day at the sites: recorded the same day, one to three days later, later.',
      ),
  })
  .meta({ id: 'ProgressDays', description: 'The campaign day by day, at most its last 366 days.' })
