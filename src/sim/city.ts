import type { Actor } from '#domain/access.ts'
import type { LocalDate } from '#domain/dates.ts'
import type { Place } from '#domain/places.ts'
import { validOn } from '#domain/places.ts'
import { vietnamAgeCuts, vietnamProducts, vietnamRules } from '#domain/rules-vn.ts'
import { importPlaces } from '#features/geography/import-places.ts'
import type { GeographySeed } from '#features/geography/seed/geography-seed.ts'
import { createCampaign } from '#features/campaigns/create-campaign.ts'
import { createTargetGroup } from '#features/campaigns/create-target-group.ts'
import { importRules } from '#features/campaigns/import-rules.ts'
import { openCampaign } from '#features/campaigns/open-campaign.ts'
import { putTargets } from '#features/campaigns/put-targets.ts'
import { createSite } from '#features/sessions/create-site.ts'
import { importProducts } from '#features/stock/import-products.ts'
import { findCentre, findFridge } from '#features/stock/queries.ts'
import { receiveLot } from '#features/stock/receive-lot.ts'
import { transact } from '#db/db.ts'
import { asActor, createWorkers, type Worker } from './actors.ts'
import type { Resident } from './residents.ts'
import { inParallel, type Deps } from './stage.ts'

/** A ward as the simulator runs it: its site, its crew and its people. */
export type Ward = {
  id: string
  code: string
  name: string
  population: number
  groupIds: string[]
  siteId: string
  fridgeId: string
  scanner: Worker
  dataEntry: Worker[]
  residents: Resident[]
}

export type Lot = { id: string; productId: string; dosesPerVial: number }

export type City = {
  placeId: string
  campaignId: string
  targetGroupId: string
  centreId: string
  /** The health centre's own account, for everything that its people arrange. */
  centre: Worker
  actor: Actor
  wards: Ward[]
}

export type CityRecipe = {
  geography: GeographySeed
  /** Wards of the authority's place; all of them when left out. */
  wardsMax?: number
  today: LocalDate
  campaign: { name: string; fromOn: LocalDate; toOn: LocalDate; productCodes: readonly string[] }
}

/** Everything up to an open campaign with sites and their crews, through the use cases that a centre uses. */
export async function foundCity(deps: Deps, recipe: CityRecipe): Promise<City> {
  const { geography, campaign: wanted } = recipe
  await importPlaces(deps, null, geography)
  await importRules(deps, null, {
    rules: vietnamRules,
    products: vietnamProducts,
    ageCuts: vietnamAgeCuts,
  })
  const [centre] = await createWorkers(deps, [
    {
      signInName: 'trungtam',
      fullName: 'Nguyễn Thị Trung Tâm',
      unit: deps.authority.name,
      role: 'city-centre',
    },
  ])
  const actor = await asActor(deps, centre!)
  const productIds = await transact(deps.db, (tx) => importProducts(tx, vietnamProducts, deps.newId))
  const campaign = await createCampaign(deps, actor, {
    name: wanted.name,
    antigen: 'covid-19',
    fromOn: wanted.fromOn,
    toOn: wanted.toOn,
    documentNumber: '6616/KH-UBND',
    plannerParams: { centreKeepsStock: false },
    productIds: wanted.productCodes.map((code) => productIds.get(code)!),
  })
  const group = await createTargetGroup(deps, actor, campaign.id, {
    name: 'Từ 18 tuổi',
    ageFrom: 18,
    ageTo: null,
    codes: null,
    goalPercent: 95,
  })
  await openCampaign(deps, actor, campaign.id, campaign.version)
  const wards = await createWards(deps, actor, recipe)
  const store = await findCentre(deps.db)
  if (store === null) throw new Error('The first site brings the centre’s store')
  return {
    placeId: geography.authorityPlaceId,
    campaignId: campaign.id,
    targetGroupId: group.id,
    centreId: store.id,
    centre: centre!,
    actor,
    wards,
  }
}

