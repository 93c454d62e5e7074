import './site.css'
import './person.css'
import './paper.css'
import './queue.css'
import type { Pages } from '../areas.ts'
import { paths } from '../shared/paths.ts'
import { MySessions } from './my-sessions.tsx'
import { ScreeningPaper } from './screening-paper.tsx'
import { SessionPage } from './session-page.tsx'
import { SlipPaper } from './slip-paper.tsx'

export const pages: Pages = {
  [paths.site.sessions()]: MySessions,
  [paths.site.session(':sessionId')]: SessionPage,
  [paths.site.form(':sessionId', ':personId')]: ScreeningPaper,
  [paths.site.slip(':sessionId', ':personId')]: SlipPaper,
}
