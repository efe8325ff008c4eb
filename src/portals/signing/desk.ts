import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Frame } from '#components/frame'
import type { SigningWorld } from '#modules/signing'
import type { Context } from '#platform/context'
import type { Html } from '#platform/html'
import { sendPage } from '#platform/http'

/** What every page of signing works with. */
export type SigningDesk = Readonly<{ context: Context; frame: Frame; world: SigningWorld }>

/** Answers with a page of signing; `refreshSeconds` lets it follow by itself where there is no JavaScript. */
export function show(
  { frame }: SigningDesk,
  request: FastifyRequest,
  reply: FastifyReply,
  page: Readonly<{
    title: string
    main: Html
    current?: string
    refreshSeconds?: number
    status?: number
    script?: string | null
  }>,
): FastifyReply {
  const { title, main, current = 'signing', refreshSeconds, status = 200, script = 'signing.js' } = page
  const content = frame(request, {
    ...{ title, main, current },
    ...(script && { scripts: [script] }),
    ...(refreshSeconds !== undefined && { refreshSeconds }),
  })
  return sendPage(reply, content, status)
}

/** A field that a form may send once or many times. */
export const listOf = (given: string | readonly string[] | undefined): readonly string[] =>
  typeof given === 'string' ? [given] : (given ?? [])
