import type { LotDetail } from '#features/stock/lot-contract.ts'
import type { Out } from '../shared/contract.ts'
import { formatDay } from '../shared/days.ts'
import { t } from './lot-words.ts'

export type LotEventView = Out<typeof LotDetail>['events'][number]

/** What was decided; of a withdrawal the caller says itself what it takes back. */
export function lotEventText({ kind, valueOn, thawedOn, minutes }: LotEventView): string {
  const day = valueOn === null ? '–' : formatDay(valueOn)
  if (kind === 'thaw')
    return thawedOn === null
      ? t('event.thaw-end', { day })
      : t('event.thaw', { day, thawed: formatDay(thawedOn) })
  if (kind === 'expiry') return t('event.expiry', { day })
  if (kind === 'transport') return t('event.transport', { minutes: minutes ?? 0 })
  return t(`event.${kind}`)
}
