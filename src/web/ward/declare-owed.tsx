import { useSignal } from '@preact/signals'
import type { ComponentChildren } from 'preact'
import { useEffect } from 'preact/hooks'
import type { OwedList } from '#features/registrants/declaration-contract.ts'
import { api, withQuery } from '../shared/api.ts'
import { now } from '../shared/clock.ts'
import type { Out } from '../shared/contract.ts'
import { formatInstant } from '../shared/days.ts'
import { useLoad } from '../shared/load.ts'
import { paths } from '../shared/paths.ts'
import { useAccount, useMay } from '../shared/session.ts'
import {
  kindName,
  punctualityName,
  punctualityTones,
  submissionName,
  wordTimeLeft,
} from '../shared/submissions.ts'
import { ButtonLink } from '../shared/ui/button.tsx'
import { Loading } from '../shared/ui/loading.tsx'
import { Card, StatusMark } from '../shared/ui/page.tsx'
import { t } from './declare-words.ts'
import { WaitingDuplicates } from './open-duplicates.tsx'
import './declare.css'

type Item = Out<typeof OwedList>['items'][number]

const TICK_MS = 20_000

/** Whoever is in charge of more has the overview of the centre for it. */
const WARDS_SHOWN = 3

/** What waits for a ward. */
export function Owed() {
  return (
    <Deadlines>
      <WaitingDuplicates />
    </Deadlines>
  )
}

/** What the wards of this account send by a deadline, and how long there is: by the server's clock, not this machine's. */
export function Deadlines({ children }: { children?: ComponentChildren }) {
  const owed = useLoad('owed', async () => {
    const read = await api.get<Out<typeof OwedList>>('/v1/submissions-owed')
    return { ...read, offsetMs: Date.parse(read.generatedAt) - now().getTime() }
  })
  const clock = useSignal(now())
  useEffect(() => {
    const timer = setInterval(() => {
      clock.value = now()
    }, TICK_MS)
    return () => clearInterval(timer)
  }, [])
  return (
    <Card title={t('owed.title')}>
      <Loading of={owed}>
        {({ items, offsetMs }) => {
          const at = new Date(clock.value.getTime() + offsetMs)
          const wards = new Set(items.map(({ wardId }) => wardId))
          if (wards.size > WARDS_SHOWN) return <OwedByMany items={items} wards={wards.size} />
          return items.length === 0 ? (
            <p>{t('owed.none')}</p>
          ) : (
            <ul class="owed">
              {items.map((item) => (
                <OwedItem
                  key={`${item.campaignId} ${item.wardId} ${item.submission} ${item.listKind}`}
                  item={item}
                  at={at}
                  withWard={wards.size > 1}
                />
              ))}
            </ul>
          )
        }}
      </Loading>
      {children}
    </Card>
  )
}

/** How much is open, and where each ward stands. */
function OwedByMany({ items, wards }: { items: readonly Item[]; wards: number }) {
  const may = useMay()
  const open = items.filter(({ doneAt }) => doneAt === null).length
  return (
    <p class="owed-more">
      <StatusMark tone={open === 0 ? 'good' : 'info'}>{t('owed.many', { open, wards })}</StatusMark>
      {may('campaign.manage') && <ButtonLink href={paths.centre.lists()}>{t('owed.overview')}</ButtonLink>}
    </p>
  )
}

function OwedItem({ item, at, withWard }: { item: Item; at: Date; withWard: boolean }) {
  const { timeZone } = useAccount().authority
  const { submission, listKind, inTime, dueAt, doneAt } = item
  const about = [
    withWard ? item.wardName : '',
    listKind === null ? '' : kindName(listKind),
    item.campaignName,
  ]
  // The mark follows the clock of the countdown: at 16:00 it turns without the page being loaded again.
  const state =
    doneAt === null && inTime === 'waiting' && Date.parse(dueAt) < at.getTime() ? 'missing' : inTime
  return (
    <li class={punctualityTones[state]}>
      <div>
        <strong>{submissionName(submission)}</strong>
        <span class="under">{about.filter((text) => text !== '').join(' · ')}</span>
      </div>
      <div>
        <StatusMark tone={punctualityTones[state]}>
          {doneAt === null ? wordTimeLeft(dueAt, at) : punctualityName(state)}
        </StatusMark>
        <span class="under">{t('owed.due', { at: formatInstant(dueAt, timeZone) })}</span>
        {doneAt !== null && (
          <span class="under">{t('owed.done', { at: formatInstant(doneAt, timeZone) })}</span>
        )}
      </div>
      <ButtonLink href={addressOf(item)}>
        {doneAt === null || submission === 'staff' ? t(`owed.${submission}`) : t('owed.again')}
      </ButtonLink>
    </li>
  )
}

function addressOf({ submission, campaignId, wardId, listKind }: Item): string {
  if (submission === 'staff') return paths.ward.newRoster()
  if (submission === 'names') return paths.ward.lists()
  return paths.ward.totals(withQuery('', { campaignId, wardId, listKind }))
}
