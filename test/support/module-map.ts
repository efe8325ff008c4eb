/**
 * Who may know whom. Read it top-down: a module may import only the modules on its line. ARCHITECTURE.md shows the same
 * table, and a test compares the two.
 */
export const mayImport: Record<string, readonly string[]> = {
  statistics: ['dossiers', 'procedures', 'organisations', 'calendar', 'identity'],
  drafts: ['dossiers', 'procedures', 'papers', 'payments', 'organisations', 'calendar', 'identity', 'audit'],
  consultations: ['dossiers', 'papers', 'organisations', 'identity', 'notifications', 'calendar', 'audit'],
  tasks: ['dossiers', 'organisations', 'identity', 'notifications', 'calendar', 'audit'],
  forms: ['dossiers', 'payments', 'organisations', 'calendar'],
  dossiers: [
    'procedures',
    'papers',
    'payments',
    'organisations',
    'calendar',
    'identity',
    'notifications',
    'audit',
  ],
  procedures: ['identity', 'audit'],
  payments: ['audit'],
  papers: ['identity', 'audit'],
  notifications: ['identity'],
  identity: ['organisations', 'audit'],
  organisations: ['audit'],
  calendar: ['identity', 'audit'],
  audit: [],
}
