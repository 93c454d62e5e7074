import type { SessionPage } from '#features/sessions/contract.ts'
import type { Out } from '../shared/contract.ts'
import { formatDay } from '../shared/days.ts'
import type { Option } from '../shared/ui/fields.tsx'

export type Session = Out<typeof SessionPage>['items'][number]

export const sessionOptions = (sessions: readonly Session[]): Option[] =>
  sessions.map(({ id: value, siteName, sessionOn }) => ({
    value,
    label: `${siteName}, ${formatDay(sessionOn)}`,
  }))
