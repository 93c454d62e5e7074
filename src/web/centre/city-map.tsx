import { useSignal } from '@preact/signals'
import type { ComponentType } from 'preact'
import { useEffect } from 'preact/hooks'
import { Wait } from '../shared/ui/loading.tsx'
import { Card } from '../shared/ui/page.tsx'
import type { Row } from './figures.ts'
import { t as m } from './map-words.ts'
import { Legend, measureNames, type Measure } from './measures.tsx'
import { Segments } from './switches.tsx'
import { TileMap } from './tile-map.tsx'
import { t } from './words.ts'

type Maps = { RealMap: ComponentType<{ rows: readonly Row[]; measure: Measure }> }

/** The wards as equal squares, or as they lie; one scale, and the figures of the table. */
export function CityMap({ rows }: { rows: readonly Row[] }) {
  const measure = useSignal<Measure>('percent')
  const kind = useSignal<'tiles' | 'outlines'>('tiles')
  return (
    <Card
      title={t('map')}
      actions={
        <span class="map-switches screen-only">
          <Segments
            label={m('kind')}
            value={kind.value}
            options={(['tiles', 'outlines'] as const).map((value) => ({ value, label: m(`kind.${value}`) }))}
            onChoose={(value) => {
              kind.value = value as 'tiles' | 'outlines'
            }}
          />
          <Segments
            label={t('map.measure')}
            value={measure.value}
            options={measureNames.map((name) => ({ value: name, label: t(`measure.${name}`) }))}
            onChoose={(value) => {
              measure.value = value as Measure
            }}
          />
        </span>
      }
    >
      {kind.value === 'tiles' ? (
        <TileMap rows={rows} measure={measure.value} />
      ) : (
        <Outlines rows={rows} measure={measure.value} />
      )}
      <Legend measure={measure.value} />
    </Card>
  )
}

/** What draws outlines is fetched when they are asked for: the board's first sight does without. */
function Outlines(props: { rows: readonly Row[]; measure: Measure }) {
  const maps = useSignal<Maps | 'gone' | null>(null)
  useEffect(() => {
    void import('./real-map.tsx').then(
      (loaded) => {
        maps.value = loaded
      },
      () => {
        maps.value = 'gone'
      },
    )
  }, [])
  if (maps.value === null) return <Wait />
  if (maps.value === 'gone') return <TileMap {...props} />
  const { RealMap } = maps.value
  return <RealMap {...props} />
}
