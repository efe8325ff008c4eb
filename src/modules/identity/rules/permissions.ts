import { type Actor, type Role, roles } from './actor.ts'

/** Who a permission can be given to: anyone, a citizen of a level (2 includes 1), or an officer's role. */
export type Holder = 'anyone' | 'citizen_level_1' | 'citizen_level_2' | Role

const everyOfficer: readonly Holder[] = roles

/**
 * Who may do what: the whole of it. What is not written here is refused. A row opens the door of a route; whether
 * this very dossier may be seen or changed is a second question, answered by `lifecycle/rules/access.ts`, and of money by
 * `payments/rules/charge.ts`.
 * Technical administrators do not read dossiers.
 */
export const permissions = {
  'platform.read_health': ['anyone'],
  'platform.read_api_description': ['anyone'],
  'identity.sign_in': ['anyone'],
  'identity.sign_out': ['anyone'],
  'identity.provider_logout': ['anyone'],
  'identity.read_own': ['citizen_level_1', ...everyOfficer],
  'identity.read_told': ['citizen_level_1'],
  'representation.choose': ['citizen_level_1'],
  'identity.manage_accounts': ['administrator'],
  'procedures.read': ['anyone'],
  'procedures.manage': ['administrator'],
  'designs.read': ['administrator', 'leader', 'auditor'],
  'designs.edit': ['administrator'],
  'designs.approve': ['leader'],
  'organisations.read': ['anyone'],
  'calendar.read': ['anyone'],
  'calendar.manage': ['administrator'],
  'dossiers.track': ['anyone'],
  'dossiers.draft': ['citizen_level_1'],
  'dossiers.submit': ['citizen_level_1', 'reception_officer'],
  'dossiers.read_own': ['citizen_level_1'],
  'dossiers.command_own': ['citizen_level_1'],
  'dossiers.read': [
    'citizen_level_1',
    'reception_officer',
    'case_officer',
    'signatory',
    'cashier',
    'leader',
    'auditor',
  ],
  'dossiers.command': ['citizen_level_1', 'reception_officer', 'case_officer', 'signatory', 'cashier'],
  'dossiers.intake': ['reception_officer'],
  'dossiers.list_work': ['reception_officer', 'case_officer', 'signatory', 'cashier', 'leader', 'auditor'],
  'tasks.read_own': ['reception_officer', 'case_officer', 'signatory', 'cashier', 'leader'],
  'tasks.manage_rules': ['administrator', 'leader'],
  'consultations.ask': ['case_officer', 'signatory'],
  'consultations.answer': ['case_officer', 'signatory'],
  'consultations.read': ['reception_officer', 'case_officer', 'signatory', 'cashier', 'leader', 'auditor'],
  'forms.read_register': ['reception_officer', 'case_officer', 'signatory', 'cashier', 'leader', 'auditor'],
  'forms.issue': ['reception_officer', 'case_officer', 'signatory'],
  'forms.read_templates': ['administrator', 'leader', 'auditor'],
  'forms.edit_templates': ['administrator'],
  'forms.approve_templates': ['leader'],
  'running.list_work': ['reception_officer', 'case_officer', 'signatory', 'cashier', 'leader'],
  'running.work': ['reception_officer', 'case_officer', 'signatory', 'cashier', 'leader'],
  'running.manage': ['administrator'],
  'papers.upload': ['citizen_level_1', 'reception_officer', 'case_officer', 'signatory'],
  'papers.read': ['citizen_level_1', 'reception_officer', 'case_officer', 'signatory', 'auditor'],
  'filings.read': ['reception_officer', 'leader', 'auditor'],
  'filings.decide': ['reception_officer'],
  'filings.manage_codes': ['administrator'],
  // A link that we signed is the right itself.
  'handouts.fetch': ['anyone'],
  'payments.pay_own': ['citizen_level_1'],
  'payments.call_back': ['anyone'],
  'payments.read': ['cashier', 'leader', 'auditor'],
  'payments.reconcile': ['cashier'],
  'payments.decide_refund': ['leader'],
  'receipts.replace': ['cashier'],
  'receipts.read': [
    'citizen_level_1',
    'reception_officer',
    'case_officer',
    'signatory',
    'cashier',
    'leader',
    'auditor',
  ],
  'results.revoke': ['signatory'],
  'digitisation.scan': ['reception_officer', 'case_officer'],
  'digitisation.send_by_phone': ['anyone'],
  'verification.verify': ['anyone'],
  'signing.sign': ['reception_officer', 'case_officer', 'signatory'],
  'signing.manage': ['administrator'],
  'signing.call_back': ['anyone'],
  'messagelog.read': ['administrator', 'auditor'],
  'messagelog.read_keys': ['anyone'],
  'vault.read_own': ['citizen_level_1'],
  'vault.take': ['citizen_level_1', 'reception_officer', 'case_officer'],
  'vault.read_shared': ['anyone'],
  // The gateway knows its callers by their own keys and rights, not by this table.
  'gateway.call': ['anyone'],
  'exchange.take_token': ['anyone'],
  'exchange.read': everyOfficer,
  'exchange.read_traffic': ['anyone'],
  'exchange.manage': ['administrator'],
  // Systems show the token of their key.
  'exchange.read_maintenance': ['anyone'],
  // As at the gateway: systems are known by their own keys and rights.
  'topics.call': ['anyone'],
  'topics.read': everyOfficer,
  'topics.manage': ['administrator'],
  'registers.look_up': ['reception_officer', 'case_officer', 'signatory'],
  'registers.read_report': ['auditor', 'administrator'],
  'registers.read_own': ['citizen_level_1'],
  'operations.read': ['administrator', 'leader', 'auditor'],
  'operations.manage': ['administrator'],
  'sync.read': ['administrator', 'leader', 'auditor'],
  'sync.manage': ['administrator'],
  'mirrors.report': ['anyone'],
  'mirrors.read': ['reception_officer', 'case_officer', 'signatory', 'cashier', 'leader', 'auditor'],
  'mirrors.read_own': ['citizen_level_1'],
  'mirrors.acknowledge': ['reception_officer', 'case_officer', 'signatory'],
  'mirrors.manage': ['administrator'],
  'statistics.read_overdue': ['anyone'],
  'statistics.read_times': ['leader', 'auditor'],
  'events.manage': ['administrator'],
  'notifications.read_demo': ['anyone'],
  'notifications.report': ['anyone'],
  'inquiries.read_public': ['anyone'],
  'inquiries.ask': ['citizen_level_1'],
  'inquiries.read': ['reception_officer', 'case_officer', 'signatory', 'leader', 'auditor'],
  'inquiries.answer': ['reception_officer', 'case_officer', 'signatory'],
  'ratings.rate_own': ['citizen_level_1'],
  'ratings.read': ['reception_officer', 'case_officer', 'signatory', 'cashier', 'leader', 'auditor'],
  'shipments.report': ['anyone'],
  'shipments.order_own': ['citizen_level_1'],
  'shipments.order': ['reception_officer'],
  'notifications.handle': ['reception_officer', 'administrator'],
  'portal.read_home': ['anyone'],
  'portal.break_stand_ins': ['administrator'],
  'portal.set_display': ['anyone'],
  'portal.officer_home': everyOfficer,
} as const satisfies Record<string, readonly Holder[]>

export type Permission = keyof typeof permissions

const holds = (actor: Actor, holder: Holder): boolean => {
  if (holder === 'anyone') return true
  if (actor.kind === 'citizen')
    return holder === 'citizen_level_1' || (holder === 'citizen_level_2' && actor.assuranceLevel === 2)
  return actor.kind === 'officer' && actor.roles.some((role) => role === holder)
}

/** Whether the table lets `actor` through the door of `permission`. */
export const may = (actor: Actor, permission: Permission): boolean =>
  permissions[permission].some((holder) => holds(actor, holder))
