import type { FastifyRequest } from 'fastify'
import { brand } from '#components/brand'
import { displayForm, displayOf, languageForm } from '#components/display'
import { renderDocument } from '#components/document'
import type { Frame, PageContent } from '#components/frame'
import { backTo, hasPage, navigation, savesData } from '#components/navigation'
import { may, type Permission } from '#modules/identity'
import { boundedText } from '#modules/tasks'
import { type Html, html } from '#platform/html'
import type { Language } from '#platform/i18n'
import { messagesOf } from './messages.ts'

/** Whether this is a demonstration: every page then says that its people are invented. */
export type OfficerFrameSettings = Readonly<{ demo: boolean }>

/** The frame of the pages that officers work on: an ink bar, dense, and no red but lateness. */
export function makeOfficerFrame({ demo }: OfficerFrameSettings): Frame {
  return (request, page) => {
    const display = displayOf(request)
    return renderDocument({
      title: `${page.title} – Một Cửa`,
      display,
      compact: display.density === 'compact',
      saveData: savesData(request),
      scripts: page.scripts ?? [],
      styles: page.styles ?? [],
      refreshSeconds: page.refreshSeconds,
      body: [bar(request, page, display.language), main(page), footer(request, demo)],
    })
  }
}

const main = ({ main, wide }: PageContent): Html =>
  html`<main id="main">${wide ? main : html`<div class="mc-work">${main}</div>`}</main>`

/** The entries that this officer's roles open. */
const entriesFor = (request: FastifyRequest, language: Language) => {
  const say = messagesOf(language)
  const all: readonly { key: string; href: string; text: string; permission: Permission }[] = [
    { key: 'worklist', href: '/officer/worklist', text: say.worklist, permission: 'dossiers.list_work' },
    { key: 'process-tasks', href: '/officer/tasks', text: say.tasks, permission: 'running.list_work' },
    {
      key: 'reminders',
      href: '/officer/reminders',
      text: counted(say.reminders, request.unseenReminders),
      permission: 'tasks.read_own',
    },
    {
      key: 'consultations',
      href: '/officer/consultations',
      text: counted(say.consultations, request.openConsultations),
      permission: 'consultations.answer',
    },
    { key: 'signing', href: '/officer/signing', text: say.signing, permission: 'signing.sign' },
    { key: 'intake', href: '/officer/intake', text: say.intake, permission: 'dossiers.intake' },
    { key: 'register', href: '/officer/register', text: say.register, permission: 'forms.read_register' },
    { key: 'payments', href: '/officer/payments', text: say.payments, permission: 'payments.read' },
    { key: 'scans', href: '/officer/scans', text: say.scans, permission: 'digitisation.scan' },
    { key: 'registers', href: '/officer/registers', text: say.registers, permission: 'registers.look_up' },
    {
      key: 'look-ups',
      href: '/officer/look-ups',
      text: say.lookUps,
      permission: 'registers.read_report',
    },
    { key: 'times', href: '/officer/times', text: say.times, permission: 'statistics.read_times' },
    { key: 'procedures', href: '/admin/procedures', text: say.procedures, permission: 'procedures.manage' },
    { key: 'designs', href: '/admin/designs', text: say.designs, permission: 'designs.read' },
    {
      key: 'reminder-rules',
      href: '/admin/reminder-rules',
      text: say.reminderRules,
      permission: 'tasks.manage_rules',
    },
    { key: 'forms', href: '/admin/forms', text: say.forms, permission: 'forms.read_templates' },
    { key: 'calendar', href: '/admin/calendar', text: say.calendar, permission: 'calendar.manage' },
    {
      key: 'signing-settings',
      href: '/admin/signing/seals',
      text: say.signing,
      permission: 'signing.manage',
    },
    { key: 'events', href: '/admin/events', text: say.events, permission: 'events.manage' },
    { key: 'exchange', href: '/officer/exchange', text: say.exchange, permission: 'exchange.manage' },
    { key: 'sync', href: '/admin/sync', text: say.sync, permission: 'sync.read' },
    {
      key: 'messages',
      href: '/officer/exchange/messages',
      text: say.messageLog,
      permission: 'messagelog.read',
    },
    { key: 'accounts', href: '/admin/accounts', text: say.accounts, permission: 'identity.manage_accounts' },
  ]
  return all.filter(({ href, permission }) => may(request.actor, permission) && hasPage(request, href))
}

/** How many there are to see, bounded; the number stands beside the word. */
const counted = (word: string, count: number): string => (count > 0 ? `${word} (${boundedText(count)})` : word)

function bar(request: FastifyRequest, page: PageContent, language: Language): Html {
  const say = messagesOf(language)
  const entries = entriesFor(request, language)
  return html`<header class="mc-bar"><div class="mc-bar__in">
${brand(entries[0]?.href ?? '/', html`<b>Một Cửa</b>`)}
${entries.length > 0 && navigation(entries, page.current, say.main)}
${officer(request, language)}
</div></header>`
}

function officer({ actor }: FastifyRequest, language: Language): Html | null {
  if (actor.kind !== 'officer') return null
  return html`<form class="mc-bar__me" method="post" action="/sign-out"><span><b>${actor.fullName}</b><span>${actor.position}, ${actor.agencyName}</span></span><button class="mc-linklike" type="submit">${messagesOf(language).signOut}</button></form>`
}

function footer(request: FastifyRequest, demo: boolean): Html {
  const display = displayOf(request)
  const say = messagesOf(display.language)
  const back = backTo(request)
  return html`<footer class="mc-foot mc-foot--slim"><div class="mc-foot__in">
<ul><li><a href="/">${say.portal}</a></li><li>${languageForm(display.language, back)}</li>${demo && html`<li class="mc-quiet">${say.demo}</li>`}</ul>
${displayForm(display, back, ['text', 'scheme', 'contrast', 'density'])}
</div></footer>`
}
