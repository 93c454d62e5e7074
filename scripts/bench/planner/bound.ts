import { createHash } from 'node:crypto'
import loadHighs, { type Highs } from 'highs'
import { DAYS, SECOND_DOSE_DAYS, sum, type Instance, type SimLot } from './instance.ts'

/** The most that anybody could have reached who knew the future and moved vaccine freely and at once. */
export type Bound = {
  doses: number
  doseDays: number
  /** The least that can expire, in doses: not even perfect foresight saves it. */
  expired: number
}

/** Names exactly what was bounded, and by which figures: another instance has another key. */
export function boundKey(instance: Instance): string {
  const { persons, lots } = instance
  const potential = instance.potential.map((days) => [...days])
  return createHash('sha256')
    .update(JSON.stringify(['doses, dose-days, expired', persons, lots, potential]))
    .digest('hex')
    .slice(0, 16)
}

export type BoundSolver = (instance: Instance) => Bound

export async function openSolver(): Promise<BoundSolver> {
  const highs = await loadHighs()
  return (instance) => ({
    doses: solve(highs, instance, () => 1),
    doseDays: solve(highs, instance, (day) => DAYS - day),
    expired:
      sum(instance.lots.filter(mayExpire).map((lot) => lot.size)) -
      solve(highs, instance, (_, lot) => (mayExpire(lot) ? 1 : 0)),
  })
}

const mayExpire = (lot: SimLot) => lot.lastDay < DAYS

type Worth = (day: number, lot: SimLot) => number

function solve(highs: Highs, instance: Instance, worth: Worth): number {
  const { Status, ObjectiveValue } = highs.solve(writeProgram(instance, worth), { presolve: 'on' })
  if (Status !== 'Optimal') throw new Error(`No bound of ${instance.name}: ${Status}`)
  return ObjectiveValue
}

/**
 * Maximise Σ worth × doses. a, b: first and second doses of a ward on a day, together within its potential; s: those
 * who wait for a second dose; y: doses of a lot used on a day, wherever. The fridge is one and has no walls.
 */
function writeProgram({ persons, potential, lots }: Instance, worth: Worth): string {
  const days = Array.from({ length: DAYS }, (_, day) => day)
  const wards = persons.map((_, ward) => ward)
  const goal = days.flatMap((day) =>
    lots.flatMap((lot, at) => (isOpen(lot, day) ? `${worth(day, lot)} y${at}_${day}` : [])),
  )
  const rows = days.map((day) => {
    const given = wards.flatMap((ward) => [
      `a${ward}_${day}`,
      ...(day >= SECOND_DOSE_DAYS ? [`b${ward}_${day}`] : []),
    ])
    const used = lots.flatMap((lot, at) => (isOpen(lot, day) ? ` - y${at}_${day}` : []))
    return `${given.join(' + ')}${used.join('')} = 0`
  })
  lots.forEach((lot, at) => {
    const use = days.filter((day) => isOpen(lot, day)).map((day) => `y${at}_${day}`)
    rows.push(`${use.join(' + ')} <= ${lot.size}`)
  })
  const bounds: string[] = []
  for (const ward of wards) {
    rows.push(`${days.map((day) => `a${ward}_${day}`).join(' + ')} <= ${persons[ward]}`)
    for (const day of days) {
      const most = potential[ward]![day]!
      bounds.push(`a${ward}_${day} <= ${most}`)
      if (day < SECOND_DOSE_DAYS) continue
      rows.push(`a${ward}_${day} + b${ward}_${day} <= ${most}`)
      const before = day > SECOND_DOSE_DAYS ? ` - s${ward}_${day - 1}` : ''
      rows.push(`s${ward}_${day}${before} - a${ward}_${day - SECOND_DOSE_DAYS} + b${ward}_${day} = 0`)
    }
  }
  return `Maximize\n obj: ${goal.join(' + ')}\nSubject To\n${rows.join('\n')}\nBounds\n${bounds.join('\n')}\nEnd\n`
}

function isOpen(lot: Instance['lots'][number], day: number): boolean {
  return day >= lot.arrivesDay && day <= lot.lastDay
}
