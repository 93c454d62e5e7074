import { eq } from 'drizzle-orm'
import { addDays, type LocalDate } from '#domain/dates.ts'
import { vietnamAgeCuts, vietnamProducts, vietnamRules } from '#domain/rules-vn.ts'
import { plan, planDecision, planLine } from '#db/tables/planner.ts'
import { importRules } from '#features/campaigns/import-rules.ts'
import { hueGeography } from '#features/geography/seed/hue.ts'
import { decidePlanLine } from '#features/planner/decide-plan-line.ts'
import { proposePlan } from '#features/planner/propose-plan.ts'
import {
  foundCity,
  receiveLots,
  setTargets,
  settleResidents,
  type City,
  type Lot,
  type Ward,
} from './city.ts'
import { CentreDesk } from './centre-desk.ts'
import { findFaults } from './invariants.ts'
import { Phones } from './phones.ts'
import { createRandom, type Random } from './random.ts'
import { settleWard } from './residents.ts'
import { beginSession, endSession, type HeldSession } from './session-day.ts'
import { openStage, type Deps, type Stage } from './stage.ts'
import { carryTransfer, supplyFridge } from './supply.ts'
import { visitEntries } from './visit-entries.ts'
import { WalkIns } from './walk-ins.ts'

export type Simulation = { seed: number; days: number; wards: number; peoplePerWard: number }

/** What one day left behind. */
export type DayReport = {
  day: number
  on: LocalDate
  entries: number
  doses: number
  moved: number
  faults: string[]
}

const firstDay: LocalDate = '2021-10-11'
const REVIEW_DAYS = 4
const COMING_SHARE = { slowest: 0.01, step: 0.015 }
const WALK_INS_MAX = 2
/** Of walk-ins: somebody on the ward's list, whom the scanner did not find. */
const DOUBLE_SHARE = 0.5
/** Of visits: on an outing, written on paper and typed days later. */
const PAPER_SHARE = 0.06
const PAPER_DAYS_MAX = 4

/** The campaign of Huế's autumn, where its seed leads. The clock is the simulation's own. */
const at = (on: LocalDate, hours: number) => new Date(Date.parse(`${on}T00:00:00+07:00`) + hours * 3_600_000)

/**
 * A campaign from a seed through the use cases: sessions every day, entries that come late, twice and in any order, two
 * phones on one person, walk-ins under a borrowed number, doses undone and taken back, reactions, outings typed from paper
 * days later, birth dates put right, people merged and parted, new rules half-way, and plans carried out. After each day
 * everything that must hold is checked.
 */
export async function* simulate(service: Deps, simulation: Simulation): AsyncGenerator<DayReport> {
  const { seed, days, wards, peoplePerWard } = simulation
  const random = createRandom(seed)
  const stage = openStage(service, at(addDays(firstDay, -1), 8), random.bytes)
  const { deps, writer, setNow } = stage
  try {
    const city = await foundCity(deps, {
      geography: hueGeography,
      wardsMax: wards,
      today: firstDay,
      campaign: {
        name: `Mô phỏng ${seed}`,
        fromOn: addDays(firstDay, -1),
        toOn: addDays(firstDay, days + 14),
        productCodes: ['comirnaty-30'],
      },
    })
    await settleResidents(deps, city, (deps, city, ward) => {
      const position = city.wards.indexOf(ward)
      const first = 1 + position * peoplePerWard
      return settleWard(deps, city, ward, { seed: seed + position, first, count: peoplePerWard })
    })
    await setTargets(deps, city, addDays(firstDay, -1))
    const lot = await supply(deps, city, random, days)
    const phones = new Phones(random, deps.newId, deps.authority.timeZone)
    const walkIns = new WalkIns(random)
    const desk = new CentreDesk(random, deps, city, phones)
    const waiting = new Map(
      city.wards.map((ward) => [ward.id, random.shuffled(ward.residents.filter(({ isAdult }) => isAdult))]),
    )
    for (let day = 0; day < days; day++) {
      const on = addDays(firstDay, day)
      setNow(at(on, 7))
      const moved = day > 0 && day % REVIEW_DAYS === 0 ? await reallocate(deps, city, lot) : 0
      const sessions: HeldSession[] = []
      for (const ward of city.wards)
        sessions.push(await beginSession(deps, city, { ward, on, lot, capacity: 30, calls: true }))
      for (const [position, session] of sessions.entries()) {
        const { ward } = session
        const share = COMING_SHARE.slowest + COMING_SHARE.step * position
        const coming = waiting
          .get(ward.id)!
          .splice(0, Math.ceil(peoplePerWard * share * (0.5 + random.next())))
        for (const person of coming) holdVisit(stage, random, phones, { day, session, personId: person.id })
        for (let count = random.below(WALK_INS_MAX + 1); count > 0; count--) {
          const personId = deps.newId()
          holdVisit(stage, random, phones, { day, session, personId, walkIns })
          if (random.chance(DOUBLE_SHARE)) desk.suspect(personId, random.pick(ward.residents).id)
        }
      }
      setNow(at(on, 16.5))
      for (const set of phones.takeSets(day)) await writer.writeSet(set)
      await writer.idle()
      setNow(at(on, 17.5))
      for (const session of sessions)
        await endSession(deps, city, session, 'Một số phiếu chưa nhập, bổ sung sau')
      await desk.work(on)
      if (day === Math.floor(days / 2)) await loadLaterRules(deps, city)
      const expected = phones.expect()
      const faults = await findFaults(deps, expected)
      yield { day: day + 1, on, ...expected, moved, faults }
    }
  } finally {
    await stage.close()
  }
}

