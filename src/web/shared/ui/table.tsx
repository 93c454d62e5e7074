import { useSignal } from '@preact/signals'
import type { ComponentChildren } from 'preact'
import { ApiProblem } from '../api.ts'
import { t } from '../kit-words.ts'
import { Button } from './button.tsx'
import { Empty } from './page.tsx'
import { toast } from './toast.tsx'

export type Column<T> = {
  key: string
  head: string
  cell: (row: T) => ComponentChildren
  /** Numbers stand at the right, digits under digits. */
  number?: boolean
  /** What to sort by; without it the column cannot be sorted. */
  sort?: (row: T) => string | number
  /** The cell that names the row, read aloud with every other one. */
  rowHead?: boolean
}

type Order = { key: string; down: boolean } | null

/** A table with a caption (seen, or only heard). It scrolls sideways inside its own frame, never the page. */
export function Table<T>(props: {
  caption: string
  captionHidden?: boolean
  columns: readonly Column<T>[]
  rows: readonly T[]
  rowKey: (row: T) => string
  empty?: string
  /** Class of a row, to mark it. */
  rowTone?: (row: T) => string | undefined
}) {
  const order = useSignal<Order>(null)
  if (props.rows.length === 0) return <Empty>{props.empty ?? t('table.empty')}</Empty>
  return (
    <div class="table-frame" role="region" aria-label={props.caption} tabIndex={0}>
      <table>
        <caption class={props.captionHidden === true ? 'heard' : ''}>{props.caption}</caption>
        <thead>
          <tr>
            {props.columns.map((column) => (
              <th
                key={column.key}
                scope="col"
                class={column.number === true ? 'number' : ''}
                aria-sort={sortWord(order.value, column)}
              >
                {column.sort === undefined ? (
                  column.head
                ) : (
                  <button
                    type="button"
                    class="sort"
                    title={t('table.sort', { column: column.head })}
                    onClick={() => {
                      order.value = nextOrder(order.value, column.key)
                    }}
                  >
                    {column.head}
                    <span aria-hidden="true">{arrow(order.value, column.key)}</span>
                  </button>
                )}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {sorted(props.rows, props.columns, order.value).map((row) => (
            <tr key={props.rowKey(row)} class={props.rowTone?.(row)}>
              {props.columns.map((column) =>
                column.rowHead === true ? (
                  <th key={column.key} scope="row">
                    {column.cell(row)}
                  </th>
                ) : (
                  <td key={column.key} class={column.number === true ? 'number' : ''} data-head={column.head}>
                    {column.cell(row)}
                  </td>
                ),
              )}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

const nextOrder = (order: Order, key: string): Order => ({ key, down: order?.key === key && !order.down })
/** Never on a line of its own. */
const arrow = (order: Order, key: string) => `\u00a0${order?.key !== key ? '↕' : order.down ? '↓' : '↑'}`

function sortWord<T>(order: Order, column: Column<T>): 'none' | 'ascending' | 'descending' | undefined {
  if (column.sort === undefined) return undefined
  if (order?.key !== column.key) return 'none'
  return order.down ? 'descending' : 'ascending'
}

function sorted<T>(rows: readonly T[], columns: readonly Column<T>[], order: Order): readonly T[] {
  const by = columns.find(({ key }) => key === order?.key)?.sort
  if (by === undefined || order === null) return rows
  const direction = order.down ? -1 : 1
  return rows.toSorted((a, b) => direction * compare(by(a), by(b)))
}

function compare(a: string | number, b: string | number): number {
  return typeof a === 'number' && typeof b === 'number' ? a - b : String(a).localeCompare(String(b), 'vi')
}

/** The end of a list read page by page. */
export function Pager(props: { count: number; more: (() => Promise<void>) | null }) {
  const busy = useSignal(false)
  const { more } = props
  const next = async () => {
    if (more === null) return
    busy.value = true
    try {
      await more()
    } catch (error) {
      if (!(error instanceof ApiProblem)) throw error
      toast(() => error.title)
    } finally {
      busy.value = false
    }
  }
  return (
    <p class="pager" aria-live="polite">
      <span>{t('pager.shown', { count: props.count })}</span>
      {more !== null && (
        <Button busy={busy.value} onClick={() => void next()}>
          {t('pager.more')}
        </Button>
      )}
    </p>
  )
}
