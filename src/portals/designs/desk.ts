import type { FastifyReply, FastifyRequest } from 'fastify'
import { Temporal } from 'temporal-polyfill'
import { Type } from 'typebox'
import type { Frame } from '#components/frame'
import { formatMoment } from '#modules/calendar'
import { designProblem } from '#modules/designs'
import type { Context } from '#platform/context'
import type { Html } from '#platform/html'
import { sendPage } from '#platform/http'
import type { Language } from '#platform/i18n'
import { isId } from '#platform/ids'

/** What the pages of the designer work with. */
export type Desk = Readonly<{ context: Context; frame: Frame }>
export type Asked = Readonly<{ request: FastifyRequest; reply: FastifyReply }>

export const canRead = { config: { permission: 'designs.read' } } as const
export const canEdit = { config: { permission: 'designs.edit' } } as const

export const idParams = Type.Object({ id: Type.String({ maxLength: 64 }) })
export const longText = Type.Optional(Type.String({ maxLength: 1_000_000 }))
export const shortText = Type.Optional(Type.String({ maxLength: 2000 }))

/** The id of an address; one that cannot be an id names no design. */
export function idOf({ id }: Readonly<{ id: string }>): string {
  if (!isId(id)) throw designProblem('designs.not_found')
  return id
}

/** A number that a page carried along, such as the revision it showed; 0 for what is none. */
export const numberOf = (text: string | undefined): number => (/^\d{1,9}$/.test(text ?? '') ? Number(text) : 0)

export type DesignPage = Readonly<{
  title: string
  main: Html
  status?: number
  scripts?: readonly string[]
  styles?: readonly string[]
}>

/** Sends a page of the designer in the officers' frame. */
export function show({ frame }: Desk, { request, reply }: Asked, page: DesignPage): FastifyReply {
  const { status = 200, ...content } = page
  return sendPage(reply, frame(request, { ...content, current: 'designs' }), status)
}

export const momentOf = (at: string, language: Language): string =>
  formatMoment(Temporal.Instant.from(at), language)

/** YYYY-MM-DD as it is written: 27/11/2026. */
export const dayOf = (on: string): string => on.split('-').reverse().join('/')

export const addressOf = (id: string, part = ''): string => `/admin/designs/${id}${part && `/${part}`}`
