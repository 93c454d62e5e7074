import type { Entry } from '#domain/entry.ts'
import type { Offered } from '#features/doses/set-writer/types.ts'
import type { Expected } from './invariants.ts'
import type { Random } from './random.ts'

const SHARE = { late: 0.15, twoPhones: 0.04, voided: 0.03, again: 0.12 }
const LATE_DAYS_MAX = 3
const SET_MAX = 500

/** The messages of all phones: some late, some twice, in any order; none is lost for ever. */
export class Phones {
  readonly #random: Random
  readonly #newId: () => string
  readonly #outbox: { day: number; offered: Offered }[] = []
  readonly #arrived = new Map<string, Entry>()

  constructor(random: Random, newId: () => string) {
    this.#random = random
    this.#newId = newId
  }

  /** What a visit of this day left on the phones. @param second another phone at the same table. */
  keep(day: number, visit: readonly Offered[], second: Offered['author']): void {
    const random = this.#random
    // A phone without a net keeps the whole visit; each message may besides be late alone.
    const visitLate = random.chance(SHARE.late) ? 1 + random.below(LATE_DAYS_MAX) : 0
    for (const offered of [...visit, ...this.#mishaps(visit, second)]) {
      const late = visitLate + (random.chance(0.03) ? 1 : 0)
      this.#outbox.push({ day: day + late, offered })
      // The answer was lost: the same again, at once or another day.
      if (random.chance(SHARE.again)) this.#outbox.push({ day: day + late + random.below(2), offered })
    }
  }

  #mishaps(visit: readonly Offered[], second: Offered['author']): Offered[] {
    const random = this.#random
    return visit.flatMap(({ entry, author }): Offered[] => {
      if (entry.kind !== 'dose') return []
      const extra: Offered[] = []
      if (random.chance(SHARE.twoPhones))
        extra.push({ entry: { ...entry, id: this.#newId() }, author: second })
      if (random.chance(SHARE.voided)) {
        const { personId, sessionId, capturedAt, deviceId, deviceSeq, clockOffsetMs } = entry
        const envelope = { id: this.#newId(), deviceId, deviceSeq, capturedAt, clockOffsetMs }
        const reason = 'Nhập nhầm người'
        extra.push({
          entry: { kind: 'void', ...envelope, personId, sessionId, doseId: entry.id, reason },
          author,
        })
      }
      return extra
    })
  }

  /** What comes in today, in sets of any size and any order. */
  takeSets(day: number): Offered[][] {
    const due = this.#outbox.filter((message) => message.day <= day)
    this.#outbox.splice(0, this.#outbox.length, ...this.#outbox.filter((message) => message.day > day))
    const mixed = this.#random.shuffled(due.map(({ offered }) => offered))
    for (const { entry } of mixed) this.#arrived.set(entry.id, entry)
    const sets: Offered[][] = []
    while (mixed.length > 0) sets.push(mixed.splice(0, 1 + this.#random.below(SET_MAX)))
    return sets
  }

  /** One dose counts for everybody of whom a dose has arrived that no void which has arrived takes back. */
  expect(): Expected {
    const all = [...this.#arrived.values()]
    const voided = new Set(all.flatMap((entry) => (entry.kind === 'void' ? [entry.doseId] : [])))
    const holding = all.filter((entry) => entry.kind === 'dose' && !voided.has(entry.id))
    return { entries: all.length, people: new Set(holding.map(({ personId }) => personId)).size }
  }
}
