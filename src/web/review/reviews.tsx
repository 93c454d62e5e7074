import { useSignal } from '@preact/signals'
import { bulkAnswerOf } from '#domain/vaccination/review.ts'
import { reviewKinds, type ReviewKind } from '#domain/vaccination/types.ts'
import type { Place } from '#features/geography/contract.ts'
import type { ReviewCounts, ReviewPage } from '#features/doses/review-contract.ts'
import type { Out } from '../shared/contract.ts'
import { formatDay } from '../shared/days.ts'
import { useGet, usePages } from '../shared/load.ts'
import { paths } from '../shared/paths.ts'
import { here } from '../shared/router.ts'
import { useMay } from '../shared/session.ts'
import { formatNumber } from '../shared/words.ts'
import { ButtonLink } from '../shared/ui/button.tsx'
import { Loading } from '../shared/ui/loading.tsx'
import { Empty, Page, StatusMark } from '../shared/ui/page.tsx'
import { Pager } from '../shared/ui/table.tsx'
import { Bulk } from './bulk.tsx'
import { kindAsk, kindName } from './kind-words.ts'
import { whyWords } from './why-words.ts'
import { t } from './words.ts'

export type ReviewView = Out<typeof ReviewPage>['items'][number]

/** Everything that waits for a person, the oldest first, one kind or all of them. */
export function Reviews() {
  const asked = here.value.query.get('kind')
  const kind = reviewKinds.find((one) => one === asked) ?? null
  const wardId = here.value.query.get('wardId')
  return <OfKind key={`${kind} ${wardId}`} kind={kind} wardId={wardId} />
}

type Asked = { kind: ReviewKind | null; wardId: string | null }

function OfKind({ kind, wardId }: Asked) {
  const counts = useGet<Out<typeof ReviewCounts>>('/v1/reviews/counts', { wardId })
  const list = usePages<ReviewView>('/v1/reviews', { limit: 50, kind, wardId })
  const chosen = useSignal<ReadonlySet<string>>(new Set())
  const answer = kind === null ? null : bulkAnswerOf(kind)
  const mayBulk = useMay()('review.decide') && answer !== null
  const reload = async (left: readonly string[]) => {
    chosen.value = new Set(left)
    await Promise.all([counts.reload(), list.reload()])
  }
  return (
    <Page
      title={kind === null ? t('title') : kindName(kind)}
      lead={kind === null ? t('lead') : kindAsk(kind)}
    >
      <Loading of={counts}>{(data) => <Kinds counts={data} kind={kind} wardId={wardId} />}</Loading>
      {wardId !== null && <OneWard wardId={wardId} kind={kind} />}
      <Loading of={list}>
        {({ items }) => (
          <>
            <ReviewList items={items} chosen={mayBulk ? chosen : null} />
            {list.more !== null && <Pager count={items.length} more={list.more} />}
            {mayBulk && items.length > 0 && (
              <Bulk
                answer={answer}
                questions={items.filter(({ id }) => chosen.value.has(id))}
                chooseAll={() => (chosen.value = new Set(items.map(({ id }) => id)))}
                onDone={reload}
              />
            )}
          </>
        )}
      </Loading>
    </Page>
  )
}

/** One ward's questions alone, and the way back to all. */
function OneWard({ wardId, kind }: { wardId: string; kind: ReviewKind | null }) {
  const ward = useGet<Out<typeof Place>>(`/v1/places/${wardId}`)
  return (
    <Loading of={ward}>
      {({ name }) => (
        <p>
          {t('ward.only', { ward: name })} <a href={paths.review.list(kind ?? '')}>{t('ward.all')}</a>
        </p>
      )}
    </Loading>
  )
}

function Kinds({ counts, kind, wardId }: Asked & { counts: Out<typeof ReviewCounts> }) {
  const ofWard = wardId ?? ''
  return (
    <nav aria-label={t('kinds')}>
      <ul class="review-kinds">
        <li>
          <a href={paths.review.list('', ofWard)} aria-current={kind === null ? 'page' : undefined}>
            {t('all')} <strong>{formatNumber(counts.open)}</strong>
          </a>
        </li>
        {counts.items.map((one) => (
          <li key={one.kind}>
            <a
              href={paths.review.list(one.kind, ofWard)}
              aria-current={kind === one.kind ? 'page' : undefined}
            >
              {kindName(one.kind)} <strong>{formatNumber(one.open)}</strong>
            </a>
          </li>
        ))}
      </ul>
    </nav>
  )
}

function ReviewList(props: { items: readonly ReviewView[]; chosen: { value: ReadonlySet<string> } | null }) {
  const { items, chosen } = props
  const toggle = (id: string, on: boolean) => {
    if (chosen === null) return
    const next = new Set(chosen.value)
    if (on) next.add(id)
    else next.delete(id)
    chosen.value = next
  }
  if (items.length === 0) return <Empty>{t('none')}</Empty>
  return (
    <ul class="review-list">
      {items.map((row) => (
        <li key={row.id}>
          {chosen !== null && (
            <input
              type="checkbox"
              aria-label={t('choose.which', { kind: kindName(row.kind), where: whereOf(row) })}
              checked={chosen.value.has(row.id)}
              onChange={(event) => toggle(row.id, event.currentTarget.checked)}
            />
          )}
          <Question row={row} />
          <ButtonLink href={paths.review.item(row.id)}>
            {t('open')}
            <span class="heard">
              {kindName(row.kind)}, {whereOf(row)}
            </span>
          </ButtonLink>
        </li>
      ))}
    </ul>
  )
}

function Question({ row }: { row: ReviewView }) {
  const { kind, seen, ageHours, doses, ownerName } = row
  const why = whyWords(seen)
  const about = [whereOf(row), doses.length === 0 ? '' : t('doses', { count: doses.length })]
  return (
    <div>
      <strong>{kindName(kind)}</strong>
      <span>{about.filter((part) => part !== '').join(' · ')}</span>
      {why.length > 0 && <span class="hint">{why.join(' ')}</span>}
      <span>
        <StatusMark tone={ageHours >= 24 ? 'bad' : 'still'}>
          {t('age.hours', { hours: formatNumber(ageHours) })}
        </StatusMark>
        {ownerName !== null && ` ${t('state.taken', { name: ownerName })}`}
      </span>
    </div>
  )
}

export function whereOf({ siteName, sessionOn }: Pick<ReviewView, 'siteName' | 'sessionOn'>): string {
  return (
    [siteName, sessionOn === null ? null : formatDay(sessionOn)].filter((part) => part !== null).join(', ') ||
    '–'
  )
}
