import { useRef } from 'preact/hooks'
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
