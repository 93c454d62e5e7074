import { useSignal } from '@preact/signals'
import { useId } from 'preact/hooks'
import { now } from '../shared/clock.ts'
import { Button } from '../shared/ui/button.tsx'
import { Notice } from '../shared/ui/page.tsx'
import { notGivenWords, type NotGivenReason } from '#domain/visit.ts'
import { language } from '../shared/words.ts'
import { toast } from '../shared/ui/toast.tsx'
import { useTap, whereWord, type Where } from './entries.ts'
import { signalResult } from './feedback.ts'
import { PersonAlone } from './person-card.tsx'
import { NotGivenButtons } from './screening.tsx'
import type { TableProps } from './session-page.tsx'
import type { LotChoice } from './table-choice.ts'
import { refusalSentence, stepOf, type Card } from './visits.ts'
import { t } from './table-words.ts'

const arms = ['left', 'right'] as const
const REASON_MIN = 3

/** Why this dose, from this lot, ought not to be given; null = nothing. A dose given all the same is kept with a reason. */
function warningOf(card: Card, lot: LotChoice): string | null {
  if (card.gate !== null) return refusalSentence(card.gate, {})
  if (card.next.code !== null) return refusalSentence(card.next.code, card.next.facts)
  return card.next.products.some(({ productId }) => productId === lot.productId)
    ? null
    : refusalSentence('visit.wrong-product', {})
}

export function GiveDose(
  props: TableProps & {
    card: Card
    onGiven: (card: Card, doseId: string, where: Where) => Promise<void>
    onCancel: () => void
    /** It is in the arm, and the lot is none of these: what happened is written down all the same. */
    onOtherLot: (lotCode: string) => void
  },
) {
  const { card, session, lot, vaccinatorName, desk } = props
  const tap = useTap()
  const arm = useSignal<'left' | 'right' | null>(null)
  const reason = useSignal('')
  const id = useId()
  const warning = lot === null ? null : warningOf(card, lot)
  const ready =
    lot !== null &&
    lot.blocked === null &&
    arm.value !== null &&
    (warning === null || reason.value.trim().length >= REASON_MIN)
  const at = { personId: card.person.id, sessionId: session.id }
  const give = async () => {
    if (!ready || arm.value === null) return
    const { productId, lotId } = lot
    const volumeMl = card.next.products.find((product) => product.productId === productId)?.volumeMl ?? null
    const sent = await tap.send(JSON.stringify([lotId, arm.value, vaccinatorName, reason.value]), [
      {
        kind: 'dose',
        ...at,
        productId,
        lot: { lotId },
        statedStep: stepOf(card.next.step),
        givenAt: now().toISOString(),
        givenOn: null,
        origin: 'site',
        source: 'administered',
        place: '',
        vaccinatorName,
        volumeMl,
        arm: arm.value,
        reason: reason.value.trim(),
      },
    ])
    signalResult(sent !== null)
    if (sent !== null) await tap.run(() => props.onGiven(card, sent.entries[0]!.id, sent.where))
  }
  const notGiven = async (why: NotGivenReason) => {
    const sent = await tap.send(`not ${why}`, [{ kind: 'not-given', ...at, reason: why }])
    if (sent === null) return
    toast(() => `${notGivenWords[why][language.value]}. ${whereWord(sent.where)}`)
    await tap.run(() => desk.refresh([card.person.id]))
    props.onCancel()
  }
  return (
    <PersonAlone card={card}>
      {tap.problem.value !== null && <Notice tone="bad" title={tap.problem.value.title} />}
      {(lot === null || lot.blocked !== null) && (
        <Notice tone="bad" title={t(`line.${lot?.blocked ?? (props.lotsAreRead ? 'no-lots' : 'unread')}`)}>
          <p>
            <Button onClick={() => props.onOtherLot(lot?.lotCode ?? '')}>{t('dose.is-given')}</Button>
          </p>
        </Notice>
      )}
      <fieldset class="arms">
        <legend>{t('dose.arm')}</legend>
        <div class="segments">
          {arms.map((one) => (
            <button
              key={one}
              type="button"
              aria-pressed={arm.value === one}
              onClick={() => {
                arm.value = one
              }}
            >
              {t(`dose.${one}`)}
            </button>
          ))}
        </div>
      </fieldset>
      {warning !== null && (
        <>
          <Notice tone="bad" title={warning} />
          <div class="field">
            <label for={id}>{t('dose.reason')}</label>
            <textarea
              id={id}
              rows={2}
              maxLength={500}
              value={reason.value}
              onInput={(event) => {
                reason.value = event.currentTarget.value
              }}
            />
          </div>
        </>
      )}
      <div class="big-buttons">
        <Button kind="main" busy={tap.busy.value} disabled={!ready} onClick={() => void give()}>
          {t('dose.give')}
        </Button>
        <Button onClick={props.onCancel}>{t('common.back')}</Button>
      </div>
      <details>
        <summary>{t('not-given.title')}</summary>
        <NotGivenButtons busy={tap.busy.value} onChoose={(why) => void notGiven(why)} />
      </details>
    </PersonAlone>
  )
}
