import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Frame } from '#components/frame'
import type { VaultDesk } from '#modules/nationalvault'
import type { RegisterDesk } from '#modules/registers'
import type { Context } from '#platform/context'
import { type Language, languageOf } from '#platform/i18n'

/** One request with all that answering it needs. */
export type Exchange = Readonly<{
  context: Context
  frame: Frame
  request: FastifyRequest
  reply: FastifyReply
  language: Language
  /** Where registers of the State are asked; null: nowhere. */
  registers: RegisterDesk | null
  /** Where the national vault is looked into; null: nowhere. */
  nationalVault: VaultDesk | null
}>

/** What a page's routes begin each request with. */
export const openExchange =
  (
    context: Context,
    frame: Frame,
    registers: RegisterDesk | null = null,
    nationalVault: VaultDesk | null = null,
  ) =>
  (request: FastifyRequest, reply: FastifyReply): Exchange => ({
    context,
    frame,
    request,
    reply,
    language: languageOf(request),
    registers,
    nationalVault,
  })
