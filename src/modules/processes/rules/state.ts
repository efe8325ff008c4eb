/**
 * Where a running process stands: plain JSON, a few hundred bytes. Tokens rest only where something is waited for, and
 * at joins; what is waited for follows from them (`listWaits`).
 */
export type ProcessState = Readonly<{
  /**
   * `ended`: no token is left, or a terminate end at the root. `terminated`: cancelled from outside. `failed`: an error that
   * nobody caught.
   */
  status: 'running' | 'ended' | 'terminated' | 'failed'
  /** The next number for a token or scope. Numbers are never used again. */
  next: number
  /** The scope of the process itself has number 0. */
  scopes: readonly Scope[]
  tokens: readonly Token[]
  /** `tasks` holds what came of each task: `{ [id]: { outcome, by? } }`; nobody may set it. */
  variables: Readonly<Record<string, unknown>>
  /** The error code that nobody caught: of an error end, or of a service that failed. */
  error: string | null
}>

/** A running sub-process, or one instance of a multi-instance activity. */
export type Scope = Readonly<{
  id: number
  /** The token that waits for it, in the scope around it; null at the root. */
  token: number | null
  /**
   * Of a multi-instance activity: which item it is, and the variables set inside (`tasks` among them). They stay inside, so
   * that the instances do not overwrite each other; outside one sees them in the list of results.
   */
  item: Readonly<{ index: number; value: unknown; variables: Readonly<Record<string, unknown>> }> | null
  /** The different outcomes of the tokens that ended in it: one only, and it is the outcome of the activity. */
  outcomes: readonly (string | null)[]
}>

/** Gets a new number whenever it comes to a node: number and node name one visit, also in a loop. */
export type Token = Readonly<{
  id: number
  scope: number
  node: string
  /** Of a token at a join: the flow it came by. */
  cameBy: string | null
  /** The outcome of the last task on its way: what conditions ask as `outcome`. Null behind a join of ways that differ. */
  outcome: string | null
  /** Of a token at a multi-instance activity: what each one gave, in the order of the list; null: not ended. */
  forEach: Readonly<{ total: number; results: readonly unknown[]; completed: number }> | null
  /** Boundary timers that have rung, so that they ring once. */
  rung: readonly string[]
}>

/** What a running process waits for, one row each. `token` with `node` names it for ever. */
export type Wait = Readonly<{
  token: number
  /** The task, catch event or boundary event. */
  node: string
  kind: 'task' | 'service' | 'timer' | 'message'
  /** Of a message: its name. */
  message: string | null
  /** The variables of the items around it: `{ agency: 'so_xay_dung' }`. */
  items: Readonly<Record<string, unknown>>
}>

/**
 * What happens to a process. `complete` with variables: of a task, they are merged into those of the process (inside a
 * multi-instance activity: of the instance); of a service, they become the variable that `result` names, as one record.
 * `message` goes to the one that has waited longest; nobody waits: `not_waiting`, and the message is not kept.
 */
export type Happening =
  | Readonly<{
      type: 'complete'
      token: number
      outcome: string | null
      variables: Readonly<Record<string, unknown>>
      /** Who did the task; conditions ask `tasks.<id>.by`. */
      by?: string
    }>
  | Readonly<{ type: 'fail'; token: number; error: string }>
  | Readonly<{ type: 'ring'; token: number; node: string }>
  | Readonly<{ type: 'message'; message: string; variables: Readonly<Record<string, unknown>> }>
  | Readonly<{ type: 'cancel' }>

/**
 * A node that a token entered or left, in order: what the history and the heat map are made of. Whoever enters leaves or is
 * cancelled, once. The instances of a multi-instance task have no passages of their own; it has.
 */
export type Passage = Readonly<{ token: number; node: string; how: 'entered' | 'left' | 'cancelled' }>

/**
 * What came of it. `not_waiting`: nothing waits for this (any more): a second completion, a late timer. `stuck`: no way
 * leads on, or an expression gives nothing usable; `node` says where, and nothing has changed. `unknown_outcome`: not one of
 * the task's.
 */
export type StepResult =
  | Readonly<{ ok: true; state: ProcessState; passages: readonly Passage[] }>
  | Readonly<{ ok: false; code: 'not_waiting' | 'unknown_outcome' }>
  | Readonly<{ ok: false; code: 'stuck'; node: string; reason: string }>

/** How expressions are asked: the caller ties in FEEL and the decision tables of the pack. Throws nothing. */
export type Asking = Readonly<{
  feel: (expression: string, variables: Readonly<Record<string, unknown>>) => unknown
  decide: (table: string, variables: Readonly<Record<string, unknown>>) => unknown
}>
