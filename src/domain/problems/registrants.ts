/** Refusals of the registrants feature. */
export const registrantProblems = {} as const
