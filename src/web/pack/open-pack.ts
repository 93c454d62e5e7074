import { PersonIndex } from '#domain/person-search/person-index.ts'
import { groundOf, toCard } from '#domain/site-pack/card.ts'
import type { PackPerson } from '#domain/site-pack/pack.ts'
import { serverNow } from '../site/this-phone.ts'
import type { Card } from '../site/visits.ts'
import { identifyIn } from './identify-in.ts'
import { matchIn } from './match-in.ts'
import type { OpenPack, SitePack } from './packs.ts'

/** Makes a pack answer the questions of the tables, by the same rules as the service. */
export function openPack(pack: SitePack, timeZone: string): OpenPack {
  const { people, parts, asOf } = pack
  const ground = groundOf(parts, timeZone)
  const canonical = new Map<string, string>()
  const holders = new Map<string, PackPerson>()
  for (const person of people.values()) {
    for (const id of person.mergedIds) canonical.set(id, person.id)
    for (const mark of person.invitations) holders.set(mark, person)
  }
  const cardOf = (person: PackPerson): Card => ({
    ...toCard(person, ground, serverNow()),
    asOf,
    isFromPhone: true,
  })
  let index: PersonIndex | null = null
  return {
    pack,
    until: parts.session.until,
    card(personId) {
      const person = people.get(canonical.get(personId) ?? personId)
      return person === undefined ? null : cardOf(person)
    },
    cardOf,
    cardsIn: (states) =>
      [...people.values()]
        .filter(({ visit }) => visit !== null && states.includes(visit.state))
        .map((person) => cardOf(person)),
    search(typed) {
      // Made when it is first asked for: a phone that only scans never needs it.
      index ??= new PersonIndex(Array.from(people.values(), toFindable))
      return index.find(typed).flatMap((id) => {
        const person = people.get(id)
        return person === undefined ? [] : [cardOf(person)]
      })
    },
    identify: (asked) => identifyIn({ pack, timeZone, holders, cardOf }, asked),
    match: (asked, written) => matchIn([...people.values(), ...written], cardOf, asked),
  }
}

const toFindable = (person: PackPerson) => ({
  id: person.id,
  fullName: person.fullName,
  bornOn: person.bornOn,
  phoneEnd: person.phoneEnd,
  numberEnds: person.numbers.map(({ end }) => end),
})
