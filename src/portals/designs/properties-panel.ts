import { type Option, selectField, textAreaField, textField } from '#components/field'
import { type Html, html } from '#platform/html'
import type { Language } from '#platform/i18n'
import { processMessages } from './process-messages.ts'

/**
 * What one element of a drawing says, as a form beside it. A part with `data-for` is shown for elements of those types; the
 * script of the page fills it in and writes it back.
 */
export function propertiesPanel(language: Language): Html {
  const say = processMessages(language)
  const optionsOf = (words: Readonly<Record<string, string>>): Option[] =>
    Object.entries(words).map(([value, label]) => ({ value, label }))
  const text = (name: string, label: string, description?: string) =>
    textField({ name, label, description, language, autocomplete: 'off', spellcheck: false })
  return html`<form class="mc-zone mc-form mc-form--tight" data-properties aria-label="${say.properties}">
<h3 class="mc-h">${say.properties} <span class="mc-small mc-quiet" data-element></span></h3>
<p class="mc-small mc-quiet" data-none>${say.chooseElement}</p>
<div class="mc-stack mc-gap2" data-for="*" hidden>
${text('name', say.name)}
<div data-for="FlowNode" hidden>${text('nameEn', say.nameEn)}</div></div>
<div class="mc-stack mc-gap2" data-for="UserTask ManualTask" hidden>
${selectField({ name: 'role', label: say.role, language, options: optionsOf(say.roles()) })}
${text('agency', say.agency, say.agencyHint)}
${selectField({ name: 'step', label: say.phase, language, options: optionsOf(say.stepNames()), placeholder: say.noPhase })}
${text('time', say.time, say.timeHint)}
${text('notBy', say.notByField, say.notByHint)}
${textAreaField({ name: 'outcomes', label: say.outcomesField, description: say.outcomesHint, language, rows: 4 })}
${textAreaField({ name: 'documentation', label: say.instructions, language, rows: 3 })}
</div>
<div class="mc-stack mc-gap2" data-for="SequenceFlow" hidden>
${textAreaField({ name: 'condition', label: say.condition, description: say.conditionHint, language, rows: 3 })}
</div>
</form>`
}
