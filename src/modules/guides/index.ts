/** The door: a few questions that lead to the right case of a procedure. Pure: no clock, no database. */
export { findGuideProblems, type GuideGround, type GuideProblem } from './check-guide.ts'
export { adaptToAnswers, adaptToCase, type Followed, findVariant, followGuide } from './follow-guide.ts'
export { guideSchema } from './guide-schema.ts'
export type { Choices, Guide, GuideChoice, GuideOutcome, GuideQuestion, KnownAnswers } from './rules/guide.ts'
