import { actions, button, linkButton } from '#components/button'
import { code } from '#components/code'
import { errorSummary, type Problem, typedFields } from '#components/error-summary'
import { type Option, selectField, textField } from '#components/field'
import { notice } from '#components/notice'
import { pagination } from '#components/pagination'
import { say as stated } from '#components/say'
import { narrow } from '#components/sheet'
import { table } from '#components/table'
import { type Design, standingOf } from '#modules/designs'
import { type Html, html } from '#platform/html'
import type { Language } from '#platform/i18n'
import { toneOf } from './design-head.ts'
import { addressOf, momentOf } from './desk.ts'
import { designMessages } from './messages.ts'
import { uploadForm } from './upload-form.ts'

export type DesignLine = Readonly<{ design: Design; name: string }>

/** Designs as a table, the newest first. */
export function designTable(lines: readonly DesignLine[], today: string, language: Language): Html {
  const say = designMessages(language)
  const titles = [say.procedure, say.code, say.standing, say.changed, say.author]
  return table({
    caption: say.listCaption,
    columns: titles.map((title) => ({ title })),
    stack: true,
    rows: lines.map(({ design, name }) => {
      const standing = standingOf(design, today)
      return [
        html`<a href="${addressOf(design.id)}">${name}</a>`,
        code(design.code),
        stated(toneOf[standing], say.standings()[standing]),
        momentOf(design.changedAt, language),
        design.createdByName,
      ]
    }),
  })
}

export type ListView = Readonly<{
  lines: readonly DesignLine[]
  today: string
  mayEdit: boolean
  cursor: string | undefined
  nextCursor: string | null
  language: Language
}>

/** All designs that were not given up. */
export function listView({ lines, today, mayEdit, cursor, nextCursor, language }: ListView): Html {
  const say = designMessages(language)
  return html`<div class="mc-work__head"><h1>${say.listTitle}</h1><p class="mc-quiet">${say.listHelp}</p></div>
${mayEdit && actions(linkButton({ text: say.newTitle, href: '/admin/designs/new' }))}
<div class="mc-t1">${lines.length > 0 ? designTable(lines, today, language) : notice({ body: html`<p>${say.noDesigns}</p>` })}</div>
${pagination({ nextHref: nextCursor && `/admin/designs?before=${nextCursor}`, firstHref: cursor ? '/admin/designs' : null, language })}`
}

export type NewView = Readonly<{
  offered: readonly Option[]
  typed: Readonly<{ from?: string; code?: string }>
  problems: readonly Problem[]
  uploadProblem?: string | undefined
  language: Language
}>

/** The form that begins a design. */
export function newView({ offered, typed, problems, uploadProblem, language }: NewView): Html {
  const say = designMessages(language)
  const field = typedFields<'from' | 'code'>({ typed, problems }, language)
  return html`<div class="mc-work__head"><h1>${say.newTitle}</h1></div>
${narrow(html`<p class="mc-quiet">${say.newHelp}</p>
${errorSummary({ problems, language })}
<form class="mc-form" method="post" action="/admin/designs" novalidate>
${selectField({ ...field('from'), label: say.chooseProcedure, options: offered })}
${textField({ ...field('code'), label: say.newCode, description: say.newCodeHint, optional: true, size: 16, maxLength: 40, autocomplete: 'off' })}
${actions(button({ text: say.start }), html`<a href="/admin/designs">${say.back}</a>`)}
</form>
<section class="mc-section" aria-labelledby="upload"><h2 class="mc-h" id="upload">${say.orUpload}</h2>
${uploadForm({ action: '/admin/designs/upload', problem: uploadProblem, language })}</section>`)}`
}
