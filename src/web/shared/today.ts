import { localDateAt, type LocalDate } from '#domain/dates.ts'
import { serverNow } from './clock.ts'
import { useAccount } from './session.ts'

/** Today where the authority is, by the service's clock. */
export function useToday(): LocalDate {
  return localDateAt(serverNow(), useAccount().authority.timeZone)
}
