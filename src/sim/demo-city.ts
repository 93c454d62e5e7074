import { addDays, localDateAt, type LocalDate } from '#domain/dates.ts'
import { validOn, type Span } from '#domain/places.ts'
import type { GeographySeed } from '#features/geography/seed/geography-seed.ts'
import { hueGeography } from '#features/geography/seed/hue.ts'
import { putOutlines } from '#features/geography/put-outlines.ts'
import { proposePlan } from '#features/planner/propose-plan.ts'
import { startOfDay } from '#domain/session-window.ts'
import { recordCount } from '#features/stock/record-count.ts'
import { createWorkers, type Worker } from './actors.ts'
import {
  foundCity,
  receiveLots,
  setTargets,
  settleResidents,
  type City,
  type Lot,
  type Ward,
} from './city.ts'
import { playHistory, type Habit } from './history.ts'
import { createRandom } from './random.ts'
import { settleWard } from './residents.ts'
import { beginSession } from './session-day.ts'
import { inventOutlines } from './outlines.ts'
import { inParallel, openStage, type Deps } from './stage.ts'
import { declareWards } from './submissions.ts'
import { stockOf, supplyFridge } from './supply.ts'
import { surveySupply } from './ward-supply.ts'

/** One sign-in as the demo prints it. */
export type DemoSignIn = Pick<Worker, 'role' | 'signInName' | 'secret'> & { place: string }

const SEED = 20_211_018
const HISTORY_DAYS = 7
const PEOPLE_MIN = 250
/** One invented person stands for so many of the ward's invented population. */
const PEOPLE_PER_PERSON = 26
/** The day whose units the demo keeps: the 36 wards of the campaign. */
const UNITS_OF = '2021-12-31'
const HOUR_MS = 3_600_000

/** The sign-ins of a ward are printed for this one. */
const shownWard = '19756'
/** Wards with something to say; the others are ordinary. */
const odd: Record<string, Habit> = {
  '19753': { kind: 'slow', sharePerSession: 0.008, delayDays: 0, stockSessions: 120 },
  '19759': { kind: 'fast', sharePerSession: 0.075, delayDays: 0, stockSessions: 7.5 },
  '19777': { kind: 'late', sharePerSession: 0.045, delayDays: 3, stockSessions: 22 },
  '19789': { kind: 'late', sharePerSession: 0.05, delayDays: 4, stockSessions: 22 },
  '19786': { kind: 'silent', sharePerSession: 0.045, delayDays: 0, stockSessions: 30 },
}

/**
 * The city that never was: Huế's 36 wards of 2021 as if they stood unchanged, more than 20,000 invented people, a week
 * of sessions up to yesterday, and today's sessions open with people called. Everything goes through the use cases, and
 * every dose through the set writer.
 */
export async function buildDemoCity(
  service: Deps,
  bytes: (count: number) => Uint8Array,
): Promise<DemoSignIn[]> {
  const now = service.clock()
  const { timeZone } = service.authority
  const today = localDateAt(now, timeZone)
  const at = hoursOfDays(timeZone)
  const startsOn = addDays(today, -HISTORY_DAYS)
  const stage = openStage(service, at(addDays(startsOn, -1), 8), bytes)
  const { deps } = stage
  const city = await foundCity(deps, {
    geography: unitsOf(hueGeography, UNITS_OF),
    today: startsOn,
    campaign: {
      name: 'Tiêm vắc xin COVID-19, đợt giả định',
      fromOn: addDays(startsOn, -1),
      toOn: addDays(today, 28),
      productCodes: ['comirnaty-30', 'vaxzevria'],
    },
  })
  await drawMap(deps, city)
  const firsts = peopleFirsts(city.wards)
  await settleResidents(deps, city, (deps, city, ward) => settleWard(deps, city, ward, firsts.get(ward.id)!))
  await setTargets(deps, city, addDays(startsOn, -1))
  await declareWards(stage, city, { on: addDays(startsOn, -1), today, at })
  const habits = new Map(city.wards.map((ward) => [ward.id, odd[ward.code] ?? ordinary(ward)]))
  const lots = await supplyCity(deps, city, habits, today)
  const workers = await createShownWorkers(deps, city)

  await playHistory(stage, city, { startsOn, days: HISTORY_DAYS, habits, lots, seed: SEED, at })

  stage.setNow(now)
  await inParallel(city.wards, async (ward) => {
    await beginSession(deps, city, { ward, on: today, lot: lots.get(ward.id)!, capacity: 48, calls: true })
  })
  await countSlowFridges(deps, city, habits, lots)
  await surveySupply(deps, city, { today, productId: [...lots.values()][0]!.productId })
  await proposePlan(deps, city.actor, { campaignId: city.campaignId })
  await stage.close()
  return workers
}

/** Outlines as invented as the people: no border of the real city is drawn. */
async function drawMap(deps: Deps, city: City): Promise<void> {
  const places = new Map(hueGeography.places.map((place) => [place.id, place]))
  const squares = city.wards.flatMap(({ id, code }) => {
    const { tileColumn: column, tileRow: row } = places.get(id)!
    return column === null || row === null ? [] : [{ code, column, row }]
  })
  const geojson = inventOutlines(squares, SEED)
  const name = 'Địa giới giả định'
  await putOutlines(deps, city.actor, { id: deps.newId(), name, invented: true, store: true, geojson })
}

/** The instant of an hour of a day; where a day begins is looked up once. */
function hoursOfDays(timeZone: string): (day: LocalDate, hours: number) => Date {
  const begins = new Map<LocalDate, number>()
  return (day, hours) => {
    const start = begins.get(day) ?? startOfDay(day, timeZone).getTime()
    begins.set(day, start)
    return new Date(start + hours * HOUR_MS)
  }
}

