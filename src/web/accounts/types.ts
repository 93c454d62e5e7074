import type { AccountOut, GrantOut, reasonBody } from '#features/accounts/contract.ts'
import type { In, Out } from '../shared/contract.ts'
import { formatDay } from '../shared/days.ts'
import type { Option } from '../shared/ui/fields.tsx'
import { t } from './words.ts'

export type Account = Out<typeof AccountOut>
export type Grant = Out<typeof GrantOut>
export type Reason = In<typeof reasonBody>['reason']

export const reasons = ['forgotten', 'lost', 'absent', 'left', 'mistake', 'suspected', 'other'] as const

export const reasonOptions = (): Option[] =>
  reasons.map((reason) => ({ value: reason, label: t(`reason.${reason}`) }))

export const reasonOf = (value: string): Reason => reasons.find((reason) => reason === value) ?? 'other'

/** Where a role holds, as people say it. */
export function whereOf({ place, site, session }: Grant): string {
  if (session !== null)
    return t('where.session', { on: formatDay(session.sessionOn), name: session.siteName })
  return site?.name ?? place?.name ?? t('where.all')
}
