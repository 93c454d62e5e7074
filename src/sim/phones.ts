import { localDateAt } from '#domain/dates.ts'
import type { Entry } from '#domain/entry.ts'
import type { Offered } from '#features/doses/set-writer/types.ts'
import type { Expected } from './invariants.ts'
import { mishapsOf } from './mishaps.ts'
import type { Random } from './random.ts'

const SHARE = { late: 0.15, again: 0.12 }
const LATE_DAYS_MAX = 3
const SET_MAX = 500

/** The messages of all phones: some late, some twice, in any order; none is lost for ever. */
export class Phones {
  readonly #random: Random
  readonly #newId: () => string
  readonly #timeZone: string
  readonly #outbox: { day: number; offered: Offered }[] = []
  readonly #arrived = new Map<string, Entry>()
  /** People of whom only a phone knows so far. */
  readonly #walkIns = new Set<string>()
  /** Who was merged into whom; one hop, as the simulator merges nobody twice. */
  readonly #keptOf = new Map<string, string>()

  constructor(random: Random, newId: () => string, timeZone: string) {
    this.#random = random
    this.#newId = newId
    this.#timeZone = timeZone
  }

  /** What a visit of this day left on the phones. @param second another phone at the same table. */
  keep(day: number, visit: readonly Offered[], second: Offered['author']): void {
    const random = this.#random
    for (const { entry } of visit) if (entry.kind === 'walk-in') this.#walkIns.add(entry.personId)
    // A phone without a net keeps the whole visit; each message may besides be late alone.
    const visitLate = random.chance(SHARE.late) ? 1 + random.below(LATE_DAYS_MAX) : 0
    for (const offered of [...visit, ...mishapsOf(random, this.#newId, visit, second)]) {
      const late = visitLate + (random.chance(0.03) ? 1 : 0)
      this.#outbox.push({ day: day + late, offered })
      // The answer was lost: the same again, at once or another day.
      if (random.chance(SHARE.again)) this.#outbox.push({ day: day + late + random.below(2), offered })
    }
  }

  /** What comes in today, in sets of any size and any order. */
  takeSets(day: number): Offered[][] {
    const due = this.#outbox.filter((message) => message.day <= day)
    this.#outbox.splice(0, this.#outbox.length, ...this.#outbox.filter((message) => message.day > day))
    const mixed = this.#random.shuffled(due.map(({ offered }) => offered))
    for (const { entry } of mixed) {
      this.#arrived.set(entry.id, entry)
      if (entry.kind === 'walk-in') this.#walkIns.delete(entry.personId)
    }
    const sets: Offered[][] = []
    while (mixed.length > 0) sets.push(mixed.splice(0, 1 + this.#random.below(SET_MAX)))
    return sets
  }

  /** Is the person in the service: on a list, or arrived from the phone that met them? */
  isKnown(personId: string): boolean {
    return !this.#walkIns.has(personId)
  }

  merge(absorbedId: string, keptId: string): void {
    this.#keptOf.set(absorbedId, keptId)
  }

  unmerge(absorbedId: string): void {
    this.#keptOf.delete(absorbedId)
  }

  /** Who is kept and has a dose that holds. */
  peopleWithDoses(): string[] {
    return [...new Set(this.#holding().map(({ personId }) => personId))]
  }

  /** For everybody one dose a day counts, of those that have arrived and that no void which has arrived takes back. */
  expect(): Expected {
    const days = this.#holding().map(({ personId, givenOn }) => `${personId} ${givenOn}`)
    return { entries: this.#arrived.size, doses: new Set(days).size }
  }

  #holding(): { personId: string; givenOn: string }[] {
    const all = [...this.#arrived.values()]
    const voided = new Set(all.flatMap((entry) => (entry.kind === 'void' ? [entry.doseId] : [])))
    return all.flatMap((entry) =>
      entry.kind === 'dose' && !voided.has(entry.id) && this.isKnown(entry.personId)
        ? [
            {
              personId: this.#keptOf.get(entry.personId) ?? entry.personId,
              givenOn: localDateAt(new Date(entry.givenAt), this.#timeZone),
            },
          ]
        : [],
    )
  }
}
