import { useSignal } from '@preact/signals'
import { OBSERVATION_MS } from '#domain/visit.ts'
import { formatInstant } from '../shared/days.ts'
import { paths } from '../shared/paths.ts'
import { useAccount, useMay } from '../shared/session.ts'
import { Button, ButtonLink } from '../shared/ui/button.tsx'
import { Notice, StatusMark } from '../shared/ui/page.tsx'
import { toast } from '../shared/ui/toast.tsx'
import { useTap, whereWord } from './entries.ts'
import { FindPerson } from './find-person.tsx'
import { PeopleList } from './people-list.tsx'
import { PersonAlone } from './person-card.tsx'
import { ReactionForm } from './reaction-form.tsx'
import type { TableProps } from './session-page.tsx'
import { now } from '../shared/clock.ts'
import { toPhoneClock } from './this-phone.ts'
import { useNow } from './use-now.ts'
import type { Card } from './visits.ts'
import { t } from './table-words.ts'

/** Minutes still to stay, as 12:05; null when they are over. */
export function timeLeft(lastGivenAt: string, now: Date): string | null {
  const leftS = Math.ceil((Date.parse(lastGivenAt) + OBSERVATION_MS - now.getTime()) / 1000)
  if (leftS <= 0) return null
  return `${Math.floor(leftS / 60)}:${String(leftS % 60).padStart(2, '0')}`
}

function Timer(props: { givenAt: string; now: Date }) {
  const left = timeLeft(props.givenAt, props.now)
  return left === null ? (
    <StatusMark tone="good">{t('after.over')}</StatusMark>
  ) : (
    <StatusMark tone="info">{t('after.left', { time: left })}</StatusMark>
  )
}

/** The chairs after the injection: half an hour each, reactions, and the slip to take home. */
export function After({ session, desk }: TableProps) {
  const chosenId = useSignal<string | null>(null)
  const now = useNow(1000)
  const sitting = desk.cards
    .filter(({ visit }) => visit.state === 'given')
    .toSorted((a, b) => (a.visit.lastGivenAt ?? '').localeCompare(b.visit.lastGivenAt ?? ''))
  const gone = desk.cards.filter(({ visit }) => visit.state === 'observed')
  const card = desk.cards.find(({ person }) => person.id === chosenId.value)
  const choose = (found: Card) => {
    desk.put(found)
    chosenId.value = found.person.id
  }
  if (card !== undefined)
    return (
      <AfterOne
        key={card.person.id}
        card={card}
        now={now}
        sessionId={session.id}
        onChange={() => desk.refresh([card.person.id])}
        onBack={() => {
          chosenId.value = null
        }}
      />
    )
  const note = ({ visit }: Card) => (
    <>
      {visit.lastGivenAt !== null && <Timer givenAt={visit.lastGivenAt} now={now} />}
      {visit.severeReaction && <StatusMark tone="bad">{t('after.severe')}</StatusMark>}
    </>
  )
  return (
    <>
      <FindPerson sessionId={session.id} onFound={choose} />
      <PeopleList
        title={t('after.sitting')}
        none={t('after.none')}
        cards={sitting}
        onChoose={choose}
        note={note}
      />
      {gone.length > 0 && (
        <PeopleList title={t('after.done')} none="" cards={gone} onChoose={choose} note={note} />
      )}
    </>
  )
}

function AfterOne(props: {
  card: Card
  now: Date
  sessionId: string
  onChange: () => Promise<void>
  onBack: () => void
}) {
  const { card, sessionId } = props
  const may = useMay()
  const { authority } = useAccount()
  const tap = useTap()
  const reacting = useSignal(false)
  const { lastGivenAt, doseIds, state } = card.visit
  const end = async () => {
    if (lastGivenAt === null) return
    const startedAt = toPhoneClock(lastGivenAt)
    const endedAt = now().toISOString()
    const at = { personId: card.person.id, sessionId }
    const sent = await tap.send('observed', [{ kind: 'observation', ...at, startedAt, endedAt, note: '' }])
    if (sent === null) return
    toast(() => `${t('after.ended')} ${whereWord(sent.where)}`)
    await tap.run(props.onChange)
  }
  if (reacting.value)
    return (
      <ReactionForm
        card={card}
        sessionId={sessionId}
        onDone={async () => {
          reacting.value = false
          await props.onChange()
        }}
        onCancel={() => {
          reacting.value = false
        }}
      />
    )
  const { readyAt } = card.slip
  const isReady = doseIds.length > 0 && (readyAt === null || Date.parse(readyAt) <= props.now.getTime())
  const isEarly = lastGivenAt !== null && timeLeft(lastGivenAt, props.now) !== null
  return (
    <PersonAlone card={card}>
      {tap.problem.value !== null && <Notice tone="bad" title={tap.problem.value.title} />}
      {lastGivenAt === null ? (
        <Notice tone="warn" title={t('after.no-dose')} />
      ) : (
        <p class="big-timer">
          <Timer givenAt={lastGivenAt} now={props.now} />
        </p>
      )}
      <div class="big-buttons">
        {state === 'given' && (
          <Button kind={isEarly ? 'plain' : 'main'} busy={tap.busy.value} onClick={() => void end()}>
            {isEarly ? t('after.end-early') : t('after.end')}
          </Button>
        )}
        {doseIds.length > 0 && (
          <Button
            onClick={() => {
              reacting.value = true
            }}
          >
            {t('reaction.open')}
          </Button>
        )}
        {isReady && may('slip.issue') && (
          <ButtonLink href={paths.site.slip(sessionId, card.person.id)}>{t('slip.print')}</ButtonLink>
        )}
        <Button onClick={props.onBack}>{t('common.back')}</Button>
      </div>
      {readyAt !== null && !isReady && (
        <p class="hint">{t('slip.from', { time: formatInstant(readyAt, authority.timeZone).slice(11) })}</p>
      )}
    </PersonAlone>
  )
}
