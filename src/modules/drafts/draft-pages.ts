import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { Frame } from '#components/frame'
import type { Context } from '#platform/context'
import { answerPages } from './answer-pages.ts'
import type { DraftContext } from './read-draft.ts'
import { startPages } from './start-pages.ts'
import { stepPages } from './step-pages.ts'

/** The pages on which a citizen writes an application and sends it; every one works without JavaScript. */
export const draftPages =
  (context: Context & DraftContext, frame: Frame): FastifyPluginAsyncTypebox =>
  async (app) => {
    await app.register(startPages(context, frame))
    await app.register(stepPages(context, frame))
    await app.register(answerPages(context, frame))
  }
