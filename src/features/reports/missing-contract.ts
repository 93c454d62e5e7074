import { z } from 'zod'
import { plannedSteps } from '#domain/vaccination/steps.ts'
import { idField, instantOut } from '#http/fields.ts'
import { outDay, outId, view } from './contract-fields.ts'

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
