import { useSignal } from '@preact/signals'
import { useId } from 'preact/hooks'
import { t } from '../kit-words.ts'
import { formatNumber } from '../words.ts'

/** Where a file is dropped; a press, or the keyboard, opens the browser's own choice. */
export function FileDrop(props: {
  label: string
  hint?: string
  /** Endings, such as `.xls,.xlsx,.csv`. */
  accept: string
  file: File | null
  onFile: (file: File) => void
  disabled?: boolean
}) {
  const id = useId()
  const over = useSignal(false)
  const take = (files: FileList | null | undefined) => {
    const file = files?.[0]
    if (file !== undefined && props.disabled !== true) props.onFile(file)
  }
  return (
    <div
      class={over.value ? 'file-drop over' : 'file-drop'}
      onDragOver={(event) => {
        event.preventDefault()
        over.value = true
      }}
      onDragLeave={() => {
        over.value = false
      }}
      onDrop={(event) => {
        event.preventDefault()
        over.value = false
        take(event.dataTransfer?.files)
      }}
    >
      <input
        id={id}
        type="file"
        class="heard"
        accept={props.accept}
        disabled={props.disabled}
        aria-describedby={props.hint === undefined ? undefined : `${id}-hint`}
        onChange={(event) => {
          take(event.currentTarget.files)
          // The same file, mended, can be chosen again.
          event.currentTarget.value = ''
        }}
      />
      <label for={id}>
        <strong>{props.label}</strong>
        <span>
          {props.file === null
            ? t('file.drop')
            : `${props.file.name} · ${formatNumber(Math.ceil(props.file.size / 1024))} kB`}
        </span>
        <span class="button plain">{props.file === null ? t('form.choose') : t('file.change')}</span>
      </label>
      {props.hint !== undefined && (
        <p class="hint" id={`${id}-hint`}>
          {props.hint}
        </p>
      )}
    </div>
  )
}
