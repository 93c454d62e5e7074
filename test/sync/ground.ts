import { vietnamAgeCuts, vietnamProducts } from '#domain/rules-vn.ts'
import type { Product } from '#domain/vaccination/types.ts'
import type { LotRow, SessionRow } from '#features/doses/set-writer/fact-types.ts'

/** Where a story plays. */
export type ModelGround = {
  sessions: readonly SessionRow[]
  products: readonly Product[]
  /** One of each product, in its order. */
  lots: readonly LotRow[]
  ageCuts: readonly number[]
}

const products = vietnamProducts
  .slice(0, 2)
  .map((product, at) => ({ ...product, id: `940d0000-0000-4000-8000-00000000000${at}` }))

/** Two sessions and two vaccines that are nobody's. */
export const inventedGround: ModelGround = {
  sessions: ['a', 'b'].map((letter) => ({
    id: `5e550000-0000-4000-8000-00000000000${letter}`,
    siteId: `517e0000-0000-4000-8000-00000000000${letter}`,
    wardId: `3a4d0000-0000-4000-8000-00000000000${letter}`,
    campaignId: 'ca400000-0000-4000-8000-000000000001',
    isClosed: false,
    holderId: `40de0000-0000-4000-8000-00000000000${letter}`,
  })),
  products,
  lots: products.map(({ id }, at) => ({
    id: `10700000-0000-4000-8000-00000000000${at}`,
    productId: id,
    codeFolded: `lot${at}`,
    isKnown: true,
    events: [],
  })),
  ageCuts: vietnamAgeCuts,
}
