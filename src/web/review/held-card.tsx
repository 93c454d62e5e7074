import { formatInstant } from '../shared/days.ts'
import { useAccount } from '../shared/session.ts'
import { Card, Facts } from '../shared/ui/page.tsx'
import { heldKind } from './held-kind.ts'
import type { Detail } from './review-item.tsx'
import { t } from './words.ts'

/** What an entry in quarantine says, and where it came from. */
export function HeldCard({ held }: { held: NonNullable<Detail['held']> }) {
  const { timeZone } = useAccount().authority
  const { dose, deviceEndedAt } = held
  const at = (instant: string) => formatInstant(instant, timeZone)
  return (
    <Card title={t('held.title')}>
      <Facts
        items={[
          [t('held.kind'), heldKind(held.kind)],
          [t('author'), held.authorName],
          [t('captured'), at(held.capturedAt)],
          [t('received'), at(held.receivedAt)],
          ...(deviceEndedAt === null ? [] : ([[t('device-ended'), at(deviceEndedAt)]] as const)),
          ...(dose === null
            ? []
            : ([
                [t('product'), dose.productName],
                [t('lot'), dose.lotCode],
                [t('given'), at(dose.givenAt)],
              ] as const)),
        ]}
      />
    </Card>
  )
}
