import { useSignal } from '@preact/signals'
import type { PeopleCount, PersonPage } from '#features/registrants/contract.ts'
import { api } from '../shared/api.ts'
import type { Out } from '../shared/contract.ts'
import { formatDay } from '../shared/days.ts'
import { putPage, useLoad } from '../shared/load.ts'
import { paths } from '../shared/paths.ts'
import { Loading } from '../shared/ui/loading.tsx'
import { StatusMark, type Tone } from '../shared/ui/page.tsx'
import { Pager, Table, type Column } from '../shared/ui/table.tsx'
import { Bulk, type Chosen } from './people-bulk.tsx'
import { filterOf, type Asked } from './people-filters.tsx'
import { sayStep, t } from './people-words.ts'

type Found = Out<typeof PersonPage>
export type Brief = Found['items'][number]

function readHits(query: Asked, cursor: string | null): Promise<Found> {
  const filter = filterOf(query)
  const q = query.q.trim()
  if (q === '') return api.get<Found>('/v1/people', { query: { ...filter, cursor } })
  return api.post<Found>('/v1/people/search', { q, ...filter, ...(cursor === null ? {} : { cursor }) })
}

/** Whoever was found, page by page, with a tick for what is done to many at once. */
export function Hits({ query }: { query: Asked }) {
  const hits = useLoad('', () => readHits(query, null))
  const chosen = useSignal<ReadonlySet<string>>(new Set())
  return (
    <Loading of={hits}>
      {({ items, nextCursor }) => (
        <>
          {items.length > 0 && <Found query={query} shown={items.length} hasMore={nextCursor !== null} />}
          {items.length > 0 && (
            <Bulk wardId={query.wardId} items={items} chosen={chosen} onDone={() => hits.reload()} />
          )}
          <div class="people-rows">
            <Table
              caption={t('title')}
              captionHidden
              empty={t('none')}
              rows={items}
              rowKey={({ id }) => id}
              columns={columnsOf(chosen)}
            />
          </div>
          {items.length > 0 && (
            <Pager
              count={items.length}
              more={
                nextCursor === null
                  ? null
                  : async () => putPage(hits, nextCursor, await readHits(query, nextCursor))
              }
            />
          )}
        </>
      )}
    </Loading>
  )
}

/** How many the filter means. By name only what is shown is known: a search stops once it has shown a page. */
function Found(props: { query: Asked; shown: number; hasMore: boolean }) {
  const { query, shown, hasMore } = props
  const isCounted = hasMore && query.q.trim() === ''
  const counted = useLoad('count', async () =>
    isCounted
      ? (await api.get<Out<typeof PeopleCount>>('/v1/people/count', { query: filterOf(query) })).people
      : null,
  )
  const { state, data } = counted.current.value
  if (hasMore && (!isCounted || state === 'failed')) return null
  // The line has its place before the number: the rows below are pressed already.
  return <p class="asked">{t('found', { count: hasMore ? (data ?? '…') : shown })}</p>
}

function columnsOf(chosen: Chosen): Column<Brief>[] {
  return [
    {
      key: 'choose',
      head: t('choose'),
      cell: ({ id, fullName }) => (
        <label class="tick">
          <input
            type="checkbox"
            aria-label={t('choose.one', { name: fullName })}
            checked={chosen.value.has(id)}
            onChange={(event) => {
              const next = new Set(chosen.value)
              if (event.currentTarget.checked) next.add(id)
              else next.delete(id)
              chosen.value = next
            }}
          />
        </label>
      ),
    },
    {
      key: 'name',
      head: t('name'),
      rowHead: true,
      cell: ({ id, fullName, living }) => (
        <>
          <a href={paths.ward.person(id)}>{fullName}</a>
          {living !== 'here' && <span class="under">{t(`living.${living}`)}</span>}
        </>
      ),
    },
    { key: 'born', head: t('born'), cell: (person) => sayBirth(person) },
    { key: 'group', head: t('group'), cell: ({ groupName }) => groupName || '–' },
    { key: 'phone', head: t('phone.head'), cell: ({ phone }) => phone || '–' },
    {
      key: 'last-step',
      head: t('last-step'),
      cell: ({ lastStep }) => (lastStep === null ? '–' : sayStep(lastStep)),
    },
    { key: 'police', head: t('police.head'), cell: ({ policeMatch }) => <Police of={policeMatch} /> },
    { key: 'platform', head: t('platform.head'), cell: ({ platform }) => <Platform of={platform} /> },
  ]
}

/** Only as much as is known. */
export function sayBirth({ bornOn, bornPrecision }: Pick<Brief, 'bornOn' | 'bornPrecision'>): string {
  const day = formatDay(bornOn)
  return bornPrecision === 'day' ? day : day.slice(bornPrecision === 'month' ? 3 : 6)
}

const policeTones = { none: 'still', match: 'good', differs: 'bad', 'not-applicable': 'info' } as const
const platformTones = { none: 'still', entered: 'good', outdated: 'warn' } as const

export const Police = ({ of }: { of: Brief['policeMatch'] }) => (
  <StatusMark tone={policeTones[of] satisfies Tone}>{t(`police.${of}`)}</StatusMark>
)
export const Platform = ({ of }: { of: Brief['platform'] }) => (
  <StatusMark tone={platformTones[of] satisfies Tone}>{t(`platform.${of}`)}</StatusMark>
)
