import './join.css'
import type { PageProps } from '../areas.ts'
import { formatDay } from '../shared/days.ts'
import { useLoad } from '../shared/load.ts'
import { api } from '../shared/api.ts'
import { Button } from '../shared/ui/button.tsx'
import { Loading } from '../shared/ui/loading.tsx'
import { Page } from '../shared/ui/page.tsx'
import type { SessionView } from '../site/table-choice.ts'
import { CodePicture, type CodeView } from './code-picture.tsx'
import { t } from './words.ts'

/** The code on a sheet for the wall, with the day on which it ends. */
export function JoinPaper({ params }: PageProps) {
  const path = `/v1/sessions/${params['sessionId'] ?? ''}`
  const paper = useLoad(path, async () => ({
    session: await api.get<SessionView>(path),
    code: await api.get<CodeView>(`${path}/join-code`, { query: { paper: true } }),
  }))
  return (
    <Page
      title={t('paper.title')}
      actions={
        <Button kind="main" onClick={() => print()}>
          {t('paper.print')}
        </Button>
      }
    >
      <Loading of={paper}>
        {({ session: { siteName, sessionOn }, code }) => (
          <div class="join-paper">
            <h2>
              {siteName} · {formatDay(sessionOn)}
            </h2>
            <CodePicture code={code}>
              <ol>
                <li>{t('paper.step-1')}</li>
                <li>{t('paper.step-2')}</li>
                <li>{t('paper.step-3')}</li>
              </ol>
              <p>{t('card.paper-valid', { day: formatDay(sessionOn) })}</p>
            </CodePicture>
          </div>
        )}
      </Loading>
    </Page>
  )
}
