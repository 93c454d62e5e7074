import { useSignal } from '@preact/signals'
import { useEffect } from 'preact/hooks'
import { serverNow } from './this-phone.ts'

/** The server's time, anew every so often: for clocks that people watch. */
export function useNow(everyMs: number): Date {
  const now = useSignal(serverNow())
  useEffect(() => {
    const timer = setInterval(() => {
      now.value = serverNow()
    }, everyMs)
    return () => clearInterval(timer)
  }, [everyMs])
  return now.value
}
