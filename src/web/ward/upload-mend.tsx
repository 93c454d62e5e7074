import { paths } from '../shared/paths.ts'
import { ButtonLink } from '../shared/ui/button.tsx'
import { Card } from '../shared/ui/page.tsx'
import type { UploadView } from './list-state.tsx'
import { t } from './upload-receipt-words.ts'
import { BadRowsButton } from './workbook-button.tsx'

/** The way of the rejected rows back to the list, step by step. */
export function MendRows({ upload }: { upload: UploadView }) {
  return (
    <section class="screen-only">
      <Card title={t('mend.title')}>
        <ol class="steps">
          <li>{t('mend.get')}</li>
          <li>{t('mend.mend')}</li>
          <li>{t('mend.send')}</li>
        </ol>
        <div class="actions">
          <BadRowsButton upload={upload} kind="main" />
          <ButtonLink href={paths.ward.list(upload.listId)}>{t('mend.go')}</ButtonLink>
        </div>
      </Card>
    </section>
  )
}
