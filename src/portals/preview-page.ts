import { globSync } from 'node:fs'
import { basename } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { FastifyPluginAsync } from 'fastify'
import type { Example } from '#components/example'
import type { Frame } from '#components/frame'
import { type Html, html } from '#platform/html'
import { sendPage } from '#platform/http'

/** A component and its pictures. */
export type Exhibit = Readonly<{ component: string; examples: readonly Example[] }>

/** Every `*.examples.ts` beside the components, in order of name. */
export async function loadExhibits(): Promise<Exhibit[]> {
  const folder = fileURLToPath(new URL('components/', import.meta.url))
  const files = globSync('*.examples.ts', { cwd: folder }).sort()
  return Promise.all(
    files.map(async (file) => {
      const { examples } = (await import(new URL(`components/${file}`, import.meta.url).href)) as {
        examples: readonly Example[]
      }
      return { component: basename(file, '.examples.ts'), examples }
    }),
  )
}

const exhibit = ({ component, examples }: Exhibit): Html =>
  html`<section class="mc-section" aria-labelledby="component-${component}"><h2 id="component-${component}">${component}</h2>
${examples.map(({ name, markup }) => html`<div class="mc-t2"><p class="mc-kicker">${name}</p><div class="mc-t0">${markup}</div></div>`)}</section>`

/** All components on one page, as they are: the page that a person looks at, and that the accessibility check walks. */
export const renderPreview = (exhibits: readonly Exhibit[]): Html =>
  html`<h1>Components</h1>
<div class="mc-zone mc-t1">
<ul class="mc-often">${exhibits.map(({ component }) => html`<li><a href="#component-${component}">${component}</a></li>`)}</ul></div>
${exhibits.map(exhibit)}`

/** `GET /components` and `/components?as=officer`, in the demonstration only. */
export const previewPages =
  (frames: Readonly<{ citizen: Frame; officer: Frame }>): FastifyPluginAsync =>
  async (app) => {
    const main = renderPreview(await loadExhibits())
    app.get<{ Querystring: { as?: string } }>(
      '/components',
      { config: { permission: 'portal.read_home' } },
      async (request, reply) => {
        const frame = request.query.as === 'officer' ? frames.officer : frames.citizen
        return sendPage(reply, frame(request, { title: 'Components', main }))
      },
    )
  }
