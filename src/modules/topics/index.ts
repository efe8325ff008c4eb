/** The door: topics that systems of the province read and publish on. */
export { catalogueUrl, systemsUrl, topicAdminUrl, topicsUrl, topicUrl } from './addresses.ts'
export { checkTopics, topicGauges } from './check-topics.ts'
export { topicRights } from './end-with-system.ts'
export {
  listOverRights,
  loadTopics,
  type OverRight,
  type RightLine,
  systemName,
  type TopicLine,
} from './load-topics.ts'
export {
  changeTopic,
  changeTopicState,
  enterTopic,
  grantTopicRight,
  type RightEndAnswer,
  type RightWish,
  withdrawTopicRight,
} from './manage-topics.ts'
export { findSchemaFault } from './payload-schema.ts'
export type { TopicWords } from './repository.ts'
export { topicRoutes } from './routes.ts'
export { isTopicCode, type Topic, topicActs } from './rules/topic.ts'
export { seedDemoTopics } from './seed-demo.ts'
