import { useSignal, type Signal } from '@preact/signals'
import { screeningItems } from '#domain/screening-form.ts'
import {
  notGivenReasons,
  notGivenWords,
  screeningOutcomes,
  screeningWords,
  type NotGivenReason,
  type ScreeningOutcome,
} from '#domain/visit.ts'
import { paths } from '../shared/paths.ts'
import { useAccount } from '../shared/session.ts'
import { language } from '../shared/words.ts'
import { Button, ButtonLink } from '../shared/ui/button.tsx'
import { Notice, StatusMark, type Tone } from '../shared/ui/page.tsx'
import { toast } from '../shared/ui/toast.tsx'
import { Consent, isAnswered, type ConsentAnswer } from './consent.tsx'
import { useTap, whereWord, type Fact } from './entries.ts'
import { FindPerson } from './find-person.tsx'
import { PeopleList } from './people-list.tsx'
import { PersonAlone } from './person-card.tsx'
import type { TableProps } from './session-page.tsx'
import type { Card } from './visits.ts'
import { t } from './table-words.ts'

const tones: Record<ScreeningOutcome, Tone> = {
  eligible: 'good',
  caution: 'warn',
  deferred: 'warn',
  contraindicated: 'bad',
  referred: 'bad',
}

/** Consent and the five outcomes of the ministry's form, each one tap. */
export function Screening({ session, desk }: TableProps) {
  const chosen = useSignal<Card | null>(null)
  const waiting = desk.cards.filter(({ visit }) => visit.state === 'arrived')
  const screened = desk.cards.filter(
    ({ visit }) => visit.state === 'screened' || visit.notGiven === 'screening',
  )
  if (chosen.value !== null)
    return (
      <ScreenOne
        key={chosen.value.person.id}
        card={chosen.value}
        sessionId={session.id}
        onDone={async () => {
          const id = chosen.value?.person.id
          chosen.value = null
          if (id !== undefined) await desk.refresh([id])
        }}
        onCancel={() => {
          chosen.value = null
        }}
      />
    )
  const choose = (card: Card) => {
    desk.put(card)
    chosen.value = card
  }
  return (
    <>
      <FindPerson sessionId={session.id} onFound={choose} />
      <PeopleList
        title={t('screening.waiting')}
        none={t('screening.none')}
        cards={waiting}
        onChoose={choose}
      />
      {screened.length > 0 && (
        <PeopleList
          title={t('screening.done')}
          none=""
          cards={screened}
          onChoose={choose}
          note={({ visit: { screening } }) =>
            screening !== null && (
              <StatusMark tone={tones[screening]}>{screeningWords[screening][language.value]}</StatusMark>
            )
          }
        />
      )}
    </>
  )
}

function ScreenOne(props: {
  card: Card
  sessionId: string
  onDone: () => Promise<void>
  onCancel: () => void
}) {
  const { card, sessionId } = props
  const { fullName } = useAccount()
  const tap = useTap()
  const answer = useSignal<ConsentAnswer>({ by: null, guardianName: '', guardianRelation: '' })
  const at = { personId: card.person.id, sessionId }
  const findings = useSignal<string[]>([])
  const mayAnswer = card.visit.agreed === true || isAnswered(answer.value)
  const send = async (key: string, facts: Fact[], done: () => string) => {
    const sent = await tap.send(key, facts)
    if (sent === null) return
    toast(() => `${done()}. ${whereWord(sent.where)}`)
    await tap.run(props.onDone)
  }
  const screen = (outcome: ScreeningOutcome) => {
    const { by, guardianName, guardianRelation } = answer.value
    const consent: Fact[] =
      by === null
        ? []
        : [
            {
              kind: 'consent',
              ...at,
              agreed: 'agreed',
              by,
              guardianName: guardianName.trim(),
              guardianRelation: guardianRelation.trim(),
            },
          ]
    const fact: Fact = {
      kind: 'screening',
      ...at,
      outcome,
      findings: findings.value,
      vitals: {},
      examinerName: fullName,
      note: '',
    }
    const key = `${outcome} ${by} ${guardianName} ${guardianRelation} ${findings.value.join()}`
    void send(key, [...consent, fact], () => screeningWords[outcome][language.value])
  }
  const notGiven = (reason: NotGivenReason) => {
    const facts: Fact[] = [{ kind: 'not-given', ...at, reason }]
    // "Did not consent" is an answer to the question of consent too.
    if (reason === 'refused')
      facts.unshift({
        kind: 'consent',
        ...at,
        agreed: 'refused',
        by: 'self',
        guardianName: '',
        guardianRelation: '',
      })
    void send(`not ${reason}`, facts, () => notGivenWords[reason][language.value])
  }
  return (
    <PersonAlone card={card}>
      {tap.problem.value !== null && <Notice tone="bad" title={tap.problem.value.title} />}
      {card.visit.checkedInAt === null && <Notice tone="warn" title={t('screening.not-arrived')} />}
      {card.visit.agreed === true ? (
        <StatusMark tone="good">{t('consent.given')}</StatusMark>
      ) : (
        <Consent needsGuardian={card.needsGuardian} answer={answer} />
      )}
      <Findings chosen={findings} />
      <h4>{t('screening.outcome')}</h4>
      {!mayAnswer && <p class="hint">{t('consent.first')}</p>}
      <div class="outcomes">
        {screeningOutcomes.map((outcome) => (
          <button
            key={outcome}
            type="button"
            class={`outcome ${tones[outcome]}`}
            disabled={!mayAnswer || tap.busy.value}
            aria-pressed={card.visit.screening === outcome}
            onClick={() => screen(outcome)}
          >
            <StatusMark tone={tones[outcome]}>{screeningWords[outcome][language.value]}</StatusMark>
          </button>
        ))}
      </div>
      <h4>{t('not-given.title')}</h4>
      <NotGivenButtons busy={tap.busy.value} onChoose={notGiven} />
      <div class="big-buttons">
        <ButtonLink href={paths.site.form(sessionId, card.person.id)}>{t('screening.print')}</ButtonLink>
        <Button onClick={props.onCancel}>{t('common.back')}</Button>
      </div>
    </PersonAlone>
  )
}

/** The items of the form that were answered yes; most people have none. */
function Findings({ chosen }: { chosen: Signal<string[]> }) {
  const put = (code: string, on: boolean) => {
    chosen.value = on ? [...chosen.value, code] : chosen.value.filter((one) => one !== code)
  }
  return (
    <details>
      <summary>
        {t('screening.findings')}
        {chosen.value.length > 0 && `: ${chosen.value.join(', ')}`}
      </summary>
      {screeningItems.map(({ code, words }) => (
        <label key={code} class="choice">
          <input
            type="checkbox"
            checked={chosen.value.includes(code)}
            onChange={(event) => put(code, event.currentTarget.checked)}
          />
          <span>
            {code}. {words[language.value]}
          </span>
        </label>
      ))}
    </details>
  )
}

/** Not injected, and why: one tap. */
export function NotGivenButtons(props: { busy: boolean; onChoose: (reason: NotGivenReason) => void }) {
  return (
    <div class="reasons">
      {notGivenReasons.map((reason) => (
        <Button key={reason} disabled={props.busy} onClick={() => props.onChoose(reason)}>
          {notGivenWords[reason][language.value]}
        </Button>
      ))}
    </div>
  )
}
