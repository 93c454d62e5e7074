import type { ComponentChildren } from 'preact'
import { bornText, shortName, type Card } from './visits.ts'

/** People to choose from. Where a queue sees the screen, initials and a year have to do. */
export function PeopleList(props: {
  title: string
  none: string
  cards: readonly Card[]
  onChoose: (card: Card) => void
  fullNames?: boolean
  /** A word on the right: what is due, how long still. */
  note?: (card: Card) => ComponentChildren
}) {
  const { cards, fullNames = false } = props
  return (
    <section class="people-list">
      <h2>
        {props.title} <span class="count">{cards.length}</span>
      </h2>
      {cards.length === 0 && <p class="hint">{props.none}</p>}
      <ul class="choices">
        {cards.map((card) => (
          <li key={card.person.id}>
            <button type="button" onClick={() => props.onChoose(card)}>
              <strong>{fullNames ? card.person.fullName : shortName(card.person.fullName)}</strong>
              <span>
                {fullNames
                  ? `${bornText(card.person)} · ${card.person.wardName}`
                  : card.person.bornOn.slice(0, 4)}
              </span>
              {props.note?.(card)}
            </button>
          </li>
        ))}
      </ul>
    </section>
  )
}
