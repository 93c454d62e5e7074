import '../site/queue.css'
import type { Pages } from '../areas.ts'
import { paths } from '../shared/paths.ts'
import { PhonePage } from './phone-page.tsx'

export const pages: Pages = { [paths.phone()]: PhonePage }
