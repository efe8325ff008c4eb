import { actions, button, linkButton } from '#components/button'
import { errorSummary, type Problem } from '#components/error-summary'
import { fieldId, selectField, textField } from '#components/field'
import { notice } from '#components/notice'
import { say as sayState } from '#components/say'
import { narrow, zone } from '#components/sheet'
import { table } from '#components/table'
import { attributes, type Html, html, type Piece } from '#platform/html'
import type { Language } from '#platform/i18n'
import type { OfficerContact } from './accounts.ts'
import type { AccountRefusal } from './manage-accounts.ts'
import { messagesOf } from './messages.ts'
import type { OfficerAccount } from './repository-accounts.ts'
import { type Role, roles } from './rules/actor.ts'

type Say = ReturnType<typeof messagesOf>
const listUrl = '/admin/accounts'
const urlOf = (username: string): string => `${listUrl}/${encodeURIComponent(username)}`

const head = (title: string, aside?: Piece): Html =>
  html`<div class="mc-work__head"><h1>${title}</h1>${aside}</div>`
const rolesText = (held: readonly Role[], say: Say): string =>
  held.map((role) => say[`role_${role}`]).join(', ')
const stateOf = (active: boolean, say: Say): Html =>
  active ? sayState('ok', say.active) : sayState('mute', say.inactive)

const dayOf = (at: Date | null, { never }: Say): string =>
  at
    ? new Intl.DateTimeFormat('vi-VN', {
        timeZone: 'Asia/Ho_Chi_Minh',
        day: '2-digit',
        month: '2-digit',
        year: 'numeric',
      }).format(at)
    : never

/** Accounts in the order of their names, fifty a page. */
export function accountListView({
  accounts,
  next,
  language,
}: Readonly<{
  accounts: readonly OfficerAccount[]
  next: string | undefined
  language: Language
}>): Html {
  const say = messagesOf(language)
  const columns = [say.accountColumn, say.personColumn, say.rolesColumn, say.stateColumn, say.lastColumn].map(
    (title) => ({ title }),
  )
  const rows = accounts.map((account) => [
    html`<a href="${urlOf(account.username)}">${account.username}</a>`,
    account.position ? `${account.fullName}, ${account.position}` : account.fullName,
    rolesText(account.roles, say),
    stateOf(account.active, say),
    dayOf(account.lastSignedInAt, say),
  ])
  const list =
    rows.length > 0 ? table({ caption: say.accountsTitle, columns, rows }) : html`<p>${say.noAccounts}</p>`
  const after =
    next &&
    html`<p><a rel="next" href="${listUrl}?${new URLSearchParams({ after: next }).toString()}">${say.nextPage}</a></p>`
  return html`${head(say.accountsTitle, linkButton({ text: say.accountsNew, href: '/admin/new-account', variant: 'secondary' }))}
${list}${after}`
}

/** One account and what an administrator can do with it. */
export function accountView({
  account,
  agencyName,
  colleagues,
  isSaved,
  refused,
  language,
}: Readonly<{
  account: OfficerAccount
  agencyName: string
  colleagues: readonly OfficerContact[]
  isSaved: boolean
  refused: AccountRefusal | undefined
  language: Language
}>): Html {
  const say = messagesOf(language)
  const sentences = {
    not_found: say.accountGone,
    own_account: say.ownAccount,
    no_role: say.rolesMissing,
    no_superior: say.superiorUnknown,
  }
  const change = (kind: string, ...inside: readonly Piece[]): Html =>
    html`<form class="mc-form" method="post" action="${urlOf(account.username)}"><input type="hidden" name="change" value="${kind}">${inside}</form>`
  const openOrClose = account.active
    ? change('deactivate', button({ text: say.deactivate, variant: 'secondary' }))
    : change('activate', button({ text: say.activate, variant: 'secondary' }))
  return html`${head(account.username, stateOf(account.active, say))}
${narrow(html`${refused && notice({ tone: 'warn', live: true, body: html`<p>${sentences[refused]}</p>` })}
${isSaved && notice({ tone: 'done', live: true, body: html`<p>${say.changeDone}</p>` })}
<p>${account.fullName}, ${account.position && `${account.position}, `}${agencyName}</p>
${zone({
  id: 'roles',
  title: say.rolesColumn,
  body: change(
    'set_roles',
    rolesField({ held: account.roles, language }),
    actions(button({ text: say.saveRoles, variant: 'secondary' })),
  ),
})}
${zone({
  id: 'superior',
  title: say.superior,
  body: change(
    'set_superior',
    superiorField(account, colleagues, language),
    actions(button({ text: say.saveSuperior, variant: 'secondary' })),
  ),
})}
${zone({
  id: 'state',
  title: say.stateColumn,
  body: actions(
    openOrClose,
    change('reset_password', button({ text: say.resetPassword, variant: 'secondary' })),
  ),
})}
<p><a href="${listUrl}">${say.backToAccounts}</a></p>`)}`
}

