/** How many more steps may be taken. A badge takes some five hundred; each takes a few microseconds at most. */
export type Steps = { steps: number }
export const maxSteps = 250_000
