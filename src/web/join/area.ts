import '../site/site.css'
import './join.css'
import type { Pages } from '../areas.ts'
import { paths } from '../shared/paths.ts'
import { Join } from './join.tsx'

export const pages: Pages = { [paths.join()]: Join }
