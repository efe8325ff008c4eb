import type { FastifyRequest } from 'fastify'
import { hasPage, type NavigationEntry, type NavigationGroup } from '#components/navigation'
import { may, type Permission } from '#modules/identity'
import { boundedText } from '#modules/tasks'
import type { Language } from '#platform/i18n'
import { messagesOf } from './messages.ts'

type Entry = NavigationEntry & Readonly<{ permission: Permission }>
type Words = ReturnType<typeof messagesOf>

/** How many there are to see, bounded; the number stands beside the word. */
const counted = (word: string, count: number): string => (count > 0 ? `${word} (${boundedText(count)})` : word)

/** What is done all day: always in sight. */
const daily = (say: Words, request: FastifyRequest): readonly Entry[] => [
  { key: 'worklist', href: '/officer/worklist', text: say.worklist, permission: 'dossiers.list_work' },
  { key: 'intake', href: '/officer/intake', text: say.intake, permission: 'dossiers.intake' },
  { key: 'process-tasks', href: '/officer/tasks', text: say.tasks, permission: 'running.list_work' },
  {
    ...{ key: 'reminders', href: '/officer/reminders', permission: 'tasks.read_own' },
    text: counted(say.reminders, request.unseenReminders),
  },
  {
    ...{ key: 'consultations', href: '/officer/consultations', permission: 'consultations.answer' },
    text: counted(say.consultations, request.openConsultations),
  },
  { key: 'signing', href: '/officer/signing', text: say.signing, permission: 'signing.sign' },
  { key: 'scans', href: '/officer/scans', text: say.scans, permission: 'digitisation.scan' },
]

const lookedUp = (say: Words, request: FastifyRequest): readonly Entry[] => [
  {
    ...{ key: 'inquiries', href: '/officer/inquiries', permission: 'inquiries.read' },
    text: counted(say.inquiries, request.openInquiries),
  },
  { key: 'register', href: '/officer/register', text: say.register, permission: 'forms.read_register' },
  { key: 'payments', href: '/officer/payments', text: say.payments, permission: 'payments.read' },
  { key: 'receipts', href: '/officer/receipts', text: say.receipts, permission: 'payments.read' },
  {
    ...{ key: 'undelivered', href: '/officer/messages', text: say.messages },
    permission: 'notifications.handle',
  },
  { key: 'registers', href: '/officer/registers', text: say.registers, permission: 'registers.look_up' },
  { key: 'look-ups', href: '/officer/look-ups', text: say.lookUps, permission: 'registers.read_report' },
  { key: 'filings', href: '/officer/filings', text: say.filings, permission: 'filings.read' },
  { key: 'mirrors', href: '/officer/mirrors', text: say.mirrors, permission: 'mirrors.read' },
  { key: 'ratings', href: '/officer/ratings', text: say.ratings, permission: 'ratings.read' },
  { key: 'times', href: '/officer/times', text: say.times, permission: 'statistics.read_times' },
]

const arranged = (say: Words): readonly Entry[] => [
  { key: 'procedures', href: '/admin/procedures', text: say.procedures, permission: 'procedures.manage' },
  { key: 'designs', href: '/admin/designs', text: say.designs, permission: 'designs.read' },
  { key: 'forms', href: '/admin/forms', text: say.forms, permission: 'forms.read_templates' },
  {
    ...{ key: 'reminder-rules', href: '/admin/reminder-rules', text: say.reminderRules },
    permission: 'tasks.manage_rules',
  },
  { key: 'calendar', href: '/admin/calendar', text: say.calendar, permission: 'calendar.manage' },
]

const connected = (say: Words, request: FastifyRequest): readonly Entry[] => [
  {
    ...{ key: 'operations', href: '/admin/sync', permission: 'operations.read' },
    text: counted(say.operations, request.outsideAlarms?.length ?? 0),
  },
  { key: 'events', href: '/admin/events', text: say.events, permission: 'events.manage' },
  { key: 'exchange', href: '/officer/exchange', text: say.exchange, permission: 'exchange.manage' },
  { key: 'ministries', href: '/admin/mirrors', text: say.ministries, permission: 'mirrors.manage' },
  { key: 'national-vault', href: '/admin/national-vault', text: say.nationalVault, permission: 'sync.read' },
  { key: 'codes', href: '/admin/corresponding-codes', text: say.codes, permission: 'filings.manage_codes' },
  { key: 'messages', href: '/officer/exchange/messages', text: say.messageLog, permission: 'messagelog.read' },
]

const kept = (say: Words): readonly Entry[] => [
  {
    ...{ key: 'signing-settings', href: '/admin/signing/seals', text: say.signing },
    permission: 'signing.manage',
  },
  { key: 'accounts', href: '/admin/accounts', text: say.accounts, permission: 'identity.manage_accounts' },
]

/** The entries that this officer's roles open: the daily ones, then groups; a group of one is an entry. */
export function entriesFor(
  request: FastifyRequest,
  language: Language,
): readonly (NavigationEntry | NavigationGroup)[] {
  const say = messagesOf(language)
  const opened = (entries: readonly Entry[]) =>
    entries.filter(({ href, permission }) => may(request.actor, permission) && hasPage(request, href))
  const group = (text: string, entries: readonly Entry[]) => {
    const own = opened(entries)
    return own.length > 1 ? [{ text, entries: own }] : own
  }
  return [
    ...opened(daily(say, request)),
    ...group(counted(say.lookedUp, request.openInquiries), lookedUp(say, request)),
    ...group(say.arranged, arranged(say)),
    ...group(counted(say.connected, request.outsideAlarms?.length ?? 0), connected(say, request)),
    ...group(say.kept, kept(say)),
  ]
}
