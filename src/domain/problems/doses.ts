/** Refusals of the doses feature. */
export const doseProblems = {} as const
