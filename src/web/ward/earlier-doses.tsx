import { useSignal } from '@preact/signals'
import type { SyncAnswer } from '#features/doses/entry-contract.ts'
import type { HistoryEntryPage } from '#features/registrants/contract.ts'
import { api } from '../shared/api.ts'
import type { Out } from '../shared/contract.ts'
import { useLoad } from '../shared/load.ts'
import { Form, useForm } from '../shared/ui/form.tsx'
import { Loading } from '../shared/ui/loading.tsx'
import { Card, Notice, ProgressBar } from '../shared/ui/page.tsx'
import { t } from './upload-words.ts'

type History = Omit<Out<typeof HistoryEntryPage>, 'nextCursor'>
type Tally = { kept: number; review: number; held: number }

const ENTRIES_SENT_AT_ONCE = 100
const ROWS_NAMED_MAX = 10

/** The doses that the list states as given before go through the same door as every dose; sent twice, they are kept once. */
export function EarlierDoses({ uploadId }: { uploadId: string }) {
  const history = useLoad(uploadId, () => readHistory(uploadId))
  const form = useForm({})
  const sent = useSignal(0)
  const tally = useSignal<Tally | null>(null)
  const send = async (entries: History['items']) => {
    const total: Tally = { kept: 0, review: 0, held: 0 }
    for (sent.value = 0; sent.value < entries.length;) {
      const batch = entries.slice(sent.value, sent.value + ENTRIES_SENT_AT_ONCE)
      const { receipts } = await api.post<Out<typeof SyncAnswer>>('/v1/sync', { entries: batch })
      for (const { stored } of receipts)
        total[stored === 'accepted' ? 'kept' : stored === 'needs_review' ? 'review' : 'held'] += 1
      sent.value += batch.length
    }
    tally.value = total
    await history.reload()
  }
  return (
    <Loading of={history}>
      {({ items, unknownProducts }) =>
        (items.length > 0 || unknownProducts.length > 0 || tally.value !== null) && (
          <Card title={t('earlier.title')}>
            {tally.value !== null && (
              <Notice tone={tally.value.held > 0 ? 'warn' : 'good'} title={t('earlier.sent', tally.value)} />
            )}
            {unknownProducts.length > 0 && <Unknown products={unknownProducts} />}
            {items.length === 0 ? (
              <p>{t('earlier.none')}</p>
            ) : (
              <>
                <p>{t('earlier.some', { count: items.length })}</p>
                <Form form={form} submitWord={t('earlier.send')} onSubmit={() => send(items)}>
                  {form.busy.value && (
                    <ProgressBar
                      label={t('earlier.send')}
                      value={sent.value}
                      of={items.length}
                      text={t('earlier.progress', { sent: sent.value, all: items.length })}
                    />
                  )}
                </Form>
              </>
            )}
          </Card>
        )
      }
    </Loading>
  )
}

function Unknown({ products }: { products: History['unknownProducts'] }) {
  const rows = products.map(({ rowNumber }) => rowNumber)
  const named = [...new Set(rows)].slice(0, ROWS_NAMED_MAX).join(', ')
  const more = new Set(rows).size > ROWS_NAMED_MAX ? '…' : ''
  return (
    <Notice tone="warn" title={t('earlier.unknown', { count: products.length, rows: `${named}${more}` })} />
  )
}

async function readHistory(uploadId: string): Promise<History> {
  const history: History = { items: [], unknownProducts: [] }
  let cursor: string | null = null
  do {
    const page: Out<typeof HistoryEntryPage> = await api.get(`/v1/uploads/${uploadId}/history-entries`, {
      query: { limit: 200, cursor },
    })
    history.items.push(...page.items)
    history.unknownProducts.push(...page.unknownProducts)
    cursor = page.nextCursor
  } while (cursor !== null)
  return history
}
