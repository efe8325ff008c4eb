import { actions, button } from '#components/button'
import { errorSummary, type Problem, typedFields } from '#components/error-summary'
import { dateField, selectField, textAreaField } from '#components/field'
import { notice } from '#components/notice'
import { zone } from '#components/sheet'
import type { OfficerContact } from '#modules/identity'
import type { Delegation } from '#modules/running'
import { type Html, html } from '#platform/html'
import type { Language } from '#platform/i18n'
import { delegationMessages } from './delegation-messages.ts'
import type { Remark } from './dossier-address.ts'
import { officerMessages } from './messages.ts'

export const delegationsUrl = '/officer/delegations'

export type DelegationPage = Readonly<{
  accountId: string
  delegations: readonly Delegation[]
  officers: readonly OfficerContact[]
  typed: Readonly<Record<string, string>>
  problems: readonly Problem[]
  remark: Remark | null
}>

const dayOf = (on: string): string => on.split('-').reverse().join('/')

/** Who stands in for whom, and the form to let somebody stand in. */
export function delegationPage(page: DelegationPage, language: Language): Html {
  const { delegations, officers, problems, remark } = page
  const words = delegationMessages(language)
  const lines = delegations.map((one) => line(page, one, language))
  const list =
    lines.length > 0 ? html`<ul class="mc-list">${lines}</ul>` : html`<p class="mc-quiet">${words.none}</p>`
  const form = officers.length > 0 ? giveForm(page, language) : notice({ body: words.nobody })
  return html`<div class="mc-narrow mc-stack">
${errorSummary({ problems, language })}
${remark && notice({ ...remark, live: true })}
<h1>${words.title}</h1>
<p class="mc-small mc-quiet">${words.lead}</p>
${zone({ id: 'now', title: words.now, body: list })}
${zone({ id: 'give', title: words.give, body: form })}
</div>`
}

function line({ accountId }: DelegationPage, one: Delegation, language: Language): Html {
  const words = delegationMessages(language)
  const title = one.accountId === accountId ? words.gave(one.delegateName) : words.got(one.accountName)
  const end = button({ text: words.end, variant: 'tertiary' })
  return html`<li><strong>${title}</strong><br><span class="mc-small mc-quiet">${words.days(dayOf(one.fromOn), dayOf(one.untilOn))} ${words.reason(one.reason)}</span>
<form method="post" action="${delegationsUrl}/${one.id}/end">${end}</form></li>`
}

function giveForm({ officers, typed, problems }: DelegationPage, language: Language): Html {
  const words = delegationMessages(language)
  const asked = typedFields({ typed, problems }, language)
  const options = officers.map(({ accountId, fullName, position }) => ({
    value: accountId,
    label: officerMessages(language).by(fullName, position),
  }))
  return html`<form class="mc-form mc-form--tight" method="post" action="${delegationsUrl}" novalidate>
${selectField({ ...asked('delegate'), label: words.who, options })}
${dateField({ ...asked('from'), label: words.from })}
${dateField({ ...asked('until'), label: words.until })}
${textAreaField({ ...asked('reason'), label: words.why, description: words.whyHint, rows: 2, maxLength: 500 })}
${actions(button({ text: words.send }))}
</form>`
}
