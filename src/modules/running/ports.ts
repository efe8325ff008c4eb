import type { ProcessState } from '#modules/processes'
import type { Context } from '#platform/context'
import type { Tx } from '#platform/db'
import type { Cause } from './repository.ts'
import type { OpenTask } from './repository-tasks.ts'

/**
 * What processes are about: dossiers. Whatever moves a process from here (a timer, a service, a message of another
 * module) first locks its subject, and tells it after; so the subject is always locked before its process.
 */
export type Subjects = Readonly<{
  /** Holds the subject until the transaction ends. */
  lock: (tx: Tx, subjectId: string) => Promise<void>
  /** Called in the transaction of the step: what the subject makes of it. */
  moved: (tx: Tx, subjectId: string, change: ProcessChange) => Promise<void>
}>

/** What a step did to a process. */
export type ProcessChange = Readonly<{
  instanceId: string
  subjectId: string
  revision: number
  status: ProcessState['status']
  /** Of a process that failed: the error code nobody caught. */
  error: string | null
  cause: Cause
  /** The tasks that are open now, the oldest first. */
  openTasks: readonly OpenTask[]
  variables: ProcessState['variables']
}>

/** What a service is called with. */
export type ServiceTaskCall = Readonly<{
  /** The same for every try of the same call: an effect under this key happens once. */
  key: string
  instanceId: string
  subjectId: string
  subjectName: string
  node: string
  /** The value of the FEEL of its input; null when it has none. */
  input: unknown
  variables: Readonly<Record<string, unknown>>
}>

/**
 * The services that processes may call, by name; a message end calls the one named as its message. What one answers
 * becomes the variable that the task names as its result. One that throws is tried again, later each time; after the last
 * try its error is `unavailable`. `ServiceTaskError` is an answer, and not tried again.
 */
export type ServiceTaskTable = Readonly<
  Record<string, (context: Context, call: ServiceTaskCall) => Promise<Readonly<Record<string, unknown>>>>
>

/** What a service refuses for good: a boundary error event of that `code` catches it. */
export class ServiceTaskError extends Error {
  override readonly name = 'ServiceTaskError'
  readonly code: string
  constructor(code: string, options?: ErrorOptions) {
    super(code, options)
    this.code = code
  }
}
