import { z } from 'zod'
import { plannedSteps } from '#domain/vaccination/steps.ts'
import { dayField, idField, instantOut } from '#http/fields.ts'
import { pageOf, pageQuery } from '#http/paging.ts'

const outId = z.guid()
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
})

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

const figures = {
  target: TargetFigure.nullable(),
  done: doses,
  percent: z.number().nullable().describe('Of the target; above 100 it is shown as it is.'),
  goalReached: z.boolean().describe('Strictly more than the goal of the target group.'),
  remaining: z.int().nullable().describe('Doses still needed for the goal.'),
  neededPerDay: z
    .int()
    .nullable()
    .describe('To reach the goal by the last day of the campaign, today included.'),
  doneToday: z.int().nullable(),
  series: z
    .array(z.object({ on: outDay, doses: z.int() }))
    .nullable()
    .describe('Seven days up to `on`; null for groups by priority code, which are not kept by day.'),
  pace: z
    .object({ perDay: z.number(), low: z.number(), high: z.number() })
    .nullable()
    .describe('Doses a day at the ward’s sites, corrected for what is not yet entered; all steps together.'),
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
    }),
    ...figures,
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
