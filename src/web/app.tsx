import { useEffect } from 'preact/hooks'
import { accountArea, areaOf } from './areas.ts'
import { Frame } from './frame.tsx'
import { Home } from './home.tsx'
import { LazyPages } from './lazy-pages.tsx'
import { signedOut } from './shared/api.ts'
import { paths, safeNext } from './shared/paths.ts'
import { here, navigate } from './shared/router.ts'
import { account, loadAccount, type AccountState } from './shared/session.ts'
import { Wait } from './shared/ui/loading.tsx'
import { Notice } from './shared/ui/page.tsx'
import { Toasts } from './shared/ui/toast.tsx'
import { NotFound } from './not-found.tsx'

const signInPages = () => import('./sign-in/area.ts')
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
  useEffect(() => signedOut.subscribe((out) => out && (account.value = { state: 'nobody' })), [])
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
  const away = state.state === 'nobody' && !atSignIn
  const done = state.state === 'here' && atSignIn
  useEffect(() => {
    if (away) navigate(paths.signIn(path + location.search), 'replace')
    if (done) navigate(safeNext(query.get('next')), 'replace')
  }, [away, done])
  if (state.state === 'unknown' || away || done) return <Wait />
  if (state.state === 'failed') return <Notice tone="bad" title={state.problem.title} />
  if (state.state === 'nobody') return <LazyPages load={signInPages} path={paths.signIn()} />
  if (state.account.mustChangeSecret) return <LazyPages load={newSecretPages} path={NEW_SECRET} />
  if (path === paths.home())
    return (
      <Frame>
        <Home />
      </Frame>
    )
  const area = areaOf(path)
  return (
    <Frame area={area === accountArea ? undefined : area}>
      {area === undefined ? <NotFound /> : <LazyPages key={area.prefix} load={area.load} path={path} />}
    </Frame>
  )
}
