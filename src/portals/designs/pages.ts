import type { FastifyPluginAsync } from 'fastify'
import type { Frame } from '#components/frame'
import type { Context } from '#platform/context'
import { actPages } from './act-pages.ts'
import { comparePages } from './compare-pages.ts'
import { designPages } from './design-pages.ts'
import { feePages } from './fee-pages.ts'
import { formPages } from './form-pages.ts'
import { heatPages } from './heat-pages.ts'
import { movePages } from './move-pages.ts'
import { processPages } from './process-pages.ts'
import { termPages } from './term-pages.ts'
import { textPages } from './text-pages.ts'

/** The designer: `/admin/designs` and everything of a design. */
export const designerPages =
  (context: Context, { frame }: Readonly<{ frame: Frame }>): FastifyPluginAsync =>
  async (app) => {
    const desk = { context, frame }
    for (const pages of [
      designPages,
      actPages,
      textPages,
      processPages,
      formPages,
      feePages,
      termPages,
      comparePages,
      heatPages,
      movePages,
    ])
      await app.register(pages(desk))
  }
