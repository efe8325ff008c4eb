/** The door: what the rest of the system may use of drafts. */
export { draftPages } from './draft-pages.ts'
export { draftJobs, draftSchedules } from './jobs.ts'
export type { FindSources } from './known-sources.ts'
export type { Draft } from './rules/draft.ts'
export { listBegun } from './start-draft.ts'
