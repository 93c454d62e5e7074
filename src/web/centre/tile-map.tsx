import { shortPlaceName } from '#domain/place-names.ts'
import { useSignal } from '@preact/signals'
import { Card } from '../shared/ui/page.tsx'
import { formatNumber } from '../shared/words.ts'
import { formatPercent, formatRough, NONE, type Row } from './figures.ts'
import { Segments } from './switches.tsx'
import { t } from './words.ts'

/** What the tiles can show. `steps` are fixed, so that a colour means the same every day. */
const measures = {
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
type Measure = keyof typeof measures
const names = Object.keys(measures) as Measure[]

/** Equal squares, each ward always at the same place; the value stands in the tile, the colour only helps. */
export function TileMap({ rows }: { rows: readonly Row[] }) {
  const chosen = useSignal<Measure>('percent')
  const measure = measures[chosen.value]
  const placed = placeTiles(rows)
  const columns = Math.max(...placed.map(({ column }) => column), 1)
  return (
    <Card
      title={t('map')}
      actions={
        <Segments
          label={t('map.measure')}
          value={chosen.value}
          options={names.map((name) => ({ value: name, label: t(`measure.${name}`) }))}
          onChoose={(value) => {
            chosen.value = value as Measure
          }}
        />
      }
    >
      <div class="tiles-frame" role="region" aria-label={t('map')} tabIndex={0}>
        <ul class="tiles" style={{ gridTemplateColumns: `repeat(${columns}, minmax(var(--tile), 7rem))` }}>
          {placed.map(({ row, column, line }) => {
            const value = measure.value(row)
            return (
              <li
                key={row.place.id}
                class={`tile ${value === null ? 'no-value' : `step-${stepOf(value, measure.steps)}`} ${row.silent ? 'silent' : ''}`}
                style={{ gridColumn: column, gridRow: line }}
                title={row.place.name}
              >
                <span class="tile-name">{shortPlaceName(row.place.name)}</span>
                <b>{value === null ? NONE : measure.text(value)}</b>
                {row.silent && <span class="heard">{t('mark.silent', { days: row.daysWithoutEntry })}</span>}
                {row.withoutCrew.length > 0 && (
                  <span class="tile-alarm">
                    <span aria-hidden="true">!</span>
                    <span class="heard">{t('mark.crew')}</span>
                  </span>
                )}
              </li>
            )
          })}
        </ul>
      </div>
      <Legend steps={measure.steps} unit={measure.unit} />
    </Card>
  )
}

function Legend({ steps, unit }: { steps: readonly number[]; unit: string }) {
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

const COLUMNS_WITHOUT_MAP = 6

/** Wards without a place on the map stand under it in the order of their codes. */
function placeTiles(rows: readonly Row[]): { row: Row; column: number; line: number }[] {
  const known = rows.filter(({ place }) => place.tileColumn !== null && place.tileRow !== null)
  const firstColumn = Math.min(...known.map(({ place }) => place.tileColumn!))
  const firstRow = Math.min(...known.map(({ place }) => place.tileRow!))
  const placed = known.map((row) => ({
    row,
    column: row.place.tileColumn! - firstColumn + 1,
    line: row.place.tileRow! - firstRow + 1,
  }))
  const under = Math.max(0, ...placed.map(({ line }) => line)) + 1
  const columns = Math.max(COLUMNS_WITHOUT_MAP, ...placed.map(({ column }) => column))
  const others = rows
    .filter((row) => !known.includes(row))
    .map((row, at) => ({ row, column: (at % columns) + 1, line: under + Math.floor(at / columns) }))
  // Read aloud as it is seen: line by line.
  return [...placed, ...others].toSorted((a, b) => a.line - b.line || a.column - b.column)
}
