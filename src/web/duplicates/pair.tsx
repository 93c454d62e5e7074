import { useSignal } from '@preact/signals'
import { useId } from 'preact/hooks'
import { Button } from '../shared/ui/button.tsx'
import { StatusMark } from '../shared/ui/page.tsx'
import { sayBirth } from '../ward/people-table.tsx'
import { t as w } from '../ward/person-words.ts'
import {
  compareLines,
  isWhole,
  numbersOf,
  type Pair,
  type Person,
  type State,
  type WholePair,
} from './pairs.ts'
import { Twin } from './twin.tsx'
import { t } from './words.ts'

export type Answer = 'same-person' | State
/** What can be said of a pair, in the order of the keys 1, 2, 3. */
const answersOf: Record<State, readonly Answer[]> = {
  open: ['same-person', 'different', 'later'],
  later: ['same-person', 'different', 'open'],
  different: ['same-person', 'open'],
}

type PairProps = {
  pair: Pair
  isBusy: boolean
  isChosen: boolean
  onChoose: (isChosen: boolean) => void
  onAnswer: (answer: Answer, pair: WholePair, keptId: string) => void
}

/** Two records side by side, why they are shown, and what can be said of them. */
export function PairView(props: PairProps) {
  const { pair } = props
  const id = useId()
  const keptId = useSignal(pair.proposedKeptId ?? pair.person.id)
  const answers = isWhole(pair) ? answersOf[pair.state] : []
  const answer = (said: Answer | undefined) => {
    if (said !== undefined && isWhole(pair) && !props.isBusy) props.onAnswer(said, pair, keptId.value)
  }
  const onKey = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey || !/^[1-3]$/.test(event.key)) return
    event.preventDefault()
    answer(answers[Number(event.key) - 1])
  }
  return (
    <article class="card twin-pair" data-pair tabIndex={0} aria-labelledby={id} onKeyDown={onKey}>
      <h2 class="heard" id={id}>
        {namePair(pair)}
      </h2>
      <header class="pair-head">
        <div>
          <StatusMark tone={pair.kind === 'duplicate' ? 'bad' : 'warn'}>{t(`kind.${pair.kind}`)}</StatusMark>
          <p>{sayWhy(pair)}</p>
          {pair.otherNumbers.length > 0 && <p>{sayOtherNumbers(pair)}</p>}
        </div>
        {isWhole(pair) && (
          <label class="choice">
            <input
              type="checkbox"
              aria-label={t('choose.one', { pair: namePair(pair) })}
              checked={props.isChosen}
              onChange={(event) => props.onChoose(event.currentTarget.checked)}
            />
            <span>{t('choose')}</span>
          </label>
        )}
      </header>
      {isWhole(pair) ? (
        <Twins
          pair={pair}
          keptId={keptId.value}
          onKeep={(kept) => {
            keptId.value = kept
          }}
        />
      ) : (
        <Elsewhere pair={pair} />
      )}
      {answers.length > 0 && (
        <p class="actions">
          {answers.map((said, at) => (
            <Button key={said} busy={props.isBusy} onClick={() => answer(said)}>
              <kbd aria-hidden="true">{at + 1}</kbd> {t(said)}
            </Button>
          ))}
        </p>
      )}
    </article>
  )
}

function Twins(props: { pair: WholePair; keptId: string; onKeep: (id: string) => void }) {
  const { pair, keptId } = props
  const name = useId()
  const shown = useSignal(false)
  const likeness = compareLines(pair)
  const [doses, otherDoses] = pair.doses ?? [0, 0]
  const twin = (person: Person, count: number) => (
    <Twin
      person={person}
      likeness={likeness}
      doses={count}
      showsDoses={shown.value && count > 0}
      isKept={person.id === keptId}
    >
      <label class="choice">
        <input
          type="radio"
          name={name}
          aria-label={`${t('keep')}: ${person.fullName}, ${sayBirth(person)}`}
          checked={person.id === keptId}
          onChange={() => props.onKeep(person.id)}
        />
        <span>{t('keep')}</span>
      </label>
      {person.id === pair.proposedKeptId && <StatusMark tone="good">{t('proposed')}</StatusMark>}
    </Twin>
  )
  return (
    <>
      <div class="twins">
        {twin(pair.person, doses)}
        {twin(pair.other, otherDoses)}
      </div>
      {doses + otherDoses > 0 && !shown.value && (
        <Button
          kind="quiet"
          onClick={() => {
            shown.value = true
          }}
        >
          {t('doses.show')}
        </Button>
      )}
    </>
  )
}

/** Of somebody outside the own scope: that there is one, and where. */
function Elsewhere({ pair: { person, elsewhere } }: { pair: Pair }) {
  const numbers = numbersOf(person)
  return (
    <div class="twins">
      <section class="twin">
        <p>
          <strong>{person.fullName}</strong>
          <span class="under">
            {[sayBirth(person), w(`sex.${person.sex}`), ...numbers, person.groupName]
              .filter(Boolean)
              .join(' · ')}
          </span>
        </p>
      </section>
      <section class="twin">
        <p>
          <strong>{t('elsewhere', { ward: elsewhere?.wardName ?? '' })}</strong>
          <span class="under">{t('elsewhere.body')}</span>
        </p>
      </section>
    </div>
  )
}

const namePair = ({ person, other, elsewhere }: Pair): string =>
  other === null
    ? t('pair.elsewhere', { name: person.fullName, ward: elsewhere?.wardName ?? '' })
    : t('pair', { name: person.fullName, other: other.fullName })

function sayWhy({ kind, reason }: Pair): string {
  return kind === 'duplicate' ? t('why.one-number') : t(`why.${reason}`)
}

const sayOtherNumbers = ({ otherNumbers }: Pair): string =>
  t('other-numbers', { kinds: otherNumbers.map((kind) => w(`kind.${kind}`)).join(', ') })
