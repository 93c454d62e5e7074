import { z } from 'zod'
import { dayField, idField, textField } from '#http/fields.ts'
import { pageOf, pageQuery } from '#http/paging.ts'
import { placeKinds } from '#domain/places.ts'

const zone = z.union([z.literal(0), z.literal(1), z.literal(2), z.literal(3)])
const tags = z.array(textField(40, 1)).max(10).describe('Such as `highland`, `border`.')
const population = z.int().min(0).max(50_000_000)

const placeShape = {
  id: z.guid(),
  kind: z.enum(placeKinds),
  parentId: z.guid().nullable(),
  code: z.string().describe('Text with its leading zeros; unique among places of its kind on a day.'),
  name: z.string(),
  shortName: z.string().describe('Without its designation, for a tile or a column.'),
  validFrom: dayField,
  validTo: dayField.nullable().describe('Last day; null while it lasts.'),
  zone: zone.nullable().describe('Distance for outreach, Laos: 0 at the facility … 3 overnight.'),
  tags: z.array(z.string()),
  population: z.int().nullable(),
  populationInvented: z.boolean().describe('Made up, not a census figure.'),
  tileColumn: z.int().nullable().describe('Square of the tile map, from the north-west.'),
  tileRow: z.int().nullable(),
  centreId: z.guid().nullable().describe('Health centre that serves it on that day.'),
  version: z.int(),
}

export const Place = z.object(placeShape).meta({
  id: 'Place',
  description: 'A place with the code and name that it bore on the day asked for.',
  example: {
    id: '5d3c3b52-6a5e-8a4f-9d3d-6c1b8f0a7e21',
    kind: 'ward',
    parentId: '1c9f0f3e-20f1-8c1b-a2c7-0d6f1f0d4b11',
    code: '19756',
    name: 'Phường Gia Hội',
    shortName: 'Gia Hội',
    validFrom: '2021-07-01',
    validTo: '2024-12-31',
    zone: null,
    tags: [],
    population: 21000,
    populationInvented: true,
    tileColumn: 5,
    tileRow: 2,
    centreId: null,
    version: 1,
  },
})

export const PlacePage = pageOf(Place).meta({ id: 'PlacePage' })

const PlaceNameSpan = z
  .object({ code: z.string(), name: z.string(), validFrom: dayField, validTo: dayField.nullable() })
  .meta({ id: 'PlaceNameSpan' })

const PlaceChange = z
  .object({
    fromId: z.guid(),
    fromName: z.string(),
    toId: z.guid(),
    toName: z.string(),
    part: z.enum(['whole', 'partial', 'rename']),
    on: dayField,
    documentNumber: z.string().nullable(),
  })
  .meta({ id: 'PlaceChange', description: 'What became of a place, and by which document.' })

export const PlaceDetail = z
  .object({
    ...placeShape,
    names: z.array(PlaceNameSpan),
    changes: z.array(PlaceChange).describe('Into it and out of it, oldest first.'),
    successor: z
      .object({ placeId: z.guid(), stoppedBy: z.enum(['partial', 'ended', 'not-yet']).nullable() })
      .describe('The unit that carries its figures on the day asked for, along whole changes only.'),
  })
  .meta({ id: 'PlaceDetail' })

export const placesQuery = pageQuery.extend({
  kind: z.enum(placeKinds).optional(),
  within: idField.optional().describe('Only places below this one.'),
  on: dayField.optional().describe('Day of validity; today when left out.'),
  q: textField(60, 1).optional().describe('Part of the name, without diacritics, or the start of the code.'),
})

export const placeQuery = z.object({ on: dayField.optional() })

export const ImportPlaces = z
  .strictObject({ source: z.enum(['hue', 'oudomxay']) })
  .meta({ id: 'ImportPlaces', example: { source: 'hue' } })

export const ImportedPlaces = z
  .object({
    authorityPlaceId: z.guid().describe('The unit that the authority governs.'),
    placesAdded: z.int(),
    namesAdded: z.int(),
    placesTotal: z.int().describe('Places in the shipped set.'),
  })
  .meta({ id: 'ImportedPlaces' })

export const CreateResidentialGroup = z
  .strictObject({
    parentId: idField.describe('The ward; for a village also a district.'),
    kind: z.enum(['group', 'village']).default('group'),
    code: textField(20, 1).describe('Unique within the parent.'),
    name: textField(120, 1),
    validFrom: dayField,
    tags: tags.default([]),
    zone: zone.nullable().default(null),
    population: population.nullable().default(null),
  })
  .meta({
    id: 'CreateResidentialGroup',
    example: {
      parentId: '5d3c3b52-6a5e-8a4f-9d3d-6c1b8f0a7e21',
      kind: 'group',
      code: '07',
      name: 'Tổ dân phố 7',
      validFrom: '2021-10-01',
      tags: [],
      zone: null,
      population: 640,
    },
  })

export const UpdateResidentialGroup = z
  .strictObject({
    code: textField(20, 1).optional(),
    name: textField(120, 1).optional(),
    on: dayField.optional().describe('First day of a new code or name; today when left out.'),
    tags: tags.optional(),
    zone: zone.nullable().optional(),
    population: population.nullable().optional(),
  })
  .meta({ id: 'UpdateResidentialGroup', example: { name: 'Tổ dân phố 7 (Bãi Dâu)', on: '2021-10-18' } })

export const MoveResidentialGroup = z
  .strictObject({
    parentId: idField.describe('The unit that it belongs to from then on.'),
    on: dayField.describe('First day under the new unit.'),
    code: textField(20, 1).optional().describe('Its code there, when it changes.'),
  })
  .meta({
    id: 'MoveResidentialGroup',
    example: { parentId: '5d3c3b52-6a5e-8a4f-9d3d-6c1b8f0a7e21', on: '2021-11-01', code: '12' },
  })

export const EndResidentialGroup = z
  .strictObject({ on: dayField.describe('First day without it.') })
  .meta({ id: 'EndResidentialGroup', example: { on: '2021-11-01' } })

export const JoinResidentialGroups = z
  .strictObject({
    withId: idField.describe(
      'The other group, whose unit, code and name the joined one has unless said otherwise.',
    ),
    on: dayField.describe('First day of the joined group.'),
    code: textField(20, 1).optional(),
    name: textField(120, 1).optional(),
  })
  .meta({
    id: 'JoinResidentialGroups',
    example: { withId: '5d3c3b52-6a5e-8a4f-9d3d-6c1b8f0a7e21', on: '2021-11-01', name: 'Tổ dân phố 7' },
  })

export const CollaboratorPost = z
  .object({
    id: z.guid(),
    groupId: z.guid(),
    accountId: z.guid().nullable(),
    fullName: z.string(),
    validFrom: dayField,
    validTo: dayField.nullable(),
  })
  .meta({ id: 'CollaboratorPost', description: 'A population collaborator (cộng tác viên) of a group.' })

export const CollaboratorPosts = z.object({ items: z.array(CollaboratorPost) }).meta({
  id: 'CollaboratorPosts',
})

export const CreateCollaboratorPost = z
  .strictObject({
    fullName: textField(120, 1),
    accountId: idField.nullable().default(null),
    validFrom: dayField,
    validTo: dayField.nullable().default(null),
  })
  .meta({
    id: 'CreateCollaboratorPost',
    example: { fullName: 'Lê Thị Thử', accountId: null, validFrom: '2021-10-01', validTo: null },
  })

export const EndCollaboratorPost = z
  .strictObject({ validTo: dayField.describe('Last day.') })
  .meta({ id: 'EndCollaboratorPost', example: { validTo: '2021-12-31' } })
