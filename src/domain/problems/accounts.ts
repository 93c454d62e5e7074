/** Refusals of the accounts feature. */
export const accountProblems = {} as const
