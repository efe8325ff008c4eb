import { button } from '#components/button'
import { typedFields } from '#components/error-summary'
import { checkboxField, dateField, radioField, selectField, textAreaField, textField } from '#components/field'
import { narrow, zone } from '#components/sheet'
import { chooseVersion, rightStandingOn, type SubsystemLine } from '#modules/exchange'
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

/** What administrators do about an offering, each its own form. */
export function administration(
  view: OfferingView,
  systems: readonly SubsystemLine[],
  language: Language,
): Html {
  const { typed, problems } = view
  const options = systems.map(({ id, member, code, name }) => ({
    value: id,
    label: `${member}/${code}: ${name}`,
  }))
  const field = typedFields<OfferingField>({ typed, problems }, language)
  const form = { view, field, systems: options, language }
  const say = messagesOf(language)
  const life = lifeMessagesOf(language)
  const part = (id: string, title: string, hint: string | null, body: Html) =>
    zone({ id, title, body: narrow(hint && html`<p class="mc-small mc-quiet">${hint}</p>`, body) })
  const days = say.number(view.askedDays)
  return html`${zone({ id: 'versions', title: life.versions, body: versionLinks(view, language) })}
${part('test', say.test, say.testHint, posting(form, 'test', secondary(say.test)))}
${part('sandbox', say.sandbox, say.sandboxHint, sandboxForm(form))}
${part('grant', say.grant, null, grantForm(form))}
${view.rights.some((right) => rightStandingOn(right, view.today) !== 'over') && part('end-right', life.endRight, life.endRightHint, endRightForm(form))}
${part('state', life.versionState, life.versionStateHint, stateForm(form))}
${part('announce', life.announce, life.plannedHint(days), announceForm(form))}`
}

const secondary = (text: string) => button({ text, variant: 'secondary' })

const posting = ({ view }: Form, action: string, ...inside: readonly Piece[]): Html =>
  html`<form class="mc-form mc-form--tight" method="post" action="${catalogueUrl}/${view.line.offering.id}/${action}" novalidate>${inside}</form>`

/** Where a version is changed, and where one is added. */
function versionLinks({ line: { offering, versions } }: OfferingView, language: Language): Html {
  const life = lifeMessagesOf(language)
  const to = (version: string, text: string) =>
    html`<a href="${offeringFormUrl}?of=${offering.id}&amp;version=${version}">${text}</a> · `
  return html`<p>${versions.map(({ version }) => to(version, life.editVersion(version)))}<a href="${offeringFormUrl}?of=${offering.id}&amp;version=new">${life.addVersion}</a></p>`
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
    button({ text: life.grantMake }),
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
    dateField({ ...field('fromDay'), label: life.fromDay }),
    textField({ ...field('fromTime'), ...clock, label: life.fromTime }),
    dateField({ ...field('untilDay'), label: life.untilDay }),
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
