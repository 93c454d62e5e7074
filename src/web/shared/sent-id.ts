import { useSignal } from '@preact/signals'
import { useRef } from 'preact/hooks'
import { ApiProblem } from './api.ts'
import { newId } from './clock.ts'

/**
 * The id under which something is sent: the same for as long as the same is sent, so that pressing twice, or again after an
 * answer that was lost, does it once; another one for anything else.
 */
export function useSentId(): (said: unknown) => string {
  const sent = useRef({ text: '', id: '' })
  return (said) => {
    const text = JSON.stringify(said)
    if (sent.current.text !== text) sent.current = { text, id: newId() }
    return sent.current.id
  }
}

type Once = {
  /** Another one after each thing that was stored. */
  id: string
  /** Sends under the id and takes another one once it is stored. */
  send: <T>(work: (id: string) => Promise<T>) => Promise<T>
}

/**
 * For what must not be done twice, whatever is changed in the form between two presses: the id stays until something is
 * stored under it. Stored with other content, whose answer was lost, it is refused and said; what is sent after that is meant
 * anew.
 */
export function useOnceId(): Once {
  const id = useSignal(newId())
  const send: Once['send'] = async (work) => {
    try {
      const done = await work(id.value)
      id.value = newId()
      return done
    } catch (error) {
      if (error instanceof ApiProblem && error.code.endsWith('.id-used')) id.value = newId()
      throw error
    }
  }
  return { id: id.value, send }
}
