import { actions, button } from '#components/button'
import { errorSummary, type Problem, typedFields } from '#components/error-summary'
import { dateField, textAreaField, textField } from '#components/field'
import { notice } from '#components/notice'
import { narrow } from '#components/sheet'
import type { DesignAct } from '#modules/designs'
import { type Html, html, type Piece } from '#platform/html'
import { designHead, type HeadView } from './design-head.ts'
import { addressOf } from './desk.ts'
import { designMessages } from './messages.ts'

export type ActFieldName = 'note' | 'number' | 'decidedOn' | 'effectiveOn'
export type ActView = Readonly<{
  head: HeadView
  act: DesignAct
  typed: Readonly<Partial<Record<ActFieldName, string>>>
  problems: readonly Problem[]
  /** What stands in the way and is no field's. */
  refusal?: string | undefined
}>

/** The page before an act: what it means, what it needs, and the button that does it. */
export function actView(view: ActView): Html {
  const { head, act, problems, refusal } = view
  const { design, language } = head
  const say = designMessages(language)
  const title = say.acts()[act]
  return html`${designHead(head)}
${narrow(html`<h2>${title}</h2>
<p>${say.actHelp()[act]}</p>
${refusal && notice({ tone: 'warn', live: true, body: html`<p>${refusal}</p>` })}
${errorSummary({ problems, language })}
<form class="mc-form" method="post" action="${addressOf(design.id, `acts/${act}`)}" novalidate>
<input type="hidden" name="seen" value="${design.revision}">
${fieldsOf(view)}
${actions(button({ text: say.confirm(title) }), html`<a href="${addressOf(design.id)}">${say.back}</a>`)}
</form>`)}`
}

function fieldsOf(view: ActView): Piece {
  const { act, head } = view
  const { language } = head
  const say = designMessages(language)
  const field = typedFields<ActFieldName>(view, language)
  const needsReason = act === 'return' || act === 'undo'
  const note = textAreaField({
    ...field('note'),
    label: needsReason ? say.noteLabel : say.noteOptional,
    rows: 3,
    maxLength: 2000,
    optional: !needsReason,
  })
  if (act !== 'approve') return note
  return [
    textField({
      ...field('number'),
      label: say.decisionNumber,
      description: say.decisionNumberHint,
      size: 28,
      autocomplete: 'off',
    }),
    dateField({ ...field('decidedOn'), label: say.decidedOn }),
    dateField({ ...field('effectiveOn'), label: say.effectiveOn, description: say.effectiveHint }),
    note,
  ]
}
