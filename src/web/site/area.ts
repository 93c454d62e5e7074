import './site.css'
import './person.css'
import './paper.css'
import './queue.css'
import '../pack/pack.css'
import type { PageProps, Pages } from '../areas.ts'
import { later } from '../later.tsx'
import { paths } from '../shared/paths.ts'
import { MySessions } from './my-sessions.tsx'
import { SessionPage } from './session-page.tsx'

/** What is printed, and what is seldom needed, comes when it is opened. */
const JoinPaper = later<PageProps>(() => import('../join/join-paper.tsx').then((loaded) => loaded.JoinPaper))
const SessionPapers = later<PageProps>(() =>
  import('./session-papers.tsx').then((loaded) => loaded.SessionPapers),
)
const ScreeningPaper = later<PageProps>(() =>
  import('./screening-paper.tsx').then((loaded) => loaded.ScreeningPaper),
)
const SlipPaper = later<PageProps>(() => import('./slip-paper.tsx').then((loaded) => loaded.SlipPaper))
const RescueImport = later<PageProps>(() =>
  import('../phone-page/rescue-import.tsx').then((loaded) => loaded.RescueImport),
)

export const pages: Pages = {
  [paths.site.sessions()]: MySessions,
  [paths.site.session(':sessionId')]: SessionPage,
  [paths.site.joinPaper(':sessionId')]: JoinPaper,
  [paths.site.papers(':sessionId')]: SessionPapers,
  [paths.site.form(':sessionId', ':personId')]: ScreeningPaper,
  [paths.site.rescue()]: RescueImport,
  [paths.site.slip(':sessionId', ':personId')]: SlipPaper,
}
