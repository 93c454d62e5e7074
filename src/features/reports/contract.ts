import { z } from 'zod'
import { lights } from '#domain/forecast.ts'
import { plannedSteps } from '#domain/vaccination/steps.ts'
import { wardStates } from '#domain/ward-state.ts'
import { dayField, idField, instantOut } from '#http/fields.ts'
import { pageOf, pageQuery } from '#http/paging.ts'
import { tableFormatField } from '#http/table-file.ts'
import { doses, EntryLag, language, outDay, outId, view } from './contract-fields.ts'

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
    groupName: z.string().nullable(),
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
