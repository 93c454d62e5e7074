import { useSignal } from '@preact/signals'
import { useId } from 'preact/hooks'
import { formatInstant } from '../shared/days.ts'
import { useAccount } from '../shared/session.ts'
import { Button } from '../shared/ui/button.tsx'
import { Notice } from '../shared/ui/page.tsx'
import type { Arrival } from './check-in.tsx'
import { PersonCard } from './person-card.tsx'
import { t } from './words.ts'

/** Somebody at the desk: ask the name first, then let in; against a rule only with a reason. */
export function CheckInCard(props: {
  arrival: Arrival
  family: boolean
  onChange: (part: Partial<Arrival>) => void
  onRemove: () => void
}) {
  const { card, override, refusal } = props.arrival
  const { authority } = useAccount()
  const overriding = useSignal(false)
  const id = useId()
  const { checkedInAt } = card.visit
  return (
    <PersonCard card={card}>
      {checkedInAt !== null ? (
        <Notice
          tone="info"
          title={t('check-in.already', { time: formatInstant(checkedInAt, authority.timeZone).slice(11) })}
        />
      ) : (
        <p class="ask">{t('check-in.ask')}</p>
      )}
      {refusal !== null && <Notice tone="bad" title={refusal} />}
      {checkedInAt === null && card.next.kind === 'refused' && !overriding.value && (
        <Button
          onClick={() => {
            overriding.value = true
          }}
        >
          {t('check-in.override')}
        </Button>
      )}
      {overriding.value && (
        <div class="field">
          <label for={id}>{t('check-in.override-reason')}</label>
          <textarea
            id={id}
            rows={2}
            maxLength={300}
            value={override}
            onInput={(event) => props.onChange({ override: event.currentTarget.value })}
          />
        </div>
      )}
      {props.family && <Button onClick={props.onRemove}>{t('check-in.remove')}</Button>}
    </PersonCard>
  )
}
