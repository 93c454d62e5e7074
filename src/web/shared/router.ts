import { signal } from '@preact/signals'
import { useCallback, useEffect, useRef } from 'preact/hooks'

type Place = { path: string; query: URLSearchParams }

/** Where the person is. The address is the state: it can be reloaded, kept and sent. */
export const here = signal<Place>(read())

function read(): Place {
  return { path: location.pathname, query: new URLSearchParams(location.search) }
}

export function navigate(to: string, how: 'push' | 'replace' = 'push'): void {
  if (how === 'push') history.pushState(null, '', to)
  else history.replaceState(null, '', to)
  here.value = read()
  scrollTo(0, 0)
}

/** For what an answer leads to: whoever has gone elsewhere before it came is not fetched from there. */
export function useNavigate(): typeof navigate {
  const isHere = useRef(true)
  useEffect(
    () => () => {
      isHere.current = false
    },
    [],
  )
  return useCallback((to, how) => {
    if (isHere.current) navigate(to, how)
  }, [])
}

/** The parts named in a pattern such as `/ward/lists/:listId`; null when the path is another one. */
export function matchPath(pattern: string, path: string): Record<string, string> | null {
  const wanted = pattern.split('/')
  const given = path.replace(/\/$/, '').split('/')
  if (wanted.length !== given.length) return null
  const found: Record<string, string> = {}
  for (const [i, part] of wanted.entries()) {
    if (part.startsWith(':')) found[part.slice(1)] = given[i]!
    else if (part !== given[i]) return null
  }
  return found
}

/** Plain links of ours are followed without loading the page anew; modified clicks and downloads are the browser's. */
export function startRouter(): void {
  addEventListener('popstate', () => {
    here.value = read()
  })
  document.addEventListener('click', (event) => {
    if (event.defaultPrevented || event.button !== 0) return
    if (event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return
    const link = event.target instanceof Element ? event.target.closest('a') : null
    if (link === null || link.target !== '' || link.hasAttribute('download')) return
    if (link.origin !== location.origin || link.hash !== '' || /^\/(v1|docs)\//.test(link.pathname)) return
    event.preventDefault()
    navigate(link.pathname + link.search)
  })
}
