import { Table } from '../shared/ui/table.tsx'
import { formatNumber } from '../shared/words.ts'
import { kindName, type StockLine } from './holders.ts'
import { LotStatusMark } from './lot-status.tsx'
import { t } from './words.ts'

/** From the centre outwards. */
export const holderOrder = ['centre', 'ward', 'fridge', 'session', 'transit'] as const
type Kind = (typeof holderOrder)[number]

type LotTotal = { lot: StockLine; doses: ReadonlyMap<Kind, number>; all: number }

/** Each lot once: how much of it lies at the centre, in wards, in fridges, with sessions and on the way. */
export function BalanceTotals({ lines }: { lines: readonly StockLine[] }) {
  const kinds = holderOrder.filter((kind) => lines.some(({ holder }) => holder.kind === kind))
  return (
    <div class="as-cards">
      <Table
        caption={t('totals')}
        rows={totalsOf(lines)}
        rowKey={({ lot }) => lot.lotId}
        columns={[
          {
            key: 'lot',
            head: t('lot'),
            cell: ({ lot }) => (
              <>
                {lot.lotCode}
                <small class="under">{lot.productName}</small>
              </>
            ),
            rowHead: true,
          },
          ...kinds.map((kind) => ({
            key: kind,
            head: kindName(kind),
            number: true,
            cell: ({ doses }: LotTotal) => formatNumber(doses.get(kind) ?? 0),
          })),
          { key: 'all', head: t('totals.all'), number: true, cell: ({ all }) => <b>{formatNumber(all)}</b> },
          { key: 'status', head: t('status'), cell: ({ lot }) => <LotStatusMark lot={lot} /> },
        ]}
      />
    </div>
  )
}

function totalsOf(lines: readonly StockLine[]): LotTotal[] {
  const totals = [...Map.groupBy(lines, ({ lotId }) => lotId).values()].map((same) => {
    const doses = new Map<Kind, number>()
    for (const { holder, doses: own } of same) {
      const kind = holderOrder.find((each) => each === holder.kind)
      if (kind !== undefined) doses.set(kind, (doses.get(kind) ?? 0) + own)
    }
    return { lot: same[0]!, doses, all: [...doses.values()].reduce((sum, own) => sum + own, 0) }
  })
  return totals.toSorted((a, b) => (a.lot.useByOn ?? '').localeCompare(b.lot.useByOn ?? ''))
}
