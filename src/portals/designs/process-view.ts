import { actions, button } from '#components/button'
import { notice } from '#components/notice'
import { zone } from '#components/sheet'
import { table } from '#components/table'
import { type Design, isEditable, type ReadProcess } from '#modules/designs'
import { processDescriptor } from '#modules/diagrams'
import { attributes, type Html, html, type Piece } from '#platform/html'
import type { Language } from '#platform/i18n'
import { designHead, type HeadView } from './design-head.ts'
import { addressOf } from './desk.ts'
import { designMessages } from './messages.ts'
import { processMessages } from './process-messages.ts'
import { propertiesPanel } from './properties-panel.ts'
import { runState, stepsTable } from './steps-view.ts'
import { uploadForm } from './upload-form.ts'

export type ProcessView = Readonly<{ head: HeadView; process: ReadProcess; mayEdit: boolean }>

/** The process of a design: drawn, edited, and as a list of its steps. */
export function processView({ head, process, mayEdit }: ProcessView): Html {
  const { design, language } = head
  const say = processMessages(language)
  const canWrite = mayEdit && isEditable(design)
  const { plan, problems, isDefault } = process
  return html`${designHead(head)}
${isDefault && notice({ body: html`<p>${say.isDefault}</p>` })}
<div class="mc-stack mc-t2">
${canWrite ? editor(design, process, language) : zone({ id: 'drawing', title: say.drawing, state: runState(plan, problems.length, language), body: drawing(process.xml, language) })}
${problems.length > 0 && zone({ id: 'problems', title: say.problems, body: problemTable(process, language) })}
${plan && zone({ id: 'steps', title: say.steps, body: html`<p class="mc-small mc-quiet">${say.stepsHelp}</p>${stepsTable(plan, language)}` })}
${canWrite && zone({ id: 'upload', title: say.uploadProcess, body: uploads(design, isDefault, language) })}
</div>`
}

/** A drawing that can be moved and zoomed; `marks` (JSON) colours it. On a phone the list of steps stands for it. */
export const drawing = (xml: string, language: Language, marks?: string): Html =>
  html`<div${attributes({ class: 'mc-canvas', 'data-process': true, 'data-xml': xml, 'data-marks': marks, 'data-failed': processMessages(language).cannotDraw, role: 'group', 'aria-label': processMessages(language).drawing })}></div>`

function editor(design: Design, { xml, plan, problems }: ReadProcess, language: Language): Html {
  const say = processMessages(language)
  const words = {
    saving: say.saving,
    saved: say.savedDrawing,
    changed: say.changedMeanwhile,
    failed: say.notSaved,
    unsaved: say.unsaved,
    cannotDraw: say.cannotDraw,
    reason: say.reasonWord,
  }
  const given = {
    class: 'mc-canvas mc-canvas--edit',
    'data-modeler': true,
    'data-xml': xml,
    'data-descriptor': JSON.stringify(processDescriptor),
    'data-words': JSON.stringify(words),
    tabindex: '0',
    role: 'application',
    'aria-label': say.drawing,
  }
  const body = html`<p class="mc-small mc-quiet mc-wide-only">${say.editHelp}</p><p class="mc-small mc-quiet mc-phone-only">${say.phone}</p>
<noscript><p>${say.noScript}</p></noscript>
<div class="mc-designer mc-t1"><div${attributes(given)}></div>${propertiesPanel(language)}</div>
<form class="mc-t1" method="post" action="${addressOf(design.id, 'process')}" data-save-process hidden><input type="hidden" name="seen" value="${design.revision}"><textarea name="xml" hidden></textarea>
${actions(button({ text: say.saveDrawing }), html`<button class="ds-button" data-variant="secondary" type="submit" name="force" value="yes" data-overwrite hidden>${say.overwrite}</button>`, html`<button class="mc-linklike" type="button" data-keep>${say.keepFile}</button>`, html`<span class="mc-small" role="status" data-state></span>`)}</form>`
  return zone({ id: 'drawing', title: say.drawing, state: runState(plan, problems.length, language), body })
}

function problemTable({ problems }: ReadProcess, language: Language): Html {
  const say = processMessages(language)
  return table({
    caption: designMessages(language).tableOf(say.problems),
    columns: [{ title: say.element }, { title: say.line, number: true }, { title: say.reason }],
    stack: true,
    rows: problems
      .slice(0, 100)
      .map(({ element, line, reason, reasonEn }) => [
        element ?? '–',
        line ?? '–',
        language === 'en' ? reasonEn : reason,
      ]),
  })
}

function uploads(design: Design, isDefault: boolean, language: Language): Piece {
  const say = processMessages(language)
  const action = addressOf(design.id, 'texts')
  const back = html`<form class="mc-t1" method="post" action="${addressOf(design.id, 'process')}"><input type="hidden" name="seen" value="${design.revision}"><input type="hidden" name="remove" value="yes">${button({ text: say.backToDefault, variant: 'tertiary' })}</form>`
  return [uploadForm({ action, seen: design.revision, language }), !isDefault && back]
}
