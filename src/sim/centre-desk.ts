import type { LocalDate } from '#domain/dates.ts'
import { mergePeople, undoMerge } from '#features/doses/merge-people.ts'
import { updatePerson } from '#features/registrants/update-person.ts'
import type { City } from './city.ts'
import { inventBirth } from './people.ts'
import type { Phones } from './phones.ts'
import type { Random } from './random.ts'
import type { Deps } from './stage.ts'

const CORRECTIONS_PER_DAY = 4
const UNDONE_SHARE = 0.3

type Merged = { id: string; absorbedId: string; keptId: string }

/** The centre's desk in the evening: birth dates put right after the dose, one person found twice, and found two after all. */
export class CentreDesk {
  readonly #random: Random
  readonly #deps: Deps
  readonly #city: City
  readonly #phones: Phones
  /** Walk-ins who are somebody on a list. */
  readonly #doubles: { walkInId: string; residentId: string }[] = []
  readonly #merged: Merged[] = []

  constructor(random: Random, deps: Deps, city: City, phones: Phones) {
    this.#random = random
    this.#deps = deps
    this.#city = city
    this.#phones = phones
  }

  suspect(walkInId: string, residentId: string): void {
    this.#doubles.push({ walkInId, residentId })
  }

  async work(on: LocalDate): Promise<void> {
    await this.#mergeDoubles()
    await this.#undoSome()
    await this.#correctBirths(on)
  }

  async #mergeDoubles(): Promise<void> {
    const here = this.#doubles.filter(({ walkInId }) => this.#phones.isKnown(walkInId))
    this.#doubles.splice(
      0,
      this.#doubles.length,
      ...this.#doubles.filter(({ walkInId }) => !this.#phones.isKnown(walkInId)),
    )
    for (const { walkInId: absorbedId, residentId: keptId } of here) {
      const merge = { id: this.#deps.newId(), absorbedId, keptId }
      await mergePeople(this.#deps, this.#city.actor, { ...merge, reason: 'Cùng một người' })
      this.#merged.push(merge)
      this.#phones.merge(absorbedId, keptId)
    }
  }

  async #undoSome(): Promise<void> {
    const merge = this.#merged[0]
    if (merge === undefined || !this.#random.chance(UNDONE_SHARE)) return
    this.#merged.shift()
    const { newId } = this.#deps
    await undoMerge(this.#deps, this.#city.actor, merge.id, { id: newId(), reason: 'Hai người khác nhau' })
    this.#phones.unmerge(merge.absorbedId)
  }

  /** Of people with a dose, now and then by half a lifetime: ages, flags and counters follow. */
  async #correctBirths(on: LocalDate): Promise<void> {
    const random = this.#random
    const dosed = random.shuffled(this.#phones.peopleWithDoses()).slice(0, CORRECTIONS_PER_DAY)
    for (const personId of dosed) {
      const { rows } = await this.#deps.database.writer.query<{ version: number }>(
        'SELECT version FROM person WHERE id = $1',
        [personId],
      )
      await updatePerson(this.#deps, this.#city.actor, personId, rows[0]!.version, {
        birth: { on: inventBirth(random, on, { from: 3, to: 90 }), precision: 'day' },
        priorityCode: random.pick([1, 9, 10]),
        reason: 'Theo giấy khai sinh',
      })
    }
  }
}
