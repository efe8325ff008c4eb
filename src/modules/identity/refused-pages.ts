import type {} from '@fastify/multipart'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { notice } from '#components/notice'
import type { Context } from '#platform/context'
import type { Db } from '#platform/db'
import { html } from '#platform/html'
import type { Language } from '#platform/i18n'
import type { OnRefusedPage } from './guard.ts'
import { messagesOf } from './messages.ts'
import { appendParkedForm, type ParkedFields, removeParkedForm } from './repository.ts'
import { safeReturnPath, signInPathFor } from './rules/return-path.ts'
import { cookieOptions, findSessionOf, hashToken, makeSecretToken, sessionTokenOf } from './sessions.ts'

const cookieName = 'mc_parked'
const longestTotal = 64 * 1024
const mostFields = 300
const keptHours = 24

type Server = Pick<Context, 'db' | 'clock' | 'publicUrl'>

/**
 * Makes the answer to a page that needs a sign-in: a redirect to the door of citizens or of officers, and back after. What
 * was typed into a form whose session had expired is parked for the way.
 */
export function askToSignIn(context: Server): OnRefusedPage {
  return async (request, reply) => {
    const path = pageOf(request)
    const isKept = request.method === 'POST' && (await parkForm(context, request, reply, path))
    const query = new URLSearchParams({ return: path })
    if (sessionTokenOf(context, request)) query.set('ended', '1')
    if (isKept) query.set('kept', '1')
    await reply.redirect(`${signInPathFor(path)}?${query}`, 303)
  }
}

/** How somebody came to a sign-in page. */
export type Arrival = Readonly<{
  /** The page to go to afterwards. */
  back: string
  ended?: string | undefined
  kept?: string | undefined
  language: Language
}>

/** What `askToSignIn` has to say there: the session ended, and what was typed is kept. */
export const arrivalNotices = ({ ended, kept, language }: Arrival) => [
  ended && notice({ tone: 'warn', body: html`<p>${messagesOf(language).sessionEnded}</p>` }),
  kept && notice({ tone: 'done', body: html`<p>${messagesOf(language).formKept}</p>` }),
]

/** The page to return to: the address itself, or for a form without a page of its own the page it stood on. */
function pageOf(request: FastifyRequest): string {
  const { url = '' } = request.routeOptions
  if (request.method !== 'POST' || request.server.hasRoute({ url, method: 'GET' }))
    return safeReturnPath(request.url, '/')
  const from = request.headers.referer
  if (!from || !URL.canParse(from) || new URL(from).host !== request.headers.host) return '/'
  const { pathname, search } = new URL(from)
  return safeReturnPath(pathname + search, '/')
}

/**
 * Keeps what was typed into a form whose session has expired, for a day, for the account of that session alone. Files are
 * not kept. Without a session that once was, nothing is written: a stranger cannot fill the table.
 */
async function parkForm(
  context: Server,
  request: FastifyRequest,
  reply: FastifyReply,
  path: string,
): Promise<boolean> {
  const before = sessionTokenOf(context, request)
  const session = before ? await findSessionOf(context, before) : null
  const fields = session ? keepWithinSize(await readFields(request)) : {}
  if (!session || !Object.entries(fields).some(isTyped)) return false
  const token = makeSecretToken()
  const parkedAt = context.clock.now()
  const expiresAt = parkedAt.add({ hours: keptHours })
  const { accountId } = session
  await appendParkedForm(context.db, {
    hash: hashToken(token),
    accountId,
    path: withoutQuery(path),
    fields,
    parkedAt,
    expiresAt,
  })
  reply.setCookie(cookieName, token, { ...cookieOptions(context), maxAge: keptHours * 3600 })
  return true
}

/** What the page itself put into the form: the key, the revision, the button, files of an earlier attempt. */
const carried = /^(key|revision|shown|command|v)$|^kept\./

/** Whether a person wrote or chose something; a form that has nothing of the kind is not said to be kept. */
const isTyped = ([name, value]: [string, string | readonly string[]]): boolean =>
  !carried.test(name) && [value].flat().some((text) => text.trim() !== '')

const withoutQuery = (path: string): string => path.split('?', 1)[0] ?? path

async function readFields(request: FastifyRequest): Promise<[string, string][]> {
  if (request.isMultipart?.()) return await readParts(request)
  return Object.entries((request.body ?? {}) as Record<string, unknown>).flatMap(([name, value]) =>
    [value].flat().map((one): [string, string] => [name, String(one)]),
  )
}

async function readParts(request: FastifyRequest): Promise<[string, string][]> {
  const fields: [string, string][] = []
  try {
    const limits = { fields: mostFields, fieldSize: longestTotal }
    const options = { limits, throwFileSizeLimit: false }
    for await (const part of request.parts(options)) {
      if (part.type === 'file') part.file.resume()
      else fields.push([part.fieldname, String(part.value)])
    }
  } catch (error) {
    // Too many parts, or a connection that broke: what was read until then is kept.
    request.log.info({ err: error }, 'a form to be parked could not be read to its end')
  }
  return fields
}

/** Whether this browser has brought a form that waits for its person to sign in. */
export const hasParkedForm = (request: FastifyRequest): boolean => Boolean(request.cookies[cookieName])

function keepWithinSize(fields: readonly [string, string][]): ParkedFields {
  const kept: Record<string, string[]> = Object.create(null)
  let size = 0
  for (const [name, value] of fields.slice(0, mostFields)) {
    size += name.length + value.length
    if (size > longestTotal) break
    if (/password/i.test(name)) continue
    kept[name] = [...(kept[name] ?? []), value]
  }
  return Object.fromEntries(
    Object.entries(kept).map(([name, values]) => [name, values.length === 1 ? (values[0] ?? '') : values]),
  )
}

/**
 * Gives back, once, what the signed-in person had typed into the form at `path` before the session expired; null when
 * there is nothing. Call it in the transaction that saves the fields, so that they are in one place or the other.
 * A name posted several times has a list of values.
 */
export async function takeParkedForm(
  db: Db,
  request: FastifyRequest,
  path: string,
): Promise<ParkedFields | null> {
  const token = request.cookies[cookieName]
  if (!token || request.actor.kind === 'nobody') return null
  return await removeParkedForm(db, {
    hash: hashToken(token),
    accountId: request.actor.accountId,
    path: withoutQuery(path),
  })
}

/** The same for the page of `request` itself, each field as one text: the last value of those posted several times. */
export async function takeParkedTexts(db: Db, request: FastifyRequest): Promise<Record<string, string> | null> {
  const parked = await takeParkedForm(db, request, request.url)
  if (!parked) return null
  return Object.fromEntries(
    Object.entries(parked).map(([name, value]) => [name, String([value].flat().at(-1) ?? '')]),
  )
}
