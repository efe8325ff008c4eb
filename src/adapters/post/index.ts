/** The public post, and its stand-in for demonstrations and tests. */
export { openPost, type PostSettings } from './client.ts'
export { type StandInPost, startStandInPost } from './stand-in.ts'
