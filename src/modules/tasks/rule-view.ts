import { actions, button } from '#components/button'
import { errorSummary, type Problem, typedFields } from '#components/error-summary'
import { dateField, radioField, textField } from '#components/field'
import { notice } from '#components/notice'
import { writeDay } from '#components/read-step'
import { say as stated } from '#components/say'
import { narrow, zone } from '#components/sheet'
import { versions } from '#components/versions'
import { type Html, html } from '#platform/html'
import type { Language } from '#platform/i18n'
import { describeRule } from './describe-rule.ts'
import { taskMessages } from './messages.ts'
import type { DecidedRule } from './repository-rules.ts'
import type { MeasuredFrom } from './rules/alarms.ts'

export const rulesUrl = '/admin/reminder-rules'

const kinds: readonly MeasuredFrom[] = ['step_due', 'last_day_before_due', 'dossier_due']

const stateOf = ({ active }: DecidedRule, language: Language): Html => {
  const say = taskMessages(language)
  return active ? stated('ok', say.ruleOn) : stated('mute', say.ruleOff)
}

export type RulesView = Readonly<{
  rules: readonly DecidedRule[]
  coming: readonly DecidedRule[]
  isSaved: boolean
}>

/** The rules in sentences, in the order in which they ring, and what has been decided for later. */
export function rulesPage({ rules, coming, isSaved }: RulesView, language: Language): Html {
  const say = taskMessages(language)
  const rulesOf = (measuredFrom: MeasuredFrom): Html => {
    const items = rules
      .filter((rule) => rule.measuredFrom === measuredFrom)
      .sort((a, b) => a.offsetMinutes - b.offsetMinutes)
      .map((rule) => ({
        title: describeRule(rule, language),
        href: `${rulesUrl}/${rule.name}`,
        state: stateOf(rule, language),
        dates: `${rule.basis}, ${say.since(writeDay(rule.validFrom))}`,
      }))
    return zone({ id: measuredFrom, title: say[`rulesOf_${measuredFrom}`], body: versions(items) })
  }
  return html`<div class="mc-work__head"><h1>${say.rules}</h1><p class="mc-quiet">${say.rulesHint}</p></div>
${isSaved && notice({ tone: 'done', live: true, body: html`<p>${say.saved}</p>` })}
<div class="mc-stack mc-t2">${kinds.map(rulesOf)}
${coming.length > 0 && zone({ id: 'coming', title: say.coming, body: comingList(coming, language) })}</div>`
}

function comingList(coming: readonly DecidedRule[], language: Language): Html {
  const say = taskMessages(language)
  return html`<ul>${coming.map((rule) => {
    const sentence = describeRule(rule, language)
    return html`<li><strong>${say.from(writeDay(rule.validFrom))}</strong>: ${rule.active ? sentence : say.comingOff(sentence)} <span class="mc-small mc-quiet">${rule.basis}</span></li>`
  })}</ul>`
}

/** What was typed into the form of a rule. */
export type TypedDecision = Readonly<Record<'hours' | 'side' | 'active' | 'validFrom' | 'basis', string>>

export type RuleView = Readonly<{
  rule: DecidedRule
  typed: TypedDecision
  problems: readonly Problem[]
}>

/** One rule as it is in force, and the form of a decision on it. */
export function rulePage({ rule, typed, problems }: RuleView, language: Language): Html {
  const say = taskMessages(language)
  const common = typedFields<keyof TypedDecision>({ typed, problems }, language)
  const sides = [
    { value: 'before', label: say.sideBefore },
    { value: 'after', label: say.sideAfter },
  ]
  const states = [
    { value: 'yes', label: say.activeYes },
    { value: 'no', label: say.activeNo },
  ]
  return html`<div class="mc-work__head"><h1>${say.changeRule}</h1></div>
${narrow(html`${errorSummary({ problems, language })}
<p>${describeRule(rule, language)} ${stateOf(rule, language)}<br><span class="mc-small mc-quiet">${say.basis}: ${rule.basis}, ${say.since(writeDay(rule.validFrom))}</span></p>
<form class="mc-form" method="post" action="${rulesUrl}/${rule.name}" novalidate>
${radioField({ ...common('active'), label: say.isActive, options: states, inline: true })}
${textField({ ...common('hours'), label: say.hours, description: say.hoursHint, inputMode: 'numeric', size: 6, autocomplete: 'off' })}
${radioField({ ...common('side'), label: say.side, options: sides, inline: true })}
${dateField({ ...common('validFrom'), label: say.validFrom, description: say.validFromHint })}
${textField({ ...common('basis'), label: say.basis, description: say.basisHint, maxLength: 300 })}
${actions(button({ text: say.save }), html`<a href="${rulesUrl}">${say.backToRules}</a>`)}
</form>`)}`
}
