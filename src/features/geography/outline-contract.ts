import { z } from 'zod'
import { idField, instantOut, textField } from '#http/fields.ts'

export const OUTLINE_FILE_BYTES_MAX = 5 * 1024 * 1024

const position = z.tuple([z.number(), z.number()]).describe('Longitude, latitude.')
const outline = z
  .array(z.array(z.array(position)))
  .describe('Polygons of rings, the outer one first; outer rings with the clock, as d3-geo wants them.')

export const PutOutlines = z
  .strictObject({
    id: idField.describe('Of the file, made by the client: safe to send again.'),
    name: textField(120, 1).describe('What the file is called.'),
    invented: z.boolean().default(false).describe('Drawn for a city that never was.'),
    store: z.boolean().describe('False: only say what would be stored.'),
    geojson: z
      .record(z.string(), z.unknown())
      .describe('A FeatureCollection of polygons in degrees (RFC 7946), at most 5 MB.'),
  })
  .meta({
    id: 'PutOutlines',
    example: {
      id: '01890a5d-ac96-774b-bcce-b302099a8057',
      name: 'phuong-xa-2021.geojson',
      store: false,
      geojson: {
        type: 'FeatureCollection',
        features: [
          {
            type: 'Feature',
            properties: { ma: '19753' },
            geometry: {
              type: 'Polygon',
              coordinates: [
                [
                  [107.57, 16.47],
                  [107.58, 16.47],
                  [107.58, 16.48],
                  [107.57, 16.47],
                ],
              ],
            },
          },
        ],
      },
    },
  })

export const ReadOutlines = z
  .object({
    stored: z.boolean(),
    features: z
      .array(
        z.object({
          number: z.int().describe('In the order of the file, from 1.'),
          label: z.string(),
          placeId: z.guid().nullable(),
          placeName: z.string().nullable(),
          how: z.enum(['code', 'name']).nullable(),
        }),
      )
      .describe('Which ward each feature is; null where it is none of them.'),
    missing: z
      .array(z.object({ id: z.guid(), code: z.string(), name: z.string() }))
      .describe('Wards of today that no feature is about.'),
    positions: z.int().describe('Stored, after rounding to about 11 metres.'),
  })
  .meta({ id: 'ReadOutlines' })

export const Outlines = z
  .object({
    set: z
      .object({ id: z.guid(), name: z.string(), invented: z.boolean(), receivedAt: instantOut })
      .nullable()
      .describe('Null when no file was taken in yet.'),
    items: z.array(z.object({ placeId: z.guid(), outline })),
  })
  .meta({ id: 'Outlines', description: 'What the map of wards is drawn from.' })
