import type { HolderLabel, StockPage, storeField } from '#features/stock/contract.ts'
import type { PlacePage } from '#features/geography/contract.ts'
import type { In, Out } from '../shared/contract.ts'
import { formatDay } from '../shared/days.ts'
import { useLoad } from '../shared/load.ts'
import type { Option } from '../shared/ui/fields.tsx'
import { readAll } from '../shared/wards.ts'
import { t } from './words.ts'

export type Holder = Out<typeof HolderLabel>
export type StockLine = Out<typeof StockPage>['items'][number]

const kinds = ['centre', 'ward', 'fridge', 'session', 'transit'] as const

export function kindName(kind: Holder['kind']): string {
  const known = kinds.find((one) => one === kind)
  return t(`kind.${known ?? 'other'}`)
}

/** Trạm Y tế Gia Hội, 18/10/2021 · Phường Gia Hội · the centre by its own word. */
export function holderName({ kind, placeName, siteName, sessionOn }: Holder): string {
  const name = siteName ?? placeName ?? kindName(kind)
  return sessionOn === null ? name : `${name}, ${formatDay(sessionOn)}`
}

type Ward = Out<typeof PlacePage>['items'][number]

async function readStores(): Promise<Holder[]> {
  const kept = await Promise.all(
    (['centre', 'ward', 'fridge'] as const).map((kind) => readAll<Holder>('/v1/holders', { kind })),
  )
  return kept.flat()
}

/** Wherever vials can be counted: stores, fridges, and sessions that are not closed and hold something. */
export const useShelves = () =>
  useLoad('shelves', async () => {
    const [stores, lines] = await Promise.all([readStores(), readAll<StockLine>('/v1/stock')])
    const sessions = lines.map(({ holder }) => holder).filter(({ kind }) => kind === 'session')
    return [...stores, ...new Map(sessions.map((holder) => [holder.id, holder])).values()]
  })

/** Stores that vials may come from. */
export const useStores = () => useLoad('stores', readStores)

/** Stores that vials may go to, and the wards whose store is made when it is first needed. */
export const useStoresAndWards = () =>
  useLoad('stores-and-wards', async () => {
    const [stores, wards] = await Promise.all([readStores(), readAll<Ward>('/v1/places', { kind: 'ward' })])
    const withStore = new Set(stores.filter(({ kind }) => kind === 'ward').map(({ placeId }) => placeId))
    return { stores, wards: wards.filter(({ id }) => !withStore.has(id)) }
  })

export type StoresAndWards = { stores: Holder[]; wards: Ward[] }

export const storeAndWardOptions = ({ stores, wards }: StoresAndWards): Option[] => [
  ...storeOptions(stores),
  ...wards.map(({ id, name }) => ({ value: `ward:${id}`, label: `${t('kind.ward')}: ${name}` })),
]

export const storeOptions = (holders: readonly Holder[]): Option[] =>
  holders.map((holder) => ({
    value: `holder:${holder.id}`,
    label: `${kindName(holder.kind)}: ${holderName(holder)}`,
  }))

/** What a select of stores says, as the service takes it. */
export function storeOf(value: string): In<typeof storeField> {
  const [kind, id = ''] = value.split(':')
  return kind === 'ward' ? { wardId: id } : { holderId: id }
}
