import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { Type } from 'typebox'
import { button } from '#components/button'
import { selectField } from '#components/field'
import type { Frame } from '#components/frame'
import { notice } from '#components/notice'
import { type Html, html } from '#platform/html'
import { sendPage } from '#platform/http'
import { type Language, languageOf } from '#platform/i18n'
import type { FaultSwitch } from './fault-switch.ts'
import { faultMessages, faultNames, standInNames } from './messages.ts'

const url = '/demo/faults'
const querystring = Type.Object({ done: Type.Optional(Type.String({ maxLength: 20 })) })
const body = Type.Record(Type.String(), Type.String({ maxLength: 40 }), { maxProperties: 40 })

/** `/demo/faults`: breaks the stand-ins, for people who try the demonstration. Never registered outside it. */
export const faultPages =
  (frame: Frame, switches: readonly FaultSwitch[]): FastifyPluginAsyncTypebox =>
  async (app) => {
    const config = { permission: 'portal.break_stand_ins' } as const
    app.get(url, { config, schema: { hide: true, querystring } }, async (request, reply) => {
      const language = languageOf(request)
      const main = renderFaults(switches, language, request.query.done !== undefined)
      return sendPage(reply, frame(request, { title: faultMessages(language).title, main }))
    })

    app.post(url, { config, schema: { hide: true, body } }, async (request, reply) => {
      for (const one of switches) {
        const wanted = 'heal' in request.body ? '' : request.body[one.standIn]
        if (wanted !== undefined) one.set(one.faults.find((fault) => fault === wanted) ?? null)
      }
      return reply.redirect(`${url}?done=set`, 303)
    })
  }

function renderFaults(switches: readonly FaultSwitch[], language: Language, done: boolean): Html {
  const text = faultMessages(language)
  return html`<div class="mc-narrow"><h1>${text.title}</h1>
<div class="mc-stack mc-t2">${done && notice({ tone: 'done', live: true, body: html`<p>${text.done}</p>` })}
${notice({ body: html`<p>${text.intro}</p><p class="mc-t1">${text.leftOut}</p>` })}</div>
${
  switches.length === 0
    ? html`<p>${text.none}</p>`
    : html`<form class="mc-stack mc-t2" method="post" action="${url}">
${switches.map((one) => renderSwitch(one, language))}
<div class="mc-row">${button({ text: text.set })}${button({ text: text.heal, variant: 'secondary', name: 'heal', value: '1' })}</div></form>`
}
<p class="mc-t2"><a class="ds-link" href="/admin/sync">${text.watch}</a></p></div>`
}

function renderSwitch({ standIn, faults, current, page }: FaultSwitch, language: Language): Html {
  const text = faultMessages(language)
  const field = selectField({
    ...{ name: standIn, label: standInNames(language)[standIn], language, placeholder: text.whole },
    options: faults.map((value) => ({ value, label: faultNames(language)[value] })),
    value: current() ?? '',
  })
  const about = html`<span class="ds-sr-only">: ${standInNames(language)[standIn]}</span>`
  return html`<div>${field}${page && html`<p class="mc-small mc-t1"><a class="ds-link" href="${page}" rel="external">${text.lookAt}${about}</a></p>`}</div>`
}
