import { addDays, type LocalDate } from '#domain/dates.ts'
import type { Offered } from '#features/doses/set-writer/types.ts'
import type { City, Lot, Ward } from './city.ts'
import { createRandom, type Random } from './random.ts'
import type { Resident } from './residents.ts'
import { beginSession, endSession, type HeldSession } from './session-day.ts'
import { inParallel, type Stage } from './stage.ts'
import { visitEntries } from './visit-entries.ts'

/** How a ward works and writes it down. */
export type Habit = {
  kind: 'ordinary' | 'slow' | 'fast' | 'late' | 'silent'
  /** Share of its adults who come to a session. */
  sharePerSession: number
  /** Days from a dose to its entry; from paper, when more than one. */
  delayDays: number
  /** Sessions for which its fridge was filled. */
  stockSessions: number
}

export type HistoryPlan = {
  startsOn: LocalDate
  days: number
  habits: ReadonlyMap<string, Habit>
  lots: ReadonlyMap<string, Lot>
  seed: number
  /** The instant of an hour of a day. */
  at: (day: LocalDate, hours: number) => Date
}

/** A phone sends at most so many at once. */
export const SET_SIZE = 500
/** A silent ward stops sending this many days before the end. */
const SILENT_DAYS = 5
const SESSION_HOURS = { from: 7.5, to: 15.5 }

type Kept = { session: HeldSession; entries: Offered[] }

/** Days of sessions up to yesterday; what each ward entered when is its own affair. */
export async function playHistory(stage: Stage, city: City, plan: HistoryPlan): Promise<void> {
  const random = createRandom(plan.seed)
  const waiting = new Map(
    city.wards.map((ward) => [ward.id, random.shuffled(ward.residents.filter(({ isAdult }) => isAdult))]),
  )
  const kept = new Map<LocalDate, Kept[]>()
  for (let day = 0; day < plan.days; day++) {
    const on = addDays(plan.startsOn, day)
    stage.setNow(plan.at(on, 7))
    const sessions: HeldSession[] = []
    const working = city.wards.filter((ward, at) => isWorking(plan.habits.get(ward.id)!, at + day))
    await inParallel(working, async (ward) => {
      const lot = plan.lots.get(ward.id)!
      const capacity = Math.max(6, Math.ceil(expected(ward, plan.habits.get(ward.id)!) * 1.3))
      sessions.push(await beginSession(stage.deps, city, { ward, on, lot, capacity, calls: false }))
    })
    // As they stand in the city, whichever was ready first: the same seed, the same people.
    sessions.sort((a, b) => city.wards.indexOf(a.ward) - city.wards.indexOf(b.ward))
    for (const session of sessions) {
      const habit = plan.habits.get(session.ward.id)!
      const isSilent = habit.kind === 'silent' && day >= plan.days - SILENT_DAYS
      const enteredOn = addDays(on, isSilent ? plan.days : habit.delayDays)
      const entries = holdVisits(
        stage,
        random,
        session,
        habit,
        waiting.get(session.ward.id)!,
        plan,
        enteredOn,
      )
      kept.set(enteredOn, [...(kept.get(enteredOn) ?? []), { session, entries }])
    }
    await enterDay(stage, city, on, kept.get(on) ?? [], plan)
  }
}

/** Ordinary wards have a session every third day, each on its own. */
function isWorking({ kind }: Habit, turn: number): boolean {
  return kind !== 'ordinary' || turn % 3 === 0
}

function expected(ward: Ward, { sharePerSession }: Habit): number {
  return ward.residents.filter(({ isAdult }) => isAdult).length * sharePerSession
}

function holdVisits(
  { deps }: Stage,
  random: Random,
  session: HeldSession,
  habit: Habit,
  waiting: Resident[],
  plan: HistoryPlan,
  enteredOn: LocalDate,
): Offered[] {
  const { ward, on, lot, vials } = session
  const coming = waiting.splice(0, Math.round(expected(ward, habit) * (0.8 + 0.4 * random.next())))
  const hours = SESSION_HOURS.to - SESSION_HOURS.from
  const typedAt = habit.delayDays > 1 ? plan.at(enteredOn, 16) : null
  const author = (accountId: string) => ({ accountId, deviceId: null })
  return coming.flatMap((person, at) => {
    const hasVaccine = session.given < vials * lot.dosesPerVial
    const entries = visitEntries(deps.newId, {
      personId: person.id,
      sessionId: session.id,
      productId: lot.productId,
      lotId: lot.id,
      arrivedAt: plan.at(on, SESSION_HOURS.from + (hours * at) / coming.length),
      screening: random.chance(0.05) ? random.pick(['deferred', 'contraindicated', 'referred']) : 'eligible',
      agrees: !random.chance(0.01),
      hasVaccine,
      typedAt,
      scanner: author(ward.scanner.accountId),
      dataEntry: author(random.pick(ward.dataEntry).accountId),
      vaccinatorName: 'Võ Thị Tiêm',
    })
    if (entries.some(({ entry }) => entry.kind === 'dose')) session.given += 1
    // Who went home because there was nothing left comes again.
    else if (!hasVaccine) waiting.push(person)
    return entries
  })
}

/** What is entered on this day, by whichever day it was given; sessions close when theirs is in. */
async function enterDay(
  { deps, writer, setNow }: Stage,
  city: City,
  on: LocalDate,
  kept: readonly Kept[],
  plan: HistoryPlan,
): Promise<void> {
  setNow(plan.at(on, 16.5))
  const entries = kept.flatMap((each) => each.entries)
  for (let from = 0; from < entries.length; from += SET_SIZE) {
    await writer.writeSet(entries.slice(from, from + SET_SIZE))
  }
  await writer.idle()
  setNow(plan.at(on, 17.5))
  await inParallel(kept, async ({ session }) => endSession(deps, city, session, null))
}
