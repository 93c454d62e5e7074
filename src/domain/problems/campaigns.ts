/** Refusals of the campaigns feature. */
export const campaignProblems = {} as const
