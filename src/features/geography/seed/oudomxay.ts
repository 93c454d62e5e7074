/**
 * ເມືອງໄຊ, ແຂວງອຸດົມໄຊ (Xay district, Oudomxay): health centres, their catchments, and villages by zone. The
 * villages in `realVillages` and the centres ອາໂນ and ກົກໄມ້ໃຫຍ່ are real names, and ອາໂນ does serve ລາວຫວ່າງ;
 * the other names, every code below the district, zones and populations are invented.
 */
import { placeWithin, type CatchmentVillage, type Span, type Zone } from '#domain/places.ts'
import { addUnit, type GeographySeed, type SeedRows } from './geography-seed.ts'

type Village = readonly [name: string, zone: Zone, inventedPopulation: number]

const realVillages = new Set(['ບ້ານລາວຫວ່າງ', 'ບ້ານປາງປໍ', 'ບ້ານຕາດມວນ'])

const centres: readonly { name: string; villages: readonly Village[] }[] = [
  {
    name: 'ໂຮງໝໍນ້ອຍອາໂນ',
    villages: [
      ['ບ້ານອາໂນ', 0, 640],
      ['ບ້ານນາສະຫວັນ', 1, 410],
      ['ບ້ານຫ້ວຍໃສ', 1, 365],
      ['ບ້ານລາວຫວ່າງ', 2, 290],
      ['ບ້ານພູແກ້ວ', 3, 180],
    ],
  },
  {
    name: 'ໂຮງໝໍນ້ອຍກົກໄມ້ໃຫຍ່',
    villages: [
      ['ບ້ານກົກໄມ້ໃຫຍ່', 0, 720],
      ['ບ້ານນາຫວານ', 1, 455],
      ['ບ້ານດອນຄູນ', 1, 330],
      ['ບ້ານປາງປໍ', 2, 275],
      ['ບ້ານຫ້ວຍຄຳ', 2, 240],
      ['ບ້ານພູຜາ', 3, 150],
    ],
  },
  {
    name: 'ໂຮງໝໍນ້ອຍນາທົ່ງ',
    villages: [
      ['ບ້ານນາທົ່ງ', 0, 810],
      ['ບ້ານໂພນແກ້ວ', 1, 520],
      ['ບ້ານໜອງບົວ', 1, 480],
      ['ບ້ານຕາດມວນ', 2, 310],
      ['ບ້ານຜາແດງ', 3, 205],
    ],
  },
  {
    name: 'ໂຮງໝໍນ້ອຍນ້ຳໃສ',
    villages: [
      ['ບ້ານນ້ຳໃສ', 0, 590],
      ['ບ້ານປາກຫ້ວຍ', 1, 375],
      ['ບ້ານສະໝັກໄຊ', 1, 340],
      ['ບ້ານທ່າດິນ', 2, 260],
      ['ບ້ານພູສູງ', 3, 130],
      ['ບ້ານດອຍຟ້າ', 3, 115],
    ],
  },
]

const span: Span = { validFrom: '2021-01-01', validTo: null }

function buildOudomxay(): GeographySeed {
  const rows: SeedRows = { country: 'LA', places: [], names: [] }
  const province = { kind: 'province' as const, code: '04', name: 'ແຂວງອຸດົມໄຊ', parentId: null }
  const provinceId = addUnit(rows, { ...province, ...span })
  const district = { kind: 'district' as const, code: '0401', name: 'ເມືອງໄຊ', parentId: provinceId }
  const districtId = addUnit(rows, { ...district, ...span })
  const catchmentVillages: CatchmentVillage[] = []
  for (const [position, { name, villages }] of centres.entries()) {
    const centreCode = `0401-HC${position + 1}`
    const centre = { kind: 'health-centre' as const, code: centreCode, name, parentId: districtId }
    const centreId = addUnit(rows, { ...centre, ...span })
    for (const [villageName, zone, population] of villages) {
      const code = `0401${String(catchmentVillages.length + 1).padStart(3, '0')}`
      // The village lies in the district; the health centre serves it without being its superior.
      const village = { kind: 'village' as const, code, name: villageName, parentId: districtId }
      const tags = realVillages.has(villageName) ? [] : ['invented']
      const villageId = addUnit(
        rows,
        { ...village, ...span },
        { zone, population, populationInvented: true, tags },
      )
      catchmentVillages.push({ centreId, villageId, ...span })
    }
  }
  return {
    ...rows,
    timeZone: 'Asia/Vientiane',
    authorityPlaceId: districtId,
    documents: [],
    changes: [],
    within: placeWithin(rows.places),
    catchmentVillages,
  }
}

export const oudomxayGeography: GeographySeed = buildOudomxay()
