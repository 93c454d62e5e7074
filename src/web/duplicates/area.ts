import type { Pages } from '../areas.ts'
import { paths } from '../shared/paths.ts'
import { Duplicates } from './duplicates.tsx'
import './duplicates.css'

/** Stands in the ward's area, beside its people. */
export const pages: Pages = { [paths.ward.duplicates()]: Duplicates }
