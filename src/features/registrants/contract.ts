/** All contracts of the feature; the pages import their types from here. */
export * from './export-contract.ts'
export * from './following-contract.ts'
export * from './declaration-contract.ts'
export * from './invitation-contract.ts'
export * from './list-contract.ts'
export * from './person-contract.ts'
export * from './person-event-contract.ts'
export * from './upload-contract.ts'
