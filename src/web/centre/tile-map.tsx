import { shortPlaceName } from '#domain/place-names.ts'
import type { Row } from './figures.ts'
import { measureClass, measureText, type Measure } from './measures.tsx'
import { t } from './words.ts'

/** Equal squares, each ward always at the same place; the value stands in the tile, the colour only helps. */
export function TileMap({ rows, measure }: { rows: readonly Row[]; measure: Measure }) {
  const placed = placeTiles(rows)
  const columns = Math.max(...placed.map(({ column }) => column), 1)
  return (
    <div class="tiles-frame" role="region" aria-label={t('map')} tabIndex={0}>
      <ul class="tiles" style={{ gridTemplateColumns: `repeat(${columns}, minmax(var(--tile), 7rem))` }}>
        {placed.map(({ row, column, line }) => (
          <li
            key={row.place.id}
            class={`tile ${measureClass(measure, row)}`}
            style={{ gridColumn: column, gridRow: line }}
            title={row.place.name}
          >
            <span class="tile-name">{shortPlaceName(row.place.name)}</span>
            <b>{measureText(measure, row)}</b>
            {row.silent && <span class="heard">{t('mark.silent', { days: row.daysWithoutEntry })}</span>}
            {row.withoutCrew.length > 0 && (
              <span class="tile-alarm">
                <span aria-hidden="true">!</span>
                <span class="heard">{t('mark.crew')}</span>
              </span>
            )}
          </li>
        ))}
      </ul>
    </div>
  )
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
