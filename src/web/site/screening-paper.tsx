import type { PageProps } from '../areas.ts'
import { useLoad } from '../shared/load.ts'
import { paths } from '../shared/paths.ts'
import { Button, ButtonLink } from '../shared/ui/button.tsx'
import { Loading } from '../shared/ui/loading.tsx'
import { Page } from '../shared/ui/page.tsx'
import { FormPaper } from './form-paper.tsx'
import { PaperSource, WithoutNetwork } from './paper-source.tsx'
import { readForm } from './papers-here.ts'
import { t } from './table-words.ts'

/** The form of one person, with what was answered so far. */
export function ScreeningPaper({ params }: PageProps) {
  const sessionId = params['sessionId'] ?? ''
  const personId = params['personId'] ?? ''
  const form = useLoad(`form ${sessionId} ${personId}`, () => readForm(sessionId, personId))
  return (
    <Page
      title={t('form.title')}
      actions={
        <>
          <Button kind="main" onClick={() => print()}>
            {t('paper.print')}
          </Button>
          <ButtonLink href={paths.site.session(sessionId, 'screening')}>{t('paper.back')}</ButtonLink>
        </>
      }
    >
      <WithoutNetwork of={form} sessionId={sessionId} />
      <Loading of={form}>
        {(data) => (
          <>
            <PaperSource asOf={data.asOf} />
            <FormPaper form={data} />
          </>
        )}
      </Loading>
    </Page>
  )
}
