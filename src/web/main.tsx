import { render } from 'preact'
import { App } from './app.tsx'
import { startWorker, takeWaitingBuild } from './app-update.ts'
import { watchInstall } from './install.ts'
import { startRouter } from './shared/router.ts'
import { startTheme } from './shared/theme.ts'
import './shared/ui/theme.css'
import './shared/ui/frame.css'
import './shared/ui/kit.css'
import './shared/ui/form.css'
import './shared/ui/notice.css'
import './shared/ui/table.css'
import './shared/ui/print.css'

startTheme()
watchInstall()
void takeWaitingBuild().then((isLeaving) => {
  if (isLeaving) return
  startRouter()
  render(<App />, document.getElementById('app')!)
  startWorker()
})
