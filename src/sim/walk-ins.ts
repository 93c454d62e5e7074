import type { LocalDate } from '#domain/dates.ts'
import type { Offered } from '#features/doses/set-writer/types.ts'
import { inventBirth, inventName, type Sex } from './people.ts'
import type { Random } from './random.ts'

export type WalkInFacts = { personId: string; sessionId: string; wardId: string; at: Date; on: LocalDate }

/**
 * People whom no list names. One phone serves a whole family, and some show a card whose number another person has
 * already: copied wrongly, or lent.
 */
export class WalkIns {
  readonly #random: Random
  readonly #numbers: string[] = []
  readonly #phones: string[] = []

  constructor(random: Random) {
    this.#random = random
  }

  entry(newId: () => string, facts: WalkInFacts, author: Offered['author']): Offered {
    const random = this.#random
    const { personId, sessionId, wardId, at, on } = facts
    const sex: Sex = random.chance(0.5) ? 'female' : 'male'
    return {
      author,
      entry: {
        kind: 'walk-in',
        id: newId(),
        deviceId: null,
        deviceSeq: null,
        capturedAt: at.toISOString(),
        clockOffsetMs: 0,
        personId,
        sessionId,
        fullName: inventName(random, sex),
        bornOn: inventBirth(random, on, { from: 18, to: 80 }),
        bornPrecision: 'day',
        sex,
        wardId,
        groupId: null,
        phone: this.#often(this.#phones, 0.4, () => `08${this.#digits(8)}`),
        address: '',
        priorityCode: random.pick([9, 10, 13]),
        identifiers: [
          { kind: 'cccd', value: this.#often(this.#numbers, 0.25, () => `046099${this.#digits(6)}`) },
        ],
      },
    }
  }

  #digits(count: number): string {
    return String(this.#random.below(10 ** count)).padStart(count, '0')
  }

  /** One that was seen before, or a new one. */
  #often(seen: string[], share: number, make: () => string): string {
    if (seen.length > 0 && this.#random.chance(share)) return this.#random.pick(seen)
    const made = make()
    seen.push(made)
    return made
  }
}
