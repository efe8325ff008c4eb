/** What can go wrong on the way to the portal and in it, one at a time. */
export const portalFaults = [
  'down',
  'slow',
  'drip',
  'lossy',
  'duplicate',
  'reorder',
  'garbage',
  'huge',
  'session_over',
  'account_refused',
] as const

export type PortalFault = (typeof portalFaults)[number]
