import { wardReasons, wardStateWords } from '#domain/ward-state.ts'
import { StatusMark, type Tone } from '../shared/ui/page.tsx'
import { formatNumber, language } from '../shared/words.ts'
import { isWell } from './attention.ts'
import type { Row } from './figures.ts'
import { t } from './ward-words.ts'

export type State = NonNullable<Row['standing']>['state']

/** Silent is grey, never "slow": only a call and a count can tell. */
const tones: Record<State, Tone> = {
  'slow-stocked': 'warn',
  'slow-dry': 'bad',
  'late-entry': 'warn',
  silent: 'still',
  'on-pace': 'info',
  done: 'good',
}

export const stateName = (state: State): string => wardStateWords[state][language.value]

/** The reason with the numbers on which it rests. */
export function stateReason({ state, facts }: NonNullable<Row['standing']>): string {
  return wardReasons[state][language.value].replace(/\{(\w+)\}/g, (whole, name: string) =>
    facts[name] === undefined ? whole : formatNumber(facts[name]),
  )
}

/** @param brief a state that asks for nothing goes without its reason. */
export function StateMark({ row, brief = false }: { row: Row; brief?: boolean }) {
  const { standing } = row
  if (standing === null) return <StatusMark tone="still">{t('light.none')}</StatusMark>
  return (
    <>
      <StatusMark tone={tones[standing.state]}>{stateName(standing.state)}</StatusMark>
      {!(brief && isWell(standing.state)) && <small>{stateReason(standing)}</small>}
    </>
  )
}

/** Colour, place in the light, and the word for who sees neither. */
export function Light({ light }: { light: Row['light'] }) {
  const word = t(`light.${light ?? 'none'}`)
  return (
    <svg class={`light ${light ?? 'none'}`} viewBox="0 0 10 26" role="img" aria-label={word}>
      <title>{word}</title>
      {(['red', 'amber', 'green'] as const).map((each, at) => (
        <circle key={each} cx={5} cy={5 + at * 8} r={3.4} class={each === light ? 'on' : ''} />
      ))}
    </svg>
  )
}
