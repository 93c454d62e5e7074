import { t } from './shared/kit-words.ts'
import { paths } from './shared/paths.ts'
import { ButtonLink } from './shared/ui/button.tsx'
import { Page } from './shared/ui/page.tsx'

export function NotFound() {
  return (
    <Page title={t('not-found.title')} lead={t('not-found.body')}>
      <ButtonLink href={paths.home()}>{t('frame.home')}</ButtonLink>
    </Page>
  )
}
