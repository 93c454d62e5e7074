import { formatNumber } from '../shared/words.ts'
import { formatPercent, formatRough, NONE, type Row } from './figures.ts'
import { t } from './words.ts'

/** What a map can show. `steps` are fixed, so that a colour means the same every day. */
export const measures = {
  percent: {
    value: (row: Row) => row.percent,
    text: (value: number) => formatPercent(value),
    steps: [20, 40, 60, 80],
    unit: ' %',
  },
  stock: {
    value: (row: Row) => row.daysOfStock,
    text: (value: number) => t('stock.days', { days: formatRough(value) }),
    steps: [2, 5, 10, 20],
    unit: '',
  },
  lag: {
    value: (row: Row) => (row.entryLag.sameDay === null ? null : row.entryLag.sameDay * 100),
    text: (value: number) => `${formatNumber(Math.floor(value))} %`,
    steps: [20, 40, 60, 80],
    unit: ' %',
  },
}
export type Measure = keyof typeof measures
export const measureNames = Object.keys(measures) as Measure[]

export const measureText = (measure: Measure, row: Row): string => {
  const value = measures[measure].value(row)
  return value === null ? NONE : measures[measure].text(value)
}

/** Of the scale: five steps of one hue that differ in lightness, or none. */
export function measureClass(measure: Measure, row: Row): string {
  const value = measures[measure].value(row)
  const step = value === null ? 'no-value' : `step-${stepOf(value, measures[measure].steps)}`
  return row.silent ? `${step} silent` : step
}

export function Legend({ measure }: { measure: Measure }) {
  const { steps, unit } = measures[measure]
  const words = [
    `< ${steps[0]}${unit}`,
    ...steps.slice(1).map((to, at) => `${steps[at]}–${to}${unit}`),
    `≥ ${steps.at(-1)}${unit}`,
  ]
  return (
    <ul class="legend">
      {words.map((word, step) => (
        <li key={word}>
          <i class={`swatch step-${step}`} />
          {word}
        </li>
      ))}
      <li>
        <i class="swatch no-value" />
        {t('map.none')}
      </li>
    </ul>
  )
}

/** 0 to 4. */
function stepOf(value: number, steps: readonly number[]): number {
  return steps.filter((from) => value >= from).length
}
