import { Temporal } from 'temporal-polyfill'
import { actions, button, linkButton } from '#components/button'
import { errorSummary, type Problem } from '#components/error-summary'
import { fileField, radioField, textField } from '#components/field'
import { notice } from '#components/notice'
import { section } from '#components/sheet'
import { formatShortDay } from '#modules/calendar'
import { acceptedTypes, type StoredPaper } from '#modules/papers'
import {
  type ActingFor,
  type Declared,
  declarable,
  type LapsedRepresentation,
  type Representation,
} from '#modules/representation'
import { type Html, html, type Piece } from '#platform/html'
import type { Language } from '#platform/i18n'
import { messagesOf } from './acting-messages.ts'

export type ChooseView = Readonly<{
  all: readonly Representation[]
  /** What nobody ended and holds no more. */
  lapsed: readonly LapsedRepresentation[]
  fullName: string
  actingFor: ActingFor | null
  /** Where one was going. */
  back: string
  isDone: boolean
  language: Language
}>

/** For whom do you act? Each with how that is known; for oneself first. */
export function chooseView({ all, lapsed, fullName, actingFor, back, isDone, language }: ChooseView): Html {
  const say = messagesOf(language)
  const options = [
    { value: 'self', label: say.self(fullName), description: say.selfNote },
    ...all.map((one) => ({
      value: one.id,
      label: one.principal.name,
      description: `${one.principal.number}. ${groundOf(one, language)}`,
    })),
  ]
  return html`<div class="mc-narrow mc-stack mc-gap2">
<h1>${say.chooseTitle}</h1>
${isDone && notice({ tone: 'done', live: true, body: html`<p>${say.done}</p>` })}
<p class="mc-lead">${say.chooseLead}</p>
<form class="mc-form" method="post" action="/my/acting"><input type="hidden" name="return" value="${back}">
${radioField({ name: 'for', label: say.chooseFor, options, value: actingFor?.representationId ?? 'self', language })}
${actions(button({ text: say.goOn }), linkButton({ text: say.declare, href: '/my/acting/declare', variant: 'secondary' }))}
</form>
${lapsedList(lapsed, language)}${endList([...all, ...lapsed], language)}
</div>`
}

/** Who is offered no more, why, and what helps. */
function lapsedList(lapsed: readonly LapsedRepresentation[], language: Language): Piece {
  if (lapsed.length === 0) return null
  const say = messagesOf(language)
  const body = html`<ul class="mc-list mc-t1">${lapsed.map(
    ({ principal, lapse }) =>
      html`<li><strong>${principal.name}</strong> <span class="mc-code">${principal.number}</span><br>${say[`lapsed_${lapse.why}`](formatShortDay(Temporal.PlainDate.from(lapse.on)))}</li>`,
  )}</ul>`
  return section({ id: 'lapsed', title: say.lapsedTitle, body })
}

function endList(all: readonly Representation[], language: Language): Piece {
  if (all.length === 0) return null
  const say = messagesOf(language)
  const body = html`<p class="mc-small mc-quiet">${say.endNote}</p><ul class="mc-list mc-t1">${all.map(
    ({ id, principal }) =>
      html`<li><form class="mc-row mc-row--between" method="post" action="/my/acting/end"><input type="hidden" name="id" value="${id}"><span>${principal.name}</span>${button({ text: say.end, about: principal.name, variant: 'secondary' })}</form></li>`,
  )}</ul>`
  return section({ id: 'end', title: say.endTitle, body })
}

/** How it is known: by VNeID, or by a declaration that officers still judge. */
const groundOf = ({ ground, source }: Representation, language: Language): string => {
  const say = messagesOf(language)
  return `${say[`ground_${ground}`]}, ${source === 'provider' ? say.byProvider : say.byDeclaration}`
}

export type DeclareView = Readonly<{
  typed: Declared
  problems: readonly Problem[]
  /** The paper of an attempt that was refused for something else. */
  kept: StoredPaper | null
  language: Language
}>

/** The declaration that one acts for a child, a ward, or whoever gave an authorisation, with its paper. */
export function declareView({ typed, problems, kept, language }: DeclareView): Html {
  const say = messagesOf(language)
  const problemOf = (name: string) => problems.find(({ field }) => field === name)?.sentence
  const field = (name: 'name' | 'personalId' | 'birthDate', description?: string) =>
    textField({
      ...{ name, label: say[name], value: typed[name], language, description },
      problem: problemOf(name),
    })
  const options = declarable.map((value) => ({ value, label: say[`ground_${value}`] }))
  return html`<div class="mc-narrow mc-stack mc-gap2">
${errorSummary({ problems, language })}
<h1>${say.declareTitle}</h1>
<p class="mc-lead">${say.declareLead}</p>
<form class="mc-form" method="post" action="/my/acting/declare" enctype="multipart/form-data" novalidate>
${radioField({ name: 'ground', label: say.ground, options, value: typed.ground, language, problem: problemOf('ground') })}
${field('name')}${field('personalId', say.personalIdNote)}${field('birthDate', say.birthDateNote)}
${fileField({ name: 'paper', label: say.paper, accept: Object.keys(acceptedTypes).join(','), description: kept ? say.keptPaper(kept.name) : say.paperNote, problem: problemOf('paper'), language })}
${kept && html`<input type="hidden" name="kept" value="${kept.id}">`}
${actions(button({ text: say.declareSend }), linkButton({ text: say.back, href: '/my/acting', variant: 'secondary' }))}
</form></div>`
}
