import { useEffect } from 'preact/hooks'
import { withQuery } from '../shared/api.ts'
import { useGet, type Load } from '../shared/load.ts'
import { paths } from '../shared/paths.ts'
import { Card } from '../shared/ui/page.tsx'
import { Loading } from '../shared/ui/loading.tsx'
import { formatNumber } from '../shared/words.ts'
import { NONE, type QualityRow, type QualityView } from './figures.ts'
import { t } from './ward-words.ts'

/** What is counted here moves slowly, and counting it costs more than the board does. */
const AGAIN_MS = 60_000

export const works = [
  'missingNumber',
  'doubtfulDate',
  'suspectedDuplicate',
  'lateEntry',
  'waitingReview',
  'correctionRequest',
] as const satisfies readonly (keyof QualityRow['work'])[]
export type Work = (typeof works)[number]

/** Counted anew every minute while the page is in sight. */
export function useQuality(campaign: string, place: string | null): Load<QualityView> {
  const load = useGet<QualityView>('/v1/progress/quality', { campaign, place })
  useEffect(() => {
    const timer = setInterval(() => {
      if (!document.hidden) void load.reload()
    }, AGAIN_MS)
    return () => clearInterval(timer)
  }, [campaign, place])
  return load
}

/** Null where nobody may see what is counted. */
export function sumWork(items: readonly QualityRow[], work: Work): number | null {
  const counts = items.map((row) => row.work[work])
  return counts.includes(null) ? null : counts.reduce<number>((sum, count) => sum + (count ?? 0), 0)
}

/** An alarm where somebody has waited too long. */
function Overdue({ items }: { items: readonly QualityRow[] }) {
  const count = items.reduce((sum, { overdueCorrections }) => sum + overdueCorrections, 0)
  return count === 0 ? null : <small class="bad">{t('work.overdue', { count: formatNumber(count) })}</small>
}

/** Each a count and the way to its work list. */
export function QualityStrip(props: {
  quality: Load<QualityView>
  campaign: string
  /** Beside the figures of a past day: these are of now all the same. */
  isBesidePast: boolean
}) {
  const { quality, campaign, isBesidePast } = props
  return (
    <Card title={t('quality')}>
      {isBesidePast && <p class="strip-lead">{t('quality.now')}</p>}
      <p class="strip-lead screen-only">{t('quality.lead')}</p>
      <Loading of={quality}>
        {({ items }) => (
          <ul class="strip">
            {works.map((work) => {
              const count = sumWork(items, work)
              return (
                <li key={work}>
                  {count === null ? (
                    <span class="strip-item">
                      <b>{NONE}</b>
                      {t(`work.${work}`)}
                      <small>{t('work.hidden')}</small>
                    </span>
                  ) : (
                    <a class="strip-item" href={paths.centre.quality(work, withQuery('', { campaign }))}>
                      <b>{formatNumber(count)}</b>
                      {t(`work.${work}`)}
                      {work === 'correctionRequest' && <Overdue items={items} />}
                    </a>
                  )}
                </li>
              )
            })}
          </ul>
        )}
      </Loading>
    </Card>
  )
}