/** Each ward a different part of what it would need, so that plans have something to mend. */
async function supply(deps: Deps, city: City, random: Random, days: number): Promise<Lot> {
  const vials = city.wards.map(() => 8 + random.below(4 * days))
  const [lot] = await receiveLots(deps, city, [
    {
      productCode: 'comirnaty-30',
      lotCode: 'FK0112',
      expiresOn: '2021-12-31',
      vials: vials.reduce((sum, count) => sum + count, 0),
    },
  ])
  for (const [position, { fridgeId }] of city.wards.entries())
    await supplyFridge(deps, city, { fridgeId, lot: lot!, vials: vials[position]! })
  return lot!
}

function holdVisit(
  { deps }: Stage,
  random: Random,
  phones: Phones,
  {
    day,
    session,
    personId,
    walkIns,
  }: { day: number; session: HeldSession; personId: string; walkIns?: WalkIns },
): void {
  const { ward, on, lot, vials } = session
  const author = ({ accountId }: Ward['scanner']) => ({ accountId, deviceId: null })
  const [first, second] = random.shuffled(ward.dataEntry)
  const arrivedAt = at(on, 7.6 + 8 * random.next())
  const paperDays = random.chance(PAPER_SHARE) ? 1 + random.below(PAPER_DAYS_MAX) : 0
  const visit = visitEntries(deps.newId, {
    personId,
    sessionId: session.id,
    productId: lot.productId,
    lotId: lot.id,
    arrivedAt,
    screening: random.chance(0.05) ? 'deferred' : 'eligible',
    agrees: !random.chance(0.02),
    hasVaccine: session.given < vials * lot.dosesPerVial,
    typedAt: paperDays === 0 ? null : at(addDays(on, paperDays), 16),
    scanner: author(ward.scanner),
    dataEntry: author(first!),
    vaccinatorName: 'Võ Thị Tiêm',
  })
  if (visit.some(({ entry }) => entry.kind === 'dose')) session.given += 1
  const come = { personId, sessionId: session.id, wardId: ward.id, at: arrivedAt, on }
  const met = walkIns === undefined ? [] : [walkIns.entry(deps.newId, come, author(ward.scanner))]
  phones.keep(day + paperDays, [...met, ...visit], author(second!))
}

/** The ministry lets the vaccine of the campaign be given a year later than before: everybody is judged again. */
async function loadLaterRules(deps: Deps, city: City): Promise<void> {
  const ageRules = vietnamRules.ageRules.map((row) =>
    row.productCode === 'comirnaty-30' ? { ...row, ageFrom: row.ageFrom + 1 } : row,
  )
  const rules = { ...vietnamRules, version: vietnamRules.version + 1, ageRules }
  await importRules(deps, city.actor, { rules, products: vietnamProducts, ageCuts: vietnamAgeCuts })
  await deps.rejudging.runAll()
}

/** Proposed, approved line by line, sent and signed for. @returns doses moved. */
async function reallocate(deps: Deps, city: City, lot: Lot): Promise<number> {
  const planId = await proposePlan(deps, city.actor, { campaignId: city.campaignId })
  const lines = await deps.db
    .select({
      id: planLine.id,
      fromHolderId: planLine.fromHolderId,
      vials: planLine.vials,
      doses: planLine.doses,
    })
    .from(planLine)
    .innerJoin(plan, eq(plan.id, planLine.planId))
    .where(eq(plan.id, planId))
    .orderBy(planLine.rank)
  let moved = 0
  for (const { id: lineId, fromHolderId, vials, doses } of lines) {
    await decidePlanLine(deps, city.actor, { planId, lineId }, { verdict: 'approved' })
    const [decided] = await deps.db
      .select({ transferId: planDecision.transferId })
      .from(planDecision)
      .where(eq(planDecision.lineId, lineId))
    const transferId = decided?.transferId
    if (transferId == null) throw new Error('An approved line made no transfer')
    await carryTransfer(deps, city, { transferId, fromHolderId, lot, vials })
    moved += doses
  }
  return moved
}