const superiorField = (
  account: OfficerAccount,
  colleagues: readonly OfficerContact[],
  language: Language,
): Html =>
  selectField({
    name: 'superior',
    label: messagesOf(language).superiorOf,
    description: messagesOf(language).superiorHint,
    placeholder: messagesOf(language).superiorUsual,
    value: account.superiorId ?? '',
    options: colleagues
      .filter(({ accountId }) => accountId !== account.id)
      .map(({ accountId, fullName, position }) => ({
        value: accountId,
        label: position ? `${fullName}, ${position}` : fullName,
      })),
    language,
  })

/** The form of a new account; what was typed stays. */
export function newAccountView({
  typed,
  problems,
  language,
}: Readonly<{
  typed: Readonly<{
    username: string
    fullName: string
    position: string
    agency: string
    roles: readonly Role[]
  }>
  problems: readonly Problem[]
  language: Language
}>): Html {
  const say = messagesOf(language)
  const problemOf = (field: string) => problems.find((problem) => problem.field === field)?.sentence
  const field = (name: 'username' | 'fullName' | 'position' | 'agency', label: string, description?: string) =>
    textField({
      name,
      label,
      description,
      language,
      value: typed[name],
      problem: problemOf(name),
      autocomplete: 'off',
      spellcheck: false,
      optional: name === 'position',
      size: 32,
    })
  return html`${head(say.accountsNew)}${narrow(html`${errorSummary({ problems, language })}
<form class="mc-form" method="post" action="${listUrl}" novalidate>
${field('username', say.username, say.usernameHint)}
${field('fullName', say.fullName)}
${field('position', say.position)}
${field('agency', say.agency, say.agencyHint)}
${rolesField({ held: typed.roles, problem: problemOf('roles'), language })}
${actions(button({ text: say.create }), html`<a href="${listUrl}">${say.backToAccounts}</a>`)}
</form>`)}`
}

/** A new password, once. */
export function passwordView({
  username,
  password,
  language,
}: Readonly<{ username: string; password: string; language: Language }>): Html {
  const say = messagesOf(language)
  return html`${head(username)}
${narrow(
  zone({
    id: 'password',
    title: say.passwordOnce,
    body: html`<p class="mc-code mc-h"><strong>${password}</strong></p><p>${say.passwordHandOver}</p>`,
  }),
)}
<p><a href="${urlOf(username)}">${username}</a></p><p><a href="${listUrl}">${say.backToAccounts}</a></p>`
}

function rolesField({
  held,
  problem,
  language,
}: Readonly<{ held: readonly Role[]; problem?: string | undefined; language: Language }>): Html {
  const say = messagesOf(language)
  const boxes = roles.map((role, index) => {
    const id = index === 0 ? fieldId('roles') : `${fieldId('roles')}-${role}`
    const given = { type: 'checkbox', name: 'roles', id, value: role, checked: held.includes(role) }
    return html`<div class="ds-field"><input class="ds-input"${attributes(given)}><label for="${id}">${say[`role_${role}`]}</label></div>`
  })
  const wrong = problem && html`<p class="ds-validation-message" id="${fieldId('roles')}-error">${problem}</p>`
  const described = attributes({
    'aria-describedby': problem === undefined ? null : `${fieldId('roles')}-error`,
  })
  const field = html`<fieldset class="ds-fieldset"${described}><legend class="ds-label">${say.roles}</legend>${wrong}${boxes}</fieldset>`
  return problem ? html`<div class="mc-wrong">${field}</div>` : field
}
