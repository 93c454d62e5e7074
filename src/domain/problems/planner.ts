/** Refusals of the planner feature. */
export const plannerProblems = {} as const
