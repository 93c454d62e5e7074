import { uploadPhases } from '#domain/upload.ts'
import { Card, Notice, ProgressBar } from '../shared/ui/page.tsx'
import { DropButton } from './upload-drop.tsx'
import type { UploadView } from './list-state.tsx'
import { t } from './upload-reading-words.ts'

/** Where the file is on its way to the preview. How many rows it has is only known at the end, so the steps are shown. */
export function ReadingProgress(props: { upload: UploadView; isLost: boolean; mayDrop: boolean }) {
  const { progress, position } = props.upload
  if (progress === null) return null
  const at = uploadPhases.indexOf(progress.phase)
  const said =
    position !== null
      ? t('progress.position', { position })
      : progress.rows > 0
        ? t('progress.rows', { rows: progress.rows })
        : t(`phase.${progress.phase}`)
  return (
    <Card title={t('progress.title')}>
      {props.isLost && <Notice tone="warn" title={t('progress.lost')} />}
      <ol class="phases" aria-label={t('progress.phases')}>
        {uploadPhases.map((phase, index) => (
          <li key={phase} class={index < at ? 'past' : ''} aria-current={index === at ? 'step' : undefined}>
            {t(`phase.${phase}`)}
          </li>
        ))}
      </ol>
      <ProgressBar label={t('progress.title')} value={at} of={uploadPhases.length - 1} text={said} />
      <p class="heard" role="status">
        {t(`phase.${progress.phase}`)}
      </p>
      <p class="hint">{t('progress.lead')}</p>
      {props.mayDrop && (
        <div class="actions">
          <DropButton upload={props.upload} />
        </div>
      )}
    </Card>
  )
}
