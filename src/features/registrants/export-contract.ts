import { z } from 'zod'
import { dayField, idField } from '#http/fields.ts'
import { peopleFilter } from './person-contract.ts'

/** Words of a choice and not free text: an address may be kept by a browser, and nobody's name belongs there. */
export const exportPurposes = ['national-platform', 'health-department', 'own-check', 'visit'] as const
export const exportFormats = ['xlsx', 'csv'] as const

const how = {
  format: z.enum(exportFormats).default('xlsx'),
  purpose: z.enum(exportPurposes).describe('What for; kept with who and how many.'),
}

export const exportDosesQuery = z
  .object({
    givenOn: dayField,
    wardId: idField.optional().describe('Residents of this ward, wherever they were injected.'),
    siteId: idField.optional().describe('Whoever was injected at this site.'),
    ...how,
  })
  .refine(({ wardId, siteId }) => (wardId === undefined) !== (siteId === undefined), {
    message: 'Either the ward or the site',
    path: ['wardId'],
  })

export const exportPeopleQuery = peopleFilter.extend({ wardId: idField, ...how })
