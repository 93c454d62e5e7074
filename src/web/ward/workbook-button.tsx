import { useSignal } from '@preact/signals'
import { ApiProblem } from '../shared/api.ts'
import { keepFile } from '../shared/keep-file.ts'
import { Button } from '../shared/ui/button.tsx'
import { toast } from '../shared/ui/toast.tsx'
import type { UploadView } from './list-state.tsx'
import { t as r } from './upload-receipt-words.ts'
import { t } from './upload-words.ts'

type Kind = 'main' | 'plain'

/** The same file with the column “Kết quả import” filled. */
export function WorkbookButton(props: { uploadId: string; kind?: Kind }) {
  return (
    <KeepButton address={`/v1/uploads/${props.uploadId}/workbook`} word={t('workbook')} kind={props.kind} />
  )
}

/** Only the rows that were not taken, each with its reason, to be mended and sent again. */
export function BadRowsButton({ upload, kind }: { upload: UploadView; kind?: Kind }) {
  return (
    <KeepButton
      address={`/v1/uploads/${upload.id}/bad-rows`}
      word={r('bad-rows', { count: upload.counts.rejected })}
      kind={kind}
    />
  )
}

function KeepButton(props: { address: string; word: string; kind: Kind | undefined }) {
  const busy = useSignal(false)
  const keep = async () => {
    busy.value = true
    try {
      await keepFile(props.address)
    } catch (error) {
      if (!(error instanceof ApiProblem)) throw error
      toast(() => error.title)
    } finally {
      busy.value = false
    }
  }
  return (
    <Button kind={props.kind ?? 'plain'} busy={busy.value} onClick={() => void keep()}>
      {props.word}
    </Button>
  )
}
