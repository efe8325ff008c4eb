import type { Temporal } from 'temporal-polyfill'

/** Any value that JSON can write. */
export type Json = string | number | boolean | null | readonly Json[] | { readonly [name: string]: Json }

/** What happened, told without personal data: `topic` says in which field, `key` about what, `kind` what it was. */
export type NewEvent = Readonly<{
  topic: string
  key: string
  kind: string
  payload: Readonly<Record<string, Json>>
  at: Temporal.Instant
  /** The same message published twice is published once. Left out: every call is an event of its own. */
  messageId?: string
}>

/** An event with its place in the order of its topic: 1, 2, 3 … without a hole. */
export type PlacedEvent = Readonly<{
  topic: string
  position: number
  messageId: string
  key: string
  kind: string
  payload: Readonly<Record<string, Json>>
  at: Temporal.Instant
}>
