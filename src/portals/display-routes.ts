import { Type } from '@fastify/type-provider-typebox'
import type { FastifyPluginAsync } from 'fastify'
import { type DisplaySetting, displayChoices } from '#components/display'
import type { Context } from '#platform/context'

const tenYears = 10 * 365 * 24 * 3600

type Choices = Readonly<Partial<Record<DisplaySetting | 'back', string>>>

const body = Type.Object({
  back: Type.Optional(Type.String({ maxLength: 2000 })),
  ...Object.fromEntries(
    Object.keys(displayChoices).map((setting) => [setting, Type.Optional(Type.String({ maxLength: 10 }))]),
  ),
})

/** Only an address of our own: a path, never another host written as one. */
const ownPath = (back = '/'): string => (/^\/(?![/\\])[^\r\n\\]*$/.test(back) ? back : '/')

/** `POST /display`: keeps the reader's text size, colours, contrast, spacing and language in cookies. */
export const displayRoutes =
  ({ publicUrl }: Pick<Context, 'publicUrl'>): FastifyPluginAsync =>
  async (app) => {
    app.post<{ Body: Choices }>(
      '/display',
      { schema: { body }, config: { permission: 'portal.set_display' } },
      async (request, reply) => {
        for (const [setting, choices] of Object.entries(displayChoices)) {
          const value = request.body[setting as DisplaySetting]
          if (!choices.some((choice) => choice === value)) continue
          reply.setCookie(`mc_${setting}`, value as string, {
            path: '/',
            maxAge: tenYears,
            sameSite: 'lax',
            httpOnly: true,
            secure: publicUrl.startsWith('https:'),
          })
        }
        return reply.redirect(ownPath(request.body.back), 303)
      },
    )
  }
