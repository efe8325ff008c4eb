import { actions, button } from '#components/button'
import { errorSummary, type Problem } from '#components/error-summary'
import { checkboxField, radioField, selectField, textAreaField, textField } from '#components/field'
import { notice } from '#components/notice'
import { sheet } from '#components/sheet'
import {
  type CommandType,
  commandNames,
  type DossierView,
  dossierMessages,
  officerStateNames,
} from '#modules/dossiers'
import type { OfficerContact } from '#modules/identity'
import { describeCharge, formatVnd } from '#modules/payments'
import { inLanguage } from '#modules/procedures'
import { type Html, html, type Piece } from '#platform/html'
import type { Language } from '#platform/i18n'
import { dossierHref, dossierTitle, type Remark } from './dossier-address.ts'
import { paperField } from './kept-papers.ts'
import { officerMessages } from './messages.ts'
import { askableComponents, requestedComponents, type TypedCommand } from './read-command.ts'
import { suggestFees } from './suggest-fees.ts'

export type CommandPage = Readonly<{
  view: DossierView
  typed: TypedCommand
  problems: readonly Problem[]
  /** The message the applicant will get; null when the command says nothing to the applicant. */
  message: Readonly<{ subject: string; body: string }> | null
  key: string
  remark?: Remark | null
  /** Who can be put in charge of the step; asked for by that command alone. */
  officers?: readonly OfficerContact[]
}>

/** The page on which an officer says what a command needs, and reads what the applicant will read. */
export function commandPage(page: CommandPage, language: Language): Html {
  const { view, typed, problems, key, remark } = page
  const words = officerMessages(language)
  const name = commandNames[typed.type][language]
  const hidden = { revision: String(view.dossier.revision), key }
  return html`<div class="mc-narrow mc-stack">
${errorSummary({ problems, language })}
${remark && notice({ ...remark, live: true })}
<p class="mc-quiet mc-small"><a href="${dossierHref(view)}">${words.backToDossier}</a></p>
<h1>${name}</h1>
<p>${dossierTitle(view, language)} <span class="mc-code mc-quiet">${view.dossier.code ?? view.dossier.reference}</span><br><span class="mc-quiet">${officerStateNames[view.dossier.state][language]}</span></p>
<form class="mc-form mc-form--tight mc-t2" method="post" enctype="multipart/form-data" action="${dossierHref(view, `/commands/${typed.type}`)}" novalidate>${Object.entries(
    hidden,
  ).map(([field, value]) => html`<input type="hidden" name="${field}" value="${value}">`)}
${forms[typed.type]?.(page, language)}
${actions(button({ text: typed.type === 'confirm_payment' ? name : dossierMessages(language).confirm(name), ...colourOf(typed.type) }))}
</form>
${messagePart(page, language)}
</div>`
}

const colourOf = (type: CommandType) =>
  ['refuse', 'reject', 'stop', 'withdraw'].includes(type)
    ? ({ variant: 'secondary', color: 'danger' } as const)
    : {}

/** What the applicant will read, before it is sent. */
function messagePart({ message }: CommandPage, language: Language): Html {
  const words = officerMessages(language)
  if (!message) return notice({ body: words.nothingSent })
  const lines = message.body.split('\n').filter((line) => line !== '')
  return sheet({
    id: 'message',
    title: words.willBeSent,
    body: html`<p class="mc-t1"><strong>${message.subject}</strong></p>${lines.map((line) => html`<p class="mc-small mc-t0">${line}</p>`)}`,
  })
}

type Form = (page: CommandPage, language: Language) => Piece

const sentenceAt = ({ problems }: CommandPage, field: string): string | undefined =>
  problems.find((problem) => problem.field === field)?.sentence

/** A field with what was typed and what is wrong with it. */
const asked = (page: CommandPage, name: string, language: Language) => ({
  name,
  language,
  value: page.typed.fields[name],
  problem: sentenceAt(page, name),
})

const reasonForm: Form = (page, language) => {
  const talk = dossierMessages(language)
  const isInside = page.typed.type === 'return_to_appraisal'
  return textAreaField({
    ...asked(page, 'reason', language),
    label: talk.reason,
    description: isInside ? undefined : talk.reasonHint,
    maxLength: 4000,
  })
}

/** A note for those who come after, and the result if there is a file of it already. */
const noteForm: Form = (page, language) => {
  const talk = dossierMessages(language)
  return [
    textAreaField({
      ...asked(page, 'note', language),
      label: talk.note,
      optional: true,
      rows: 3,
      maxLength: 4000,
    }),
    paperField({
      name: 'result',
      label: talk.resultFile,
      description: talk.resultFileHint,
      kept: page.typed.kept.result ?? [],
      problem: sentenceAt(page, 'file.result'),
      optional: true,
      language,
    }),
  ]
}

