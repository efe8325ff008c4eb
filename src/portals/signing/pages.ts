import type { FastifyPluginAsync } from 'fastify'
import type { Frame } from '#components/frame'
import type { SigningWorld } from '#modules/signing'
import type { Context } from '#platform/context'
import { appearancePages } from './appearance-pages.ts'
import { batchPages } from './batch-pages.ts'
import { certificatePages } from './certificate-pages.ts'
import { sealPages } from './seal-pages.ts'
import { signPages } from './sign-pages.ts'
import { trustPages } from './trust-pages.ts'

/** The pages of signing: `/officer/signing` for who signs, `/admin/signing/…` for who sets it up. */
export const signingPages =
  (context: Context, frame: Frame, world: SigningWorld): FastifyPluginAsync =>
  async (app) => {
    const desk = { context, frame, world }
    for (const pages of [signPages, batchPages, certificatePages, sealPages, appearancePages, trustPages])
      await app.register(pages(desk))
  }
