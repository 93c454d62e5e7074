/** Refusals of the sessions feature. */
export const sessionProblems = {} as const
