import { useSignal } from '@preact/signals'
import { later } from '../later.tsx'
import { useMay } from '../shared/session.ts'
import { Button } from '../shared/ui/button.tsx'
import { Dialog } from '../shared/ui/dialog.tsx'
import { t } from './ask-words.ts'

const AskForm = later<{ personId: string; onDone: () => void }>(() =>
  import('./ask.tsx').then((loaded) => loaded.AskForm),
)

/** Stands wherever a person's record is shown; the form is fetched when somebody asks. */
export function AskButton({ personId }: { personId: string }) {
  const open = useSignal(false)
  const close = () => {
    open.value = false
  }
  if (!useMay()('correction.ask')) return null
  return (
    <>
      <Button
        kind="quiet"
        onClick={() => {
          open.value = true
        }}
      >
        {t('ask.button')}
      </Button>
      <Dialog title={t('ask.title')} open={open.value} onClose={close}>
        <AskForm personId={personId} onDone={close} />
      </Dialog>
    </>
  )
}
