/** The door: what the rest of the system may use of events. */
export { carryEvents, placeAll } from './carry.ts'
export { checkEvents, eventGauges } from './check-events.ts'
export { deliverPortion } from './deliver.ts'
export { eventJobs, eventSchedules } from './jobs.ts'
export { followLatest } from './latest.ts'
export { eventPages } from './pages.ts'
export type { Asked, EventBus, ListPlaced, Subscriber } from './ports.ts'
export { openPostgresBus } from './postgres-bus.ts'
export { publish, publishAll } from './publish.ts'
export {
  findByMessageIds,
  findFirstSince,
  findLastPayload,
  findLastPosition,
  findLastPositions,
  listPlaced,
  lockKey,
  lockKeys,
} from './repository.ts'
export { listSubscribers as readSubscribers, type SubscriberState } from './repository-subscribers.ts'
export { retryKey } from './retry.ts'
export type { Json, NewEvent, PlacedEvent } from './rules/event.ts'
