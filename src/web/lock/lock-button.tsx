import { useAccount } from '../shared/session.ts'
import { Button } from '../shared/ui/button.tsx'
import { lockNow } from './lock.ts'
import { t } from './words.ts'

/** For a phone that is put down, or given to somebody else. */
export function LockButton() {
  const { id, secretKind } = useAccount()
  if (secretKind !== 'pin') return null
  return <Button onClick={() => lockNow(id)}>{t('lock')}</Button>
}
