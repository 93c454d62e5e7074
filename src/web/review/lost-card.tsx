import { formatInstant } from '../shared/days.ts'
import { useAccount } from '../shared/session.ts'
import { Card, Facts } from '../shared/ui/page.tsx'
import type { Detail } from './review-item.tsx'
import { t } from './words.ts'

/** Where an entry was lost, when it was made, and what was said of it. */
export function LostCard({ lost }: { lost: NonNullable<Detail['lost']> }) {
  const { timeZone } = useAccount().authority
  const at = (instant: string) => formatInstant(instant, timeZone)
  return (
    <Card title={t('lost.title')}>
      <Facts
        items={[
          [t('lost.number'), String(lost.deviceSeq)],
          [t('author'), lost.authorName],
          ...(lost.siteName === null ? [] : ([[t('site'), lost.siteName]] as const)),
          ...(lost.capturedAt === null ? [] : ([[t('captured'), at(lost.capturedAt)]] as const)),
          [t('lost.said-by'), `${lost.saidByName}, ${at(lost.saidAt)}`],
          [t('lost.said'), lost.reason],
          [t('received'), at(lost.receivedAt)],
        ]}
      />
    </Card>
  )
}
