import { geoMercator, geoPath } from 'd3-geo'
import type { Feature, MultiPolygon } from 'geojson'
import { shortPlaceName } from '#domain/place-names.ts'
import type { Outlines } from '#features/geography/outline-contract.ts'
import type { Out } from '../shared/contract.ts'
import { useGet } from '../shared/load.ts'
import { paths } from '../shared/paths.ts'
import { here, navigate } from '../shared/router.ts'
import { Loading } from '../shared/ui/loading.tsx'
import { Empty } from '../shared/ui/page.tsx'
import type { Row } from './figures.ts'
import { t } from './map-words.ts'
import { measureClass, measureText, type Measure } from './measures.tsx'
import { t as w } from './words.ts'

const WIDTH = 720
const HEIGHT = 520

type Props = { rows: readonly Row[]; measure: Measure }

/** The wards as they lie. Each is a link to its page, with its value said and printed. */
export function RealMap(props: Props) {
  const outlines = useGet<Out<typeof Outlines>>('/v1/outlines')
  return (
    <Loading of={outlines}>
      {({ set, items }) =>
        set === null ? <Empty>{t('none')}</Empty> : <Drawn {...props} set={set} items={items} />
      }
    </Loading>
  )
}

type Drawing = { row: Row; feature: Feature<MultiPolygon> }

function Drawn({
  rows,
  measure,
  set,
  items,
}: Props & Pick<Out<typeof Outlines>, 'items'> & { set: NonNullable<Out<typeof Outlines>['set']> }) {
  const outlineOf = new Map(items.map(({ placeId, outline }) => [placeId, outline]))
  const drawings = rows.flatMap((row): Drawing[] => {
    const coordinates = outlineOf.get(row.place.id)
    return coordinates === undefined
      ? []
      : [
          {
            row,
            feature: { type: 'Feature', properties: {}, geometry: { type: 'MultiPolygon', coordinates } },
          },
        ]
  })
  const absent = rows.filter(({ place }) => !outlineOf.has(place.id))
  const projection = geoMercator().fitSize([WIDTH, HEIGHT], {
    type: 'FeatureCollection',
    features: drawings.map(({ feature }) => feature),
  })
  const path = geoPath(projection).digits(1)
  return (
    <>
      <div class="outlines-frame">
        <svg class="outlines" viewBox={`0 0 ${WIDTH} ${HEIGHT}`} role="group" aria-label={w('map')}>
          {drawings.map(({ row, feature }) => (
            <Ward key={row.place.id} row={row} measure={measure} d={path(feature) ?? ''} />
          ))}
          {/* Above every outline, or a neighbour would cover half a name. */}
          {drawings.map(({ row, feature }) => (
            <Label key={row.place.id} row={row} measure={measure} middle={path.centroid(feature)} />
          ))}
        </svg>
      </div>
      <p class="map-note">
        {set.invented ? t('invented') : t('drawn', { name: set.name })}
        {absent.length > 0 && ` ${t('absent', { wards: absent.map(({ place }) => place.name).join(', ') })}`}
      </p>
    </>
  )
}

function Ward({ row, measure, d }: { row: Row; measure: Measure; d: string }) {
  const href = paths.centre.ward(row.place.id, location.search)
  const value = measureText(measure, row)
  return (
    <a
      href={href}
      aria-label={t('ward', { ward: row.place.name, value })}
      onClick={(event) => {
        // A link inside a drawing is not one that the router knows.
        event.preventDefault()
        navigate(paths.centre.ward(row.place.id, here.value.query.size === 0 ? '' : location.search))
      }}
    >
      <path d={d} class={`outline ${measureClass(measure, row)}`} />
      <title>{`${row.place.name}: ${value}`}</title>
    </a>
  )
}

function Label(props: { row: Row; measure: Measure; middle: [number, number] }) {
  const { row, measure, middle } = props
  const [x, y] = middle
  return (
    <text x={x} y={y - 3} class={measureClass(measure, row)} aria-hidden="true">
      <tspan class="outline-name" x={x}>
        {shortPlaceName(row.place.name)}
      </tspan>
      <tspan class="outline-value" x={x} dy="1.15em">
        {measureText(measure, row)}
      </tspan>
    </text>
  )
}
