/**
 * A process as it is executed: compiled once from a BPMN file, never changed. Nodes and flows keep the ids of the file.
 * Everything that needs an expression reader or a calendar comes in as a function, so that the rules stay pure.
 */
export type Plan = Readonly<{
  /** The id of the executable process in the file. */
  process: string
  name: string
  nodes: Readonly<Record<string, PlanNode>>
  flows: Readonly<Record<string, Flow>>
  /** The none start event of the process. */
  start: string
}>

/** A sequence flow. `condition`: FEEL, without the leading `=` that some modellers write. */
export type Flow = Readonly<{
  id: string
  name: string | null
  from: string
  to: string
  condition: string | null
}>

type Common = Readonly<{
  id: string
  name: string
  nameEn: string | null
  /** The activity this node lies in: an embedded sub-process, or a call activity whose process was compiled in. */
  parent: string | null
  incoming: readonly string[]
  outgoing: readonly string[]
}>

export type PlanNode = Common &
  /** `message`: of a start event with one, what starts the process. */
  (
    | Readonly<{ kind: 'start'; message?: string }>
    | Readonly<{ kind: 'end' }>
    /** Ends its whole scope at once; at the root, the process. */
    | Readonly<{ kind: 'terminate_end' }>
    /** Ends its scope with an error, which a boundary event of the activity around it catches. */
    | Readonly<{ kind: 'error_end'; error: string }>
    /** Tells the outside when it is passed: a queued job named `message`. */
    | Readonly<{ kind: 'message_end'; message: string }>
    | (Activity & UserTask)
    /** Work outside the system; whoever is named ticks it off. */
    | (Activity & Readonly<{ kind: 'manual_task' }> & Work)
    /** Waits for a message. */
    | (Activity & Readonly<{ kind: 'receive_task'; message: string }>)
    /** A queued job; `service` is the name it is registered under. */
    | (Activity &
        Readonly<{ kind: 'service_task'; service: string; input: string | null; result: string | null }>)
    /** A FEEL expression, or a decision table of the pack by its key, whose value becomes the variable `result`. */
    | (Activity &
        Readonly<{ kind: 'rule_task'; expression: string | null; decision: string | null; result: string }>)
    /** Embedded sub-process or call activity: its inside starts at `start`. */
    | (Activity & Readonly<{ kind: 'subprocess'; start: string }>)
    | Readonly<{ kind: 'exclusive_gateway'; defaultFlow: string | null }>
    | Readonly<{ kind: 'inclusive_gateway'; defaultFlow: string | null }>
    | Readonly<{ kind: 'parallel_gateway' }>
    /** Waits for the first of the catch events behind it. */
    | Readonly<{ kind: 'event_gateway' }>
    | Readonly<{ kind: 'catch_timer'; timer: Timer }>
    | Readonly<{ kind: 'catch_message'; message: string }>
    | Readonly<{ kind: 'boundary_timer'; timer: Timer; attachedTo: string; interrupts: boolean }>
    | Readonly<{ kind: 'boundary_message'; message: string; attachedTo: string; interrupts: boolean }>
    /** `error` null: any. */
    | Readonly<{ kind: 'boundary_error'; error: string | null; attachedTo: string; interrupts: true }>
  )

export type NodeKind = PlanNode['kind']

export type Activity = Readonly<{
  /** The boundary events attached to it. */
  boundaries: readonly string[]
  /** Done once for each item of a list, all at the same time; null: once. */
  forEach: ForEach | null
  defaultFlow: string | null
}>

/** Parallel multi-instance. */
export type ForEach = Readonly<{
  /** FEEL: the list, e.g. `["so_xay_dung", "so_tai_chinh"]`. */
  collection: string
  /** The variable that holds the item inside. */
  item: string
  /** The variable that gets the list of what each one gave, in the order of the list; null: not kept. */
  results: string | null
  /**
   * FEEL, asked after each one ends, of `completed`, `active`, `total` and `results`: whether the rest need not be waited for.
   * Null: all are waited for.
   */
  until: string | null
}>

/** Who does a task, and by when. */
export type Work = Readonly<{
  /** A role of an officer (see identity), e.g. `case_officer`. */
  role: string
  /**
   * `receiving` or `competent`: the agency on that side of the dossier; else the key of a department, e.g. `so_xay_dung`.
   * Starts with `=`: FEEL that gives one of these.
   */
  agency: string
  /** Four eyes: who did one of these tasks (ids) may not do this one. */
  notBy: readonly string[]
  /** How long it may take, from when it is opened; null: no time of its own. */
  time: Duration | null
  /** The ways it can end. Empty: it is just done. */
  outcomes: readonly TaskOutcome[]
  /** Which phase of the dossier it belongs to, as worklists and step times show it; null: it moves no phase. */
  step: 'reception' | 'transfer' | 'appraisal' | 'approval' | 'delivery' | null
  /** What to do, in a few sentences (bpmn:documentation). */
  instructions: string | null
}>

export type UserTask = Readonly<{ kind: 'user_task' }> & Work

/**
 * One way a task can end. `key` is what conditions ask (`outcome = "approve"`). `command`: the command on the dossier that
 * is given with it (see lifecycle), e.g. `approve`; null: nothing of the dossier changes but where it stands.
 */
export type TaskOutcome = Readonly<{
  key: string
  name: string
  nameEn: string | null
  command: string | null
  /** Whether a reason must be said. */
  asksReason: boolean
}>

/** A length of legal time, in the units the calendar counts. */
export type Duration = Readonly<{
  amount: number
  unit: 'working_hour' | 'working_day' | 'calendar_hour' | 'calendar_day'
}>

/** When a timer rings: so long after it was set; or at an instant that FEEL gives (RFC 3339, or a day: its beginning). */
export type Timer = Readonly<{ kind: 'after'; duration: Duration } | { kind: 'at'; instant: string }>