const requestPapersForm: Form = (page, language) => {
  const talk = dossierMessages(language)
  const isSecond = page.view.dossier.supplementCount > 0
  const boxes = askableComponents(page.view).map((component) => {
    const field = `component.${component.key}`
    return checkboxField({
      name: field,
      label: inLanguage(component, language).name,
      checked: page.typed.fields[field] !== undefined,
      problem: sentenceAt(page, field),
      language,
    })
  })
  return [
    html`<fieldset class="ds-fieldset"><legend class="ds-label">${talk.whichPapers}</legend>${boxes}</fieldset>`,
    reasonForm(page, language),
    isSecond && textAreaField({ ...asked(page, 'unseenReason', language), label: talk.unseenReason, rows: 3 }),
  ]
}

const supplementForm: Form = (page, language) => [
  html`<p class="mc-quiet">${officerMessages(language).chosenAfter}</p>`,
  ...requestedComponents(page.view).map((component) => {
    const { key, name, note } = inLanguage(component, language)
    return paperField({
      name: key,
      label: name,
      description: note ?? undefined,
      kept: page.typed.kept[key] ?? [],
      problem: sentenceAt(page, `file.${key}`),
      language,
    })
  }),
]

const requestPaymentForm: Form = (page, language) => {
  const talk = dossierMessages(language)
  const words = officerMessages(language)
  const fees = suggestFees(page.view)
  const suggested = inLanguage(fees, language).map(({ key, name, amountVnd, explanation }) => {
    const href = dossierHref(page.view, `/commands/request_payment?fee=${key}`)
    const why = explanation.map(({ text, law }) => (law === null ? text : `${text} (${law})`)).join('. ')
    return html`<li><a href="${href}">${name}: ${formatVnd(amountVnd, language)}</a><br><span class="mc-quiet">${why}</span></li>`
  })
  return [
    fees.length > 0 &&
      html`<div><p class="mc-small">${words.suggestedFees}</p><ul class="mc-small">${suggested}</ul></div>`,
    textField({ ...asked(page, 'reason', language), label: talk.amountFor, maxLength: 300 }),
    textField({
      ...asked(page, 'amount', language),
      label: talk.amount,
      description: words.amountHint,
      inputMode: 'numeric',
      size: 14,
      autocomplete: 'off',
    }),
  ]
}

const confirmPaymentForm: Form = (page, language) => {
  const talk = dossierMessages(language)
  const words = officerMessages(language)
  const due = page.view.charges.filter(({ state }) => state === 'due')
  const lines = due.map((charge) => html`<li>${charge.name}: ${describeCharge(charge, language)}</li>`)
  return [
    due.length > 0
      ? html`<div><p><strong>${words.openCharges}</strong></p><ul>${lines}</ul></div>`
      : notice({ body: words.noCharge }),
    radioField({
      ...asked(page, 'method', language),
      label: talk.paymentMethod,
      inline: true,
      options: [
        { value: 'cash', label: talk.cash },
        { value: 'transfer', label: talk.transferMoney },
      ],
    }),
    textField({
      ...asked(page, 'receiptReference', language),
      label: talk.receiptNumber,
      size: 20,
      maxLength: 100,
      autocomplete: 'off',
    }),
  ]
}

/** Up to so many choices are all in sight; more are read by opening a list. */
const mostRadios = 7

const assignForm: Form = (page, language) => {
  const { officers = [] } = page
  const words = officerMessages(language)
  if (officers.length === 0) return notice({ tone: 'warn', body: words.nobodyToAssign })
  const { handlerId } = page.view.dossier
  const options = officers.map(({ accountId, fullName, position }) => ({
    value: accountId,
    label: words.by(fullName, position),
  }))
  const field = { ...asked(page, 'officer', language), label: words.whoIsInCharge, options }
  const chosen = { ...field, value: field.value ?? handlerId ?? undefined }
  return officers.length > mostRadios ? selectField(chosen) : radioField(chosen)
}

const forms: Readonly<Partial<Record<CommandType, Form>>> = {
  refuse: reasonForm,
  stop: reasonForm,
  withdraw: reasonForm,
  reject: reasonForm,
  return_to_appraisal: reasonForm,
  request_confirmation: reasonForm,
  record_confirmation: noteForm,
  submit_for_approval: noteForm,
  approve: noteForm,
  request_papers: requestPapersForm,
  supplement: supplementForm,
  request_payment: requestPaymentForm,
  confirm_payment: confirmPaymentForm,
  assign: assignForm,
}
