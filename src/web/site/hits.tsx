import { useEffect, useRef } from 'preact/hooks'
import { formatInstant } from '../shared/days.ts'
import { useAccount } from '../shared/session.ts'
import { showBelowTop } from './show-below-top.ts'
import { bornText, type Card } from './visits.ts'
import { t } from './words.ts'

/** The field that was typed into. */
const FIELD_PX = 80

/** Whom a search has found, with what tells two of one name apart. */
export function Hits(props: { cards: readonly Card[]; onChoose: (card: Card) => void }) {
  const { authority } = useAccount()
  const section = useRef<HTMLElement>(null)
  useEffect(() => {
    // On a small phone they begin below its edge.
    showBelowTop(section.current, FIELD_PX)
  }, [props.cards])
  return (
    <section class="hits" ref={section} aria-label={t('search.title')}>
      <p role="status">
        {props.cards.length === 0 ? t('search.none') : t('search.some', { count: props.cards.length })}
      </p>
      <ul class="choices">
        {props.cards.map((card) => (
          <li key={card.person.id}>
            <button type="button" onClick={() => props.onChoose(card)}>
              <strong>{card.person.fullName}</strong>
              <span>
                {bornText(card.person)} ·{' '}
                {[card.person.groupName, card.person.wardName].filter(Boolean).join(', ')}
                {card.person.phone !== '' && ` · ${card.person.phone}`}
              </span>
              {card.visit.checkedInAt !== null && (
                <em>
                  {t('check-in.already', {
                    time: formatInstant(card.visit.checkedInAt, authority.timeZone).slice(11),
                  })}
                </em>
              )}
            </button>
          </li>
        ))}
      </ul>
    </section>
  )
}
