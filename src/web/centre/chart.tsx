import { useEffect, useRef } from 'preact/hooks'
import Plot from 'uplot'
import 'uplot/dist/uPlot.min.css'
import { dayNumber, type LocalDate } from '#domain/dates.ts'
import { formatNumber } from '../shared/words.ts'
import { t } from './charts-words.ts'

export type ChartProps = {
  on: readonly LocalDate[]
  lines: readonly { label: string; values: readonly number[]; colour: string; dashed?: boolean }[]
}

const DAY_S = 86_400
const DAY_STEPS = [1, 2, 7, 14, 28, 91].map((days) => days * DAY_S)
const HEIGHT = 300

/** Lines over days, as wide as the page; hovering reads the day's figures in the legend. */
export function Chart({ on, lines }: ChartProps) {
  const frame = useRef<HTMLDivElement>(null)
  useEffect(() => {
    const box = frame.current!
    const options: Plot.Options = {
      width: Math.max(280, box.clientWidth),
      height: HEIGHT,
      // Days have no zone here: each is drawn at its own midnight in UTC.
      tzDate: (seconds) => Plot.tzDate(new Date(seconds * 1000), 'Etc/UTC'),
      scales: { y: { range: (_plot, _low, high) => [0, Math.max(1, high * 1.05)] } },
      axes: [
        // Whole days only: a mark at noon would say the same day twice.
        { incrs: DAY_STEPS, values: (_plot, days) => days.map((seconds) => shortDay(seconds)) },
        { size: 70, values: (_plot, values) => values.map((value) => formatNumber(value)) },
      ],
      series: [
        { label: t('day'), value: (_plot, seconds) => (seconds === null ? '–' : shortDay(seconds)) },
        ...lines.map(({ label, colour, dashed }) => ({
          label,
          stroke: colour,
          width: 2,
          points: { show: on.length < 40 },
          ...(dashed === true ? { dash: [6, 4], points: { show: false } } : {}),
          value: (_plot: Plot, value: number | null) => (value === null ? '–' : formatNumber(value)),
        })),
      ],
    }
    const days = on.map((day) => dayNumber(day) * DAY_S)
    const plot = new Plot(options, [days, ...lines.map(({ values }) => [...values])], box)
    const onResize = () => plot.setSize({ width: Math.max(280, box.clientWidth), height: HEIGHT })
    addEventListener('resize', onResize)
    return () => {
      removeEventListener('resize', onResize)
      plot.destroy()
    }
  }, [on.join(), JSON.stringify(lines)])
  return <div class="chart" ref={frame} aria-hidden="true" />
}

function shortDay(seconds: number): string {
  const day = new Date(seconds * 1000).toISOString()
  return `${day.slice(8, 10)}/${day.slice(5, 7)}`
}
