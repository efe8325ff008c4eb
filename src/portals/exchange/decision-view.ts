import { button } from '#components/button'
import { typedFields } from '#components/error-summary'
import { checkboxField, dateField, radioField, selectField, textAreaField, textField } from '#components/field'
import { fold } from '#components/fold'
import { narrow, zone } from '#components/sheet'
import { chooseVersion, rightStandingOn } from '#modules/exchange'
import { type Html, html, type Piece } from '#platform/html'
import type { Language } from '#platform/i18n'
import { catalogueUrl, offeringFormUrl } from './catalogue-view.ts'
import { lifeMessagesOf } from './life-messages.ts'
import { messagesOf } from './messages.ts'
import type { OfferingField, OfferingView } from './offering-facts.ts'
import { daysOf } from './rights-view.ts'

type Form = Readonly<{
  view: OfferingView
  field: ReturnType<typeof typedFields<OfferingField>>
  /** The systems of the province, to choose one. */
  systems: readonly Readonly<{ value: string; label: string }>[]
  language: Language
}>

/** Null: the reader may change nothing, or there is nothing to be changed any more. */
function formOf(view: OfferingView, language: Language): Form | null {
  const { typed, problems, line } = view
  if (view.systems === null || line.offering.endedAt !== null) return null
  const systems = view.systems.map(({ id, member, code, name }) => ({
    value: id,
    label: `${member}/${code}: ${name}`,
  }))
  return { view, field: typedFields<OfferingField>({ typed, problems }, language), systems, language }
}

type Part = Readonly<{ id: string; title: string; hint?: string; body: Html; fields: readonly OfferingField[] }>

/** A form under what it changes: folded, until something in it is wrong. */
function part({ view: { problems, typed } }: Form, { id, title, hint, body, fields }: Part): Html {
  const isWrong = problems.some(({ field }) => (fields as readonly string[]).includes(field))
  const open = isWrong || (id === 'end-right' && Boolean(typed.right))
  const words = hint && html`<p class="mc-small mc-quiet">${hint}</p>`
  const folded = fold({ summary: title, look: 'plain', open, body: narrow(words, body) })
  return html`<div class="mc-t1" id="${id}">${folded}</div>`
}

/** Maintenance is announced. */
export function announcePart(view: OfferingView, language: Language): Html | null {
  const form = formOf(view, language)
  const life = lifeMessagesOf(language)
  const hint = life.plannedHint(messagesOf(language).number(view.askedDays))
  const when = ['fromDay', 'fromTime', 'untilDay', 'untilTime'] as const
  const fields = ['plannedFor', ...when, 'plannedNotice', 'knowsShort'] as const
  return form && part(form, { id: 'announce', title: life.announce, hint, body: announceForm(form), fields })
}

/** A right is given, or ended. */
export function rightParts(view: OfferingView, language: Language): Html | null {
  const form = formOf(view, language)
  if (!form) return null
  const life = lifeMessagesOf(language)
  const grant = part(form, {
    ...{ id: 'grant', title: messagesOf(language).grant, body: grantForm(form) },
    fields: ['system', 'basis', 'fromOn', 'untilOn'],
  })
  const isAny = view.rights.some((right) => rightStandingOn(right, view.today) !== 'over')
  const end = part(form, {
    ...{ id: 'end-right', title: life.endRight, hint: life.endRightHint, body: endRightForm(form) },
    fields: ['right', 'lastOn', 'endReason'],
  })
  return html`${grant}${isAny && end}`
}

/** Versions are changed and added, and each is taken out or brought back. */
export function versionZone(view: OfferingView, language: Language): Html | null {
  const form = formOf(view, language)
  if (!form) return null
  const life = lifeMessagesOf(language)
  const state = part(form, {
    ...{ id: 'state', title: life.versionState, hint: life.versionStateHint, body: stateForm(form) },
    fields: ['version', 'state', 'notice'],
  })
  return zone({ id: 'versions', title: life.versions, body: html`${versionLinks(view, language)}${state}` })
}

/** The connection is tried, and a key for the sandbox is made. */
export function trialZones(view: OfferingView, language: Language): Html | null {
  const form = formOf(view, language)
  if (!form) return null
  const say = messagesOf(language)
  const hint = (text: string) => html`<p class="mc-small mc-quiet">${text}</p>`
  const isAny = chooseVersion(view.line.versions, undefined) !== null
  const press = html`<div class="mc-t1">${posting(form, 'test', secondary(say.test))}</div>`
  const trying = isAny ? html`${hint(say.testHint)}${press}` : html`<p>${say.nothingToTest}</p>`
  return html`${zone({ id: 'test', title: say.test, body: trying })}
${zone({ id: 'sandbox', title: say.sandbox, body: narrow(hint(say.sandboxHint), sandboxForm(form)) })}`
}

const secondary = (text: string) => button({ text, variant: 'secondary' })

const posting = ({ view }: Form, action: string, ...inside: readonly Piece[]): Html =>
  html`<form class="mc-form mc-form--tight" method="post" action="${catalogueUrl}/${view.line.offering.id}/${action}" novalidate>${inside}</form>`

