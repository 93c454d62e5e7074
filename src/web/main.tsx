import { render } from 'preact'
import { App } from './app.tsx'
import { startRouter } from './shared/router.ts'
import { startTheme } from './shared/theme.ts'
import './shared/ui/theme.css'
import './shared/ui/kit.css'
import './shared/ui/print.css'

startTheme()
startRouter()
render(<App />, document.getElementById('app')!)
