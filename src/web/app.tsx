import { useEffect } from 'preact/hooks'
import { accountArea, areaOf, menuOf } from './areas.ts'
import { Frame } from './frame.tsx'
import { Home } from './home.tsx'
import { LazyPages } from './lazy-pages.tsx'
import { lockedFor, useLock } from './lock/lock.ts'
import { signedOut } from './shared/api.ts'
import { paths, safeNext } from './shared/paths.ts'
import { here, navigate } from './shared/router.ts'
import { account, becomeNobody, followOtherTabs, loadAccount, type AccountState } from './shared/session.ts'
import { Wait } from './shared/ui/loading.tsx'
import { Notice } from './shared/ui/page.tsx'
import { Toasts } from './shared/ui/toast.tsx'
import { NotFound } from './not-found.tsx'

const phonePages = () => import('./phone-page/area.ts')
const signInPages = () => import('./sign-in/area.ts')
const joinPages = () => import('./join/area.ts')
/** Shown instead of every page while the phone is locked. */
const LOCKED = '/locked'
const lockPages = async () => {
  const { LockPage } = await import('./lock/lock-page.tsx')
  return { pages: { [LOCKED]: LockPage } }
}
/** Shown instead of every page until the secret that someone else gave is changed. */
const NEW_SECRET = '/new-secret'
const newSecretPages = async () => {
  const { MustChangeSecret } = await import('./account/new-secret.tsx')
  return { pages: { [NEW_SECRET]: MustChangeSecret } }
}

/** Who is here decides what is shown: nobody → sign-in; a secret to change → that; else the page of the address. */
export function App() {
  useEffect(() => {
    void loadAccount()
  }, [])
  useEffect(followOtherTabs, [])
  useEffect(() => signedOut.subscribe((out) => out && becomeNobody()), [])
  useEffect(() => {
    const askAgain = () => {
      const current = account.peek()
      if (current.state === 'failed' || (current.state === 'here' && current.isRemembered)) void loadAccount()
    }
    addEventListener('online', askAgain)
    return () => removeEventListener('online', askAgain)
  }, [])
  return (
    <>
      <Body state={account.value} />
      <Toasts />
    </>
  )
}

function Body({ state }: { state: AccountState }) {
  const { path, query } = here.value
  const atSignIn = path === paths.signIn()
  const isOpenToAll = path === paths.phone() || path === paths.join()
  const away = state.state === 'nobody' && !atSignIn && !isOpenToAll
  const done = state.state === 'here' && atSignIn
  useLock(state)
  useEffect(() => {
    if (away) navigate(paths.signIn(path + location.search), 'replace')
    if (done) navigate(safeNext(query.get('next')), 'replace')
  }, [away, done])
  if (path === paths.phone()) return <LazyPages load={phonePages} path={path} />
  if (path === paths.join()) return <LazyPages load={joinPages} path={path} />
  if (state.state === 'unknown' || away || done) return <Wait />
  if (state.state === 'failed') return <Notice tone="bad" title={state.problem.title} />
  if (state.state === 'nobody') return <LazyPages load={signInPages} path={paths.signIn()} />
  if (lockedFor.value === state.account.id) return <LazyPages load={lockPages} path={LOCKED} />
  if (state.account.mustChangeSecret) return <LazyPages load={newSecretPages} path={NEW_SECRET} />
  if (path === paths.home())
    return (
      <Frame>
        <Home />
      </Frame>
    )
  const area = areaOf(path)
  return (
    <Frame area={area === accountArea ? undefined : menuOf(area)}>
      {area === undefined ? <NotFound /> : <LazyPages key={area.prefix} load={area.load} path={path} />}
    </Frame>
  )
}
