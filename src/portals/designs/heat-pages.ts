import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { Type } from 'typebox'
import { notice } from '#components/notice'
import { zone } from '#components/sheet'
import { formatDuration } from '#modules/calendar'
import { readProcess } from '#modules/designs'
import { getProcedureToday, inLanguage, listVersions } from '#modules/procedures'
import { countWhereTheyStand, measureNodes } from '#modules/running'
import { html } from '#platform/html'
import { type Language, languageOf } from '#platform/i18n'
import { type Asked, canRead, type Desk, dayOf, show } from './desk.ts'
import { processMessages } from './process-messages.ts'
import { viewing } from './process-pages.ts'
import { drawing } from './process-view.ts'
import { type Heat, runState, stepsTable } from './steps-view.ts'

/** `/admin/procedures/:code/process`: the process in force, where dossiers stand in it now, and how long each step takes. */
export const heatPages =
  (desk: Desk): FastifyPluginAsyncTypebox =>
  async (app) => {
    const params = Type.Object({ code: Type.String({ minLength: 1, maxLength: 40 }) })
    app.get('/admin/procedures/:code/process', { ...canRead, schema: { params } }, (request, reply) =>
      showHeat(desk, { request, reply }, request.params.code),
    )
  }

async function showHeat(desk: Desk, asked: Asked, code: string) {
  const { db } = desk.context
  const language = languageOf(asked.request)
  const say = processMessages(language)
  const procedure = inLanguage(await getProcedureToday(desk.context, code), language)
  const [process, standing, times, lines] = await Promise.all([
    readProcess(procedure.process),
    countWhereTheyStand(db, procedure.code),
    measureNodes(db, procedure.code),
    listVersions(db, procedure.code),
  ])
  const heat: Heat = {
    standing: new Map(standing.map(({ node, count }) => [node, count])),
    minutes: new Map(times.map(({ node, medianMinutes }) => [node, medianMinutes])),
  }
  const version = lines.find(({ id }) => id === procedure.versionId)
  const versionWord = version && say.version(version.number, dayOf(version.effectiveFrom))
  const body = html`<p class="mc-small mc-quiet">${say.heatHelp}</p>
${standing.length === 0 && html`<div class="mc-t1">${notice({ body: html`<p>${say.nobodyHere}</p>` })}</div>`}
<div class="mc-t1">${drawing(process.xml, language, JSON.stringify(marksOf(heat, language)))}</div>`
  const title = say.heatTitle(procedure.shortName)
  const { plan, problems } = process
  const main = html`<div class="mc-work__head"><h1>${title}</h1><p class="mc-quiet">${versionWord}. <a href="/admin/procedures/${procedure.code}">${procedure.code}</a></p></div>
<div class="mc-stack mc-t2">${zone({ id: 'drawing', title: say.drawing, state: runState(plan, problems.length, language), body })}
${plan && zone({ id: 'steps', title: say.steps, body: stepsTable(plan, language, heat) })}</div>`
  return show(desk, asked, { title, main, ...viewing })
}

/** What the drawing shows of each node, ready to be written on it. */
function marksOf({ standing, minutes }: Heat, language: Language) {
  const say = processMessages(language)
  const nodes = [...new Set([...standing.keys(), ...minutes.keys()])]
  return nodes.map((node) => {
    const count = standing.get(node) ?? 0
    const took = minutes.get(node)
    return {
      node,
      count,
      here: say.dossiers(count),
      took: took === undefined ? null : formatDuration(took, language),
    }
  })
}
