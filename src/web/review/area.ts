import './review.css'
import type { Pages } from '../areas.ts'
import { paths } from '../shared/paths.ts'
import { ReviewItem } from './review-item.tsx'
import { Reviews } from './reviews.tsx'
import { SilentPhones } from './silent-phones.tsx'

export const pages: Pages = {
  [paths.review.list()]: Reviews,
  [paths.review.item(':itemId')]: ReviewItem,
  [paths.review.phones()]: SilentPhones,
}
