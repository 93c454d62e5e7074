import { useEffect } from 'preact/hooks'
import type { DuplicateCounts } from '#features/doses/duplicate-contract.ts'
import type { Out } from '../shared/contract.ts'
import { useGet } from '../shared/load.ts'

export type OpenCount = Out<typeof DuplicateCounts>['items'][number]

/** Wards are counted one after the other behind the answer: asked again until every ward is there. */
const AGAIN_MS = 4_000

/** Pairs that nobody has answered, by ward; a ward that is not counted yet is missing. */
export function useOpenDuplicates(): ReadonlyMap<string, number> {
  const counts = useGet<Out<typeof DuplicateCounts>>('/v1/duplicates/counts')
  const items = counts.current.value.data?.items ?? []
  const isCounting = items.some(({ open }) => open === null)
  const known = items.filter(({ open }) => open !== null)
  useEffect(() => {
    if (!isCounting) return undefined
    const timer = setTimeout(() => void counts.reload(), AGAIN_MS)
    return () => clearTimeout(timer)
  }, [isCounting, known.length])
  return new Map(known.map(({ wardId, open }) => [wardId, open ?? 0]))
}