/** Where a version is changed, unless it is withdrawn, and where one is added. */
function versionLinks({ line: { offering, versions } }: OfferingView, language: Language): Html {
  const life = lifeMessagesOf(language)
  const to = (version: string, text: string) =>
    html`<a href="${offeringFormUrl}?of=${offering.id}&amp;version=${version}">${text}</a> · `
  const changeable = versions.filter(({ state }) => state !== 'withdrawn')
  return html`<p>${changeable.map(({ version }) => to(version, life.editVersion(version)))}<a href="${offeringFormUrl}?of=${offering.id}&amp;version=new">${life.addVersion}</a></p>`
}

function sandboxForm(form: Form): Html {
  const { view, field, systems: options, language } = form
  const say = messagesOf(language)
  if (!chooseVersion(view.line.versions, undefined)?.sandboxUrl) return html`<p>${say.noSandbox}</p>`
  const system = selectField({ ...field('sandboxSystem'), label: say.sandboxFor, options })
  return posting(form, 'sandbox-key', system, secondary(say.sandboxMake))
}

function grantForm(form: Form): Html {
  const { field, systems: options, language } = form
  const say = messagesOf(language)
  const life = lifeMessagesOf(language)
  return posting(
    form,
    'rights',
    selectField({ ...field('system'), label: say.grantFor, options }),
    textField({ ...field('basis'), label: say.grantBasis, description: say.grantBasisHint, maxLength: 300 }),
    dateField({ ...field('fromOn'), label: life.fromOn, description: life.fromOnHint, optional: true }),
    dateField({ ...field('untilOn'), label: life.untilOn, description: life.untilOnHint, optional: true }),
    secondary(life.grantMake),
  )
}

function endRightForm(form: Form): Html {
  const { view, field, language } = form
  const life = lifeMessagesOf(language)
  const options = view.rights
    .filter((right) => rightStandingOn(right, view.today) !== 'over')
    .map((right) => ({
      value: right.id,
      label: `${right.member}/${right.subsystem}: ${daysOf(right, language)}`,
    }))
  const reason = { label: life.reason, description: life.reasonHint, maxLength: 300 }
  return posting(
    form,
    'rights/end',
    selectField({ ...field('right'), label: life.endRightOf, options }),
    dateField({ ...field('lastOn'), label: life.lastOn, description: life.lastOnHint, optional: true }),
    textField({ ...field('endReason'), ...reason }),
    secondary(life.endRight),
  )
}

/** The state that was seen goes with the choice of the version: who decides on an old page is told. */
function stateForm(form: Form): Html {
  const { view, field, language } = form
  const life = lifeMessagesOf(language)
  const options = view.line.versions.map(({ id, version, state }) => ({
    value: `${id} ${state}`,
    label: `${version}: ${messagesOf(language)[`state_${state}`]}`,
  }))
  const states = [
    { value: 'maintenance', label: life.to_maintenance, description: life.to_maintenance_hint },
    { value: 'withdrawn', label: life.to_withdrawn, description: life.to_withdrawn_hint },
    { value: 'in_force', label: life.to_in_force },
  ]
  const notice = { label: life.notice, description: life.noticeHint, rows: 2, maxLength: 500 }
  return posting(
    form,
    'state',
    selectField({ ...field('version'), label: life.ofVersion, options }),
    radioField({ ...field('state'), label: life.newState, options: states }),
    textAreaField({ ...field('notice'), ...notice }),
    secondary(life.changeState),
  )
}

function announceForm(form: Form): Html {
  const { view, field, language } = form
  const life = lifeMessagesOf(language)
  const versions = view.line.versions
    .filter(({ state }) => state !== 'withdrawn')
    .map(({ id, version }) => ({ value: id, label: version }))
  const options = [{ value: 'all', label: life.allVersions }, ...versions]
  const clock = { description: life.timeHint, size: 8, maxLength: 12, autocomplete: 'off', spellcheck: false }
  const notice = { label: life.plannedNotice, description: messagesOf(language).noticeExample, rows: 2 }
  const knows = field('knowsShort')
  const isAsked = knows.problem !== undefined || knows.value !== undefined
  return posting(
    form,
    'maintenance',
    selectField({ ...field('plannedFor'), label: life.plannedFor, options }),
    dateField({ ...field('fromDay'), label: life.fromDay, description: life.dayHint }),
    textField({ ...field('fromTime'), ...clock, label: life.fromTime }),
    dateField({ ...field('untilDay'), label: life.untilDay, description: life.dayHint }),
    textField({ ...field('untilTime'), ...clock, label: life.untilTime }),
    textAreaField({ ...field('plannedNotice'), ...notice, maxLength: 500 }),
    isAsked &&
      checkboxField({
        ...{ ...knows, value: 'yes', checked: knows.value === 'yes' },
        label: life.knowsShort,
      }),
    secondary(life.announce),
  )
}
