import { useSignal } from '@preact/signals'
import { api, ApiProblem } from './api.ts'
import { keepAs } from './keep-file.ts'
import { Button } from './ui/button.tsx'
import { toast } from './ui/toast.tsx'

/** Has the browser keep a paper that the service draws, in the language of the page. */
export function PaperButton(props: {
  address: string
  /** Without its ending. */
  name: string
  word: string
  /** What the paper needs and the service has not kept. */
  body?: unknown
}) {
  const { address, name, word, body } = props
  const busy = useSignal(false)
  const keep = async () => {
    busy.value = true
    try {
      keepAs(
        `${name}.pdf`,
        await (body === undefined ? api.get<Blob>(address) : api.post<Blob>(address, body)),
      )
    } catch (error) {
      if (!(error instanceof ApiProblem)) throw error
      toast(() => error.title)
    } finally {
      busy.value = false
    }
  }
  return (
    <Button busy={busy.value} onClick={() => void keep()}>
      {word}
    </Button>
  )
}
