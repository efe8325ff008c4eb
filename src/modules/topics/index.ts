/** The door: topics that systems of the province read and publish on. */
export { enterTopic, grantTopicRight } from './manage-topics.ts'
export { topicRoutes } from './routes.ts'