async function createWards(deps: Deps, actor: Actor, recipe: CityRecipe): Promise<Ward[]> {
  const { geography, today, campaign, wardsMax = Infinity } = recipe
  const nameOf = new Map(geography.names.map((name) => [name.placeId, name]))
  const ofKind = (kind: Place['kind'], parentId: string) =>
    geography.places.filter(
      (place) => place.kind === kind && place.parentId === parentId && validOn(place, today),
    )
  const places = ofKind('ward', geography.authorityPlaceId).slice(0, wardsMax)
  const wards = new Map<string, Ward>()
  const create = async (place: Place) => {
    const { code, name } = nameOf.get(place.id)!
    const base = { id: place.id, code, name, population: place.population ?? 0 }
    const groupIds = ofKind('group', place.id).map((group) => group.id)
    wards.set(place.id, {
      ...base,
      ...(await createSiteWithCrew(deps, actor, base, campaign.fromOn)),
      groupIds,
      residents: [],
    })
  }
  // The first site brings the centre's store; the others come together, because secrets take long to hash.
  await create(places[0]!)
  await inParallel(places.slice(1), create)
  return places.map((place) => wards.get(place.id)!)
}

async function createSiteWithCrew(
  deps: Deps,
  actor: Actor,
  { id: wardId, code, name }: Pick<Ward, 'id' | 'code' | 'name'>,
  validFrom: LocalDate,
): Promise<Pick<Ward, 'siteId' | 'fridgeId' | 'scanner' | 'dataEntry'>> {
  const site = await createSite(deps, actor, {
    name: `Trạm Y tế ${name.replace(/^(Phường|Xã) /, '')}`,
    kind: 'fixed',
    wardId,
    facilityCode: `46${code.slice(-3)}`,
    validFrom,
    validTo: null,
  })
  const fridge = await findFridge(deps.db, site.id)
  if (fridge === null) throw new Error('A site has a fridge')
  const [scanner, ...dataEntry] = await createWorkers(
    deps,
    (['scanner', 'data-entry', 'data-entry'] as const).map((role, at) => ({
      signInName: `${role === 'scanner' ? 'quet' : `nhaplieu${at}`}.${code}`,
      fullName: `Cán bộ ${role === 'scanner' ? 'quét mã' : `nhập liệu ${at}`} ${name}`,
      unit: `UBND ${name}`,
      role,
      siteId: site.id,
    })),
  )
  return { siteId: site.id, fridgeId: fridge.id, scanner: scanner!, dataEntry }
}

/** As many adults as the lists name: the figures are as invented as the people. */
export async function setTargets(deps: Deps, city: City, asOfOn: LocalDate): Promise<void> {
  const rows = city.wards.map((ward) => ({
    placeId: ward.id,
    targetGroupId: city.targetGroupId,
    step: 'primary-1',
    persons: ward.residents.filter((person) => person.isAdult).length,
    source: 'list' as const,
    asOfOn,
    documentNumber: '6616/KH-UBND',
    acceptedBy: '',
  }))
  await putTargets(deps, city.actor, city.campaignId, rows)
}

/** @param arrivals lots for the centre's store. @returns them in the same order. */
export async function receiveLots(
  deps: Deps,
  city: City,
  arrivals: readonly { productCode: string; lotCode: string; expiresOn: LocalDate; vials: number }[],
): Promise<Lot[]> {
  const products = await transact(deps.db, (tx) => importProducts(tx, vietnamProducts, deps.newId))
  const lots: Lot[] = []
  for (const { productCode, lotCode, expiresOn, vials } of arrivals) {
    const productId = products.get(productCode)!
    const { lot } = await receiveLot(deps, city.actor, {
      id: deps.newId(),
      to: { holderId: city.centreId },
      productId,
      lotCode,
      expiresOn,
      vials,
      documentNumber: `PXK ${lotCode}`,
    })
    const { dosesPerVial } = vietnamProducts.find((product) => product.code === productCode)!
    lots.push({ id: lot.id, productId, dosesPerVial })
  }
  return lots
}

/** A list with its people for each ward. */
export async function settleResidents(
  deps: Deps,
  city: City,
  settle: (deps: Deps, city: City, ward: Ward) => Promise<Resident[]>,
): Promise<void> {
  await inParallel(city.wards, async (ward) => {
    ward.residents = await settle(deps, city, ward)
  })
}
