/** What happens to a person and to where they live. A dose keeps the residence of its day: none of this moves a counter. */
import type { LocalDate } from './dates.ts'

/** `withdrawn`: came by an upload that was taken back as a whole. */
export const livingStates = ['here', 'moved', 'dead', 'withdrawn'] as const
export type Living = (typeof livingStates)[number]

export type ResidenceEvent =
  /** To another ward of this authority, which sees the person from now on. */
  | { kind: 'moved-ward'; on: LocalDate; wardId: string; groupId: string | null }
  /** Beyond this authority. */
  | { kind: 'moved-away'; on: LocalDate }
  /** Back into the ward that they had left. */
  | { kind: 'moved-in'; on: LocalDate }
  | { kind: 'died'; on: LocalDate }
  /** A death or a move was written down for the wrong person. */
  | { kind: 'mistaken' }

export type ResidenceRefusal =
  | 'person.event-day'
  | 'person.not-here'
  | 'person.is-here'
  | 'person.is-dead'
  | 'person.same-ward'

export type ResidenceChange = {
  living: Living
  wardId: string
  groupId: string | null
  /** Nobody calls them any more, and the seats that they held are free. */
  endsCalls: boolean
  /** Their papers are worthless: nobody else may use them. */
  endsInvitations: boolean
}

type Resident = { living: Living; wardId: string; groupId: string | null; bornOn: LocalDate }

/** @param person.bornOn the first day that the birth date leaves possible. */
export function decideResidence(
  person: Resident,
  event: ResidenceEvent,
  today: LocalDate,
): ResidenceChange | { refusal: ResidenceRefusal } {
  const refusal = findRefusal(person, event, today)
  if (refusal !== null) return { refusal }
  const { wardId, groupId } = person
  const stays = { wardId, groupId, endsCalls: false, endsInvitations: false }
  switch (event.kind) {
    case 'moved-ward':
      // Their paper and their hour stay good: whoever stands at the door with them is let in.
      return { ...stays, living: 'here', wardId: event.wardId, groupId: event.groupId }
    case 'moved-away':
      return { ...stays, living: 'moved', endsCalls: true }
    case 'died':
      return { ...stays, living: 'dead', endsCalls: true, endsInvitations: true }
    default:
      return { ...stays, living: 'here' }
  }
}

function findRefusal(person: Resident, event: ResidenceEvent, today: LocalDate): ResidenceRefusal | null {
  const { living } = person
  if ('on' in event && (event.on > today || event.on < person.bornOn)) return 'person.event-day'
  if (event.kind === 'mistaken') return living === 'here' ? 'person.is-here' : null
  if (living === 'dead') return 'person.is-dead'
  if (event.kind === 'moved-in') return living === 'here' ? 'person.is-here' : null
  if (event.kind === 'died') return null
  if (living !== 'here') return 'person.not-here'
  return event.kind === 'moved-ward' && event.wardId === person.wardId ? 'person.same-ward' : null
}
