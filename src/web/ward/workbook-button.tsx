import { takeFile } from '../shared/keep-file.ts'
import { Button } from '../shared/ui/button.tsx'
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

/** A large workbook takes a moment to write. */
function KeepButton(props: { address: string; word: string; kind: Kind | undefined }) {
  return (
    <Button kind={props.kind ?? 'plain'} onClick={() => takeFile(props.address)}>
      {props.word}
    </Button>
  )
}