/** The units of one day, in force ever since: the demo lives today and keeps the campaign's wards. */
function unitsOf(seed: GeographySeed, day: LocalDate): GeographySeed {
  const standing = <T extends Span>(rows: readonly T[]) =>
    rows.filter((row) => validOn(row, day)).map((row) => ({ ...row, validTo: null }))
  return {
    ...seed,
    places: standing(seed.places),
    names: standing(seed.names),
    within: standing(seed.within),
    changes: [],
  }
}

/** How many people each ward has, and the number of its first. */
function peopleFirsts(wards: readonly Ward[]): Map<string, { seed: number; first: number; count: number }> {
  let first = 1
  return new Map(
    wards.map((ward, at) => {
      const count = Math.max(PEOPLE_MIN, Math.round(ward.population / PEOPLE_PER_PERSON))
      const people = { seed: SEED + at, first, count }
      first += count
      return [ward.id, people]
    }),
  )
}

function ordinary(ward: Ward): Habit {
  const random = createRandom(Number(ward.code))
  return {
    kind: 'ordinary',
    sharePerSession: 0.1 + 0.06 * random.next(),
    delayDays: random.chance(0.25) ? 1 : 0,
    stockSessions: 7,
  }
}

/** Two lots at the centre, all of it sent on to the wards' fridges. @returns the lot of each ward. */
async function supplyCity(
  deps: Deps,
  city: City,
  habits: ReadonlyMap<string, Habit>,
  today: LocalDate,
): Promise<Map<string, Lot>> {
  const wanted = city.wards.map((ward, at) => {
    const habit = habits.get(ward.id)!
    const isSecond = habit.kind === 'ordinary' && at % 6 === 5
    const adults = ward.residents.filter((person) => person.isAdult).length
    const dosesPerVial = isSecond ? 10 : 6
    const vials = Math.ceil((adults * habit.sharePerSession * habit.stockSessions) / dosesPerVial)
    return { ward, isSecond, vials }
  })
  const total = (isSecond: boolean) =>
    wanted.filter((row) => row.isSecond === isSecond).reduce((sum, row) => sum + row.vials, 0)
  const lots = await receiveLots(deps, city, [
    { productCode: 'comirnaty-30', lotCode: 'FK0112', expiresOn: addDays(today, 120), vials: total(false) },
    { productCode: 'vaxzevria', lotCode: 'NK0043', expiresOn: addDays(today, 90), vials: total(true) },
  ])
  const lotOf = new Map<string, Lot>()
  for (const { ward, isSecond, vials } of wanted) {
    const lot = lots[isSecond ? 1 : 0]!
    lotOf.set(ward.id, lot)
    await supplyFridge(deps, city, { fridgeId: ward.fridgeId, lot, vials })
  }
  return lotOf
}

/** Somebody looked into the fridges that seem full: a plan may then take from them. */
async function countSlowFridges(
  deps: Deps,
  city: City,
  habits: ReadonlyMap<string, Habit>,
  lots: ReadonlyMap<string, Lot>,
): Promise<void> {
  for (const ward of city.wards) {
    if (habits.get(ward.id)!.kind !== 'slow') continue
    const lotId = lots.get(ward.id)!.id
    const countedDoses = await stockOf(deps, ward.fridgeId, lotId)
    await recordCount(deps, city.actor, ward.fridgeId, { id: deps.newId(), lotId, countedDoses, reason: '' })
  }
}

/** One sign-in per role; officials also for the wards between which doses will move. */
async function createShownWorkers(deps: Deps, city: City): Promise<DemoSignIn[]> {
  const ward = city.wards.find(({ code }) => code === shownWard)!
  const official = ({ id, code, name }: Ward) => ({
    signInName: `phuong.${code}`,
    fullName: `Cán bộ ${name}`,
    unit: `UBND ${name}`,
    role: 'ward-official' as const,
    placeId: id,
  })
  const { siteId } = ward
  const others = city.wards.filter(({ code }) => ['slow', 'fast'].includes(odd[code]?.kind ?? ''))
  const made = await createWorkers(deps, [
    { signInName: 'quantri', fullName: 'Lê Văn Quản Trị', unit: '', role: 'admin' },
    { signInName: 'giamsat', fullName: 'Trần Thị Giám Sát', unit: 'Sở Y tế', role: 'supervisor' },
    official(ward),
    {
      signInName: `truongdiem.${ward.code}`,
      fullName: 'Hồ Thị Trưởng Điểm',
      unit: '',
      role: 'site-lead',
      siteId,
    },
    {
      signInName: `khamsangloc.${ward.code}`,
      fullName: 'Phan Văn Khám',
      unit: '',
      role: 'screening',
      siteId,
    },
    { signInName: `tiem.${ward.code}`, fullName: 'Võ Thị Tiêm', unit: '', role: 'vaccinator', siteId },
    ...others.map(official),
  ])
  const placeOf = ({ role, signInName }: Worker) => {
    if (['admin', 'supervisor', 'city-centre'].includes(role)) return ''
    return city.wards.find(({ code }) => signInName.endsWith(code))!.name
  }
  return [city.centre, ...made.slice(0, 4), ward.scanner, ward.dataEntry[0]!, ...made.slice(4)].map(
    (worker) => ({
      role: worker.role,
      signInName: worker.signInName,
      secret: worker.secret,
      place: placeOf(worker),
    }),
  )
}
