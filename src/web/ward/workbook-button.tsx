import { useSignal } from '@preact/signals'
import { ApiProblem } from '../shared/api.ts'
import { keepFile } from '../shared/keep-file.ts'
import { Button } from '../shared/ui/button.tsx'
import { toast } from '../shared/ui/toast.tsx'
import { t } from './upload-words.ts'

/** The same file with the column “Kết quả import” filled. */
export function WorkbookButton(props: { uploadId: string; kind?: 'main' | 'plain' }) {
  const busy = useSignal(false)
  const keep = async () => {
    busy.value = true
    try {
      await keepFile(`/v1/uploads/${props.uploadId}/workbook`)
    } catch (error) {
      if (!(error instanceof ApiProblem)) throw error
      toast(() => error.title)
    } finally {
      busy.value = false
    }
  }
  return (
    <Button kind={props.kind ?? 'plain'} busy={busy.value} onClick={() => void keep()}>
      {t('workbook')}
    </Button>
  )
}
