/** What comes in and goes out of the doses feature. */
export * from './entry-contract.ts'
export * from './visit-contract.ts'
export * from './review-contract.ts'
