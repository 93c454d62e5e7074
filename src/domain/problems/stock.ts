/** Refusals of the stock feature. */
export const stockProblems = {} as const
