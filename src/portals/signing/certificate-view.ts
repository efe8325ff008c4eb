import { answers } from '#components/answers'
import { actions, button } from '#components/button'
import { errorSummary, type Problem, typedFields } from '#components/error-summary'
import { fileField, selectField, textField } from '#components/field'
import { notice } from '#components/notice'
import { say as stated } from '#components/say'
import { zone } from '#components/sheet'
import { formatMoment } from '#modules/calendar'
import type { Signer } from '#modules/signing'
import { type Html, html } from '#platform/html'
import type { Language } from '#platform/i18n'
import { signingMessages } from './messages.ts'
import { certificatesUrl, signingUrl } from './sign-view.ts'
import { type CertificateWords, pageHead } from './words.ts'

/** An account with what its provider says; `certificates` null: it does not answer. */
export type ShownAccount = Readonly<{
  signer: Signer
  providerName: string
  certificates: readonly CertificateWords[] | null
}>

export type TypedAccount = Readonly<Partial<Record<'provider' | 'account' | 'picture' | 'secret', string>>>

export type CertificatesPage = Readonly<{
  accounts: readonly ShownAccount[]
  providers: readonly Readonly<{ key: string; name: string }>[]
  typed: TypedAccount
  problems: readonly Problem[]
  news: string
}>

/** The accounts of an officer at providers and the certificates there, with their validity in words; asked anew each time. */
export function certificatesPage(page: CertificatesPage, language: Language): Html {
  const { accounts, providers, problems, news } = page
  const say = signingMessages(language)
  const told = { saved: say.accountSaved, removed: say.accountRemoved }[news]
  return html`<div class="mc-narrow mc-stack">${errorSummary({ problems, language })}
<p class="mc-quiet mc-small"><a href="${signingUrl}">${say.back}</a></p>
${pageHead(say.accounts, say.accountsHint)}
${told && notice({ tone: 'done', live: true, body: html`<p>${told}</p>` })}
${accounts.length === 0 && notice({ body: html`<p>${say.noAccounts}</p>` })}
${accounts.map((account) => accountSheet(account, language))}
${providers.length === 0 ? notice({ tone: 'warn', body: html`<p>${say.noProviders}</p>` }) : zone({ id: 'add', title: say.addAccount, body: form(page, language) })}</div>`
}

function accountSheet({ signer, providerName, certificates }: ShownAccount, language: Language): Html {
  const say = signingMessages(language)
  const works = certificates && certificates.length > 0 ? say.tested : say.testedNone
  const state = certificates === null ? stated('warn', say.away(providerName)) : stated('ok', works)
  const lines = (certificates ?? []).map(({ name, facts, validity, usable }) => ({
    term: name,
    answer: stated(usable ? 'ok' : 'warn', validity),
    ...(facts && { note: say.issuedBy(facts.issuer) }),
  }))
  return zone({
    id: `account-${signer.provider}`,
    title: providerName,
    body: html`<p>${signer.providerAccount}<br>${state}<br><span class="mc-small mc-quiet">${say.since(formatMoment(signer.fromAt, language))}. ${signer.imageSha256 ? say.hasPicture : say.noPicture}</span></p>
${lines.length > 0 && answers(lines, 'tight')}
<form method="post" action="${certificatesUrl}/remove"><input type="hidden" name="provider" value="${signer.provider}">${actions(
      html`<a href="${certificatesUrl}">${say.testAgain}<span class="ds-sr-only">: ${providerName}</span></a>`,
      button({ text: say.removeAccount, variant: 'tertiary', about: providerName }),
    )}</form>`,
  })
}

function form({ providers, typed, problems }: CertificatesPage, language: Language): Html {
  const say = signingMessages(language)
  const field = typedFields<keyof TypedAccount>({ typed, problems }, language)
  const options = providers.map(({ key, name }) => ({ value: key, label: name }))
  return html`<form class="mc-form mc-form--tight" method="post" action="${certificatesUrl}" enctype="multipart/form-data" novalidate>
${selectField({ ...field('provider'), label: say.providerLabel, options })}
${textField({ ...field('account'), label: say.accountLabel, description: say.accountHint, maxLength: 120, autocomplete: 'off', spellcheck: false })}
${textField({ ...field('secret'), value: '', label: say.secretLabel, description: say.secretHint, type: 'password', maxLength: 200, autocomplete: 'off', optional: true })}
${fileField({ ...field('picture'), label: say.pictureLabel, description: say.pictureHint, accept: 'image/png', optional: true })}
${actions(button({ text: say.saveAccount }))}</form>`
}
