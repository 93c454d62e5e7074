import type { ComponentChildren } from 'preact'
import { AskButton } from '../corrections/ask-button.tsx'
import { timeText } from '../pack/time-text.ts'
import { t as listWord } from '../pack/words.ts'
import { formatDay } from '../shared/days.ts'
import { useAccount } from '../shared/session.ts'
import type { Tone } from '../shared/ui/page.tsx'
import { StatusMark } from '../shared/ui/page.tsx'
import { signalResult } from './feedback.ts'
import { useTakesOver } from './show-below-top.ts'
import { bornText, lastDose, refusalSentence, stepName, type Card } from './visits.ts'
import { isPersonsPaper, useWedge } from './wedge.ts'
import { t } from './words.ts'

/** The one person that is dealt with: in place of the list, and the keys go on from here. */
export function PersonAlone({ card, children }: { card: Card; children: ComponentChildren }) {
  const here = useTakesOver<HTMLDivElement>()
  // The next one's paper is for the list: it neither changes who stands here nor presses a button.
  useWedge((text) => {
    if (isPersonsPaper(text)) signalResult(false)
  })
  return (
    <div ref={here} tabIndex={-1} class="person-alone">
      <PersonCard card={card}>{children}</PersonCard>
    </div>
  )
}

/** Who stands here and what may be done, to be read at arm's length. */
export function PersonCard(props: { card: Card; children?: ComponentChildren }) {
  const { card } = props
  const { person } = card
  const { authority } = useAccount()
  const last = lastDose(card)
  return (
    <article class={`person ${eligibilityTone(card)}`} aria-label={person.fullName}>
      <h3 class="person-name">{person.fullName}</h3>
      <p class="person-born">
        <strong>{bornText(person)}</strong> · {t(`sex.${person.sex}`)}
      </p>
      <p>{[person.groupName, person.wardName].filter((part) => part !== '').join(', ')}</p>
      <p>
        {last === null
          ? card.asOf === null
            ? listWord('as-of.unknown')
            : t('card.no-dose')
          : t('card.last', {
              step: stepName(last.step) || t('card.not-counted'),
              product: last.productName,
              day: formatDay(last.givenOn),
            })}
      </p>
      <p class="hint as-of">{asOfText(card, authority.timeZone)}</p>
      <Eligibility card={card} />
      {props.children}
      <AskButton personId={person.id} />
    </article>
  )
}

/** Up to when the history is known: a dose given since, on another phone, is not in it. */
function asOfText({ asOf, isFromPhone }: Card, timeZone: string): string {
  if (asOf === null) return ''
  return listWord(isFromPhone ? 'as-of.phone' : 'as-of', { time: timeText(asOf, timeZone) })
}

/** In colour, in shape and in words. */
export function Eligibility({ card }: { card: Card }) {
  const { next, visit } = card
  if (visit.doseIds.length > 0)
    return (
      <div class="eligibility">
        <StatusMark tone="good">{t('card.given')}</StatusMark>
      </div>
    )
  const advice = [...new Set(next.products.flatMap((product) => product.advice))]
  const needsConsent = next.products.length > 0 && next.products.every((product) => product.needsConsent)
  return (
    <div class="eligibility">
      <StatusMark tone={eligibilityTone(card)}>
        {next.kind === 'due' ? t('card.due', { step: stepName(next.step) }) : t('card.refused')}
      </StatusMark>
      {next.code !== null && <p>{refusalSentence(next.code, next.facts)}</p>}
      {advice.map((one) => (
        <p key={one}>{t(`advice.${one}`)}</p>
      ))}
      {needsConsent && <p>{t('advice.consent')}</p>}
      {card.needsGuardian && <p>{t('card.guardian')}</p>}
    </div>
  )
}

export function eligibilityTone({ next, visit, asOf }: Card): Tone {
  if (visit.doseIds.length > 0) return 'good'
  // Nobody knows what they had before.
  if (next.kind === 'due' && asOf === null) return 'warn'
  if (next.kind === 'due') return next.products.every(({ advice }) => advice.length > 0) ? 'warn' : 'good'
  return next.code === 'visit.series-complete' ? 'still' : 'bad'
}
