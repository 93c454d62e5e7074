import { useEffect } from 'preact/hooks'
import { paths } from '../shared/paths.ts'
import { here } from '../shared/router.ts'
import { formatNumber } from '../shared/words.ts'
import { ButtonLink } from '../shared/ui/button.tsx'
import { Notice } from '../shared/ui/page.tsx'
import { t } from '../shell-words.ts'
import { thisPhone, unsent } from '../site/this-phone.ts'

/**
 * Sends what lies on this phone under pages that know nothing of it, and says so while anything is left: at the foot of the
 * screen, because it comes and goes by itself, and nothing may move under a finger that is about to tap.
 */
export function UnsentBar() {
  useEffect(() => {
    thisPhone().catch((error: unknown) => {
      // A browser that keeps nothing has nothing to send.
      if (!(error instanceof DOMException)) throw error
    })
  }, [])
  const { path } = here.value
  const count = unsent.value?.unsent ?? 0
  // The pages of the site, and of the phone itself, say it in their own way.
  if (count === 0 || path.startsWith(paths.site.sessions()) || path === paths.phone()) return null
  return (
    <div class="foot-bar">
      <Notice tone="warn" title={t('phone.unsent', { count: formatNumber(count) })}>
        <ButtonLink href={paths.phone()}>{t('phone.see')}</ButtonLink>
      </Notice>
    </div>
  )
}
