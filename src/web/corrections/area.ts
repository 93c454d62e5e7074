import '../review/review.css'
import './corrections.css'
import type { Pages } from '../areas.ts'
import { paths } from '../shared/paths.ts'
import { CorrectionPage } from './correction.tsx'
import { Corrections } from './corrections.tsx'

export const pages: Pages = {
  [paths.corrections.list()]: Corrections,
  [paths.corrections.item(':requestId')]: CorrectionPage,
}
