import type { Pages } from '../areas.ts'
import { paths } from '../shared/paths.ts'
import { AccountPage } from './account-page.tsx'

export const pages: Pages = { [paths.account()]: AccountPage }
