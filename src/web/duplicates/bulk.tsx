import { Button } from '../shared/ui/button.tsx'
import { ANSWERED_AT_ONCE } from './answer.ts'
import type { State, WholePair } from './pairs.ts'
import { t } from './words.ts'

/** Never the same person: that is looked at pair by pair. */
const verdictsOf: Record<State, readonly State[]> = {
  open: ['different', 'later'],
  later: ['different', 'open'],
  different: ['open'],
}

type Choosable = { key: string; pair: WholePair }

/** One answer for several pairs that were ticked. */
export function Bulk(props: {
  pairs: readonly Choosable[]
  state: State
  chosen: { value: ReadonlySet<string> }
  onAnswer: (pairs: readonly WholePair[], verdict: State) => void
}) {
  const { chosen } = props
  const shown = props.pairs.slice(0, ANSWERED_AT_ONCE)
  const picked = props.pairs.filter(({ key }) => chosen.value.has(key)).slice(0, ANSWERED_AT_ONCE)
  const isAll = shown.every(({ key }) => chosen.value.has(key))
  return (
    <div class="pair-bulk">
      <label class="choice">
        <input
          type="checkbox"
          checked={isAll}
          onChange={() => {
            chosen.value = new Set(isAll ? [] : shown.map(({ key }) => key))
          }}
        />
        <span>{t('choose.all', { count: shown.length })}</span>
      </label>
      {picked.length > 0 &&
        verdictsOf[props.state].map((verdict) => (
          <Button
            key={verdict}
            onClick={() =>
              props.onAnswer(
                picked.map(({ pair }) => pair),
                verdict,
              )
            }
          >
            {t('bulk.title', { answer: t(verdict), count: picked.length })}
          </Button>
        ))}
    </div>
  )
}
