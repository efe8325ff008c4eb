import { type TOptional, type TString, Type } from 'typebox'

const text = (description: string): TOptional<TString> => Type.Optional(Type.String({ description }))

/** Settings of the national systems behind the exchange; addresses and accounts come with each connection. */
export const exchangeSettings = {
  NATIONAL_PORTAL_URL: text(
    'National portal: the address of its adapter, to which the paths below are added. Unset: nothing is sent; in the demo a stand-in.',
  ),
  NATIONAL_PORTAL_AUTH_PATH: Type.String({
    description: 'Where a session is opened.',
    default: '/mapi/login',
  }),
  NATIONAL_PORTAL_INTEGRATION_PATH: Type.String({
    description: 'Where dossiers and progress are sent.',
    default: '/mapi/g',
  }),
  NATIONAL_PORTAL_SHARE_PATH: Type.String({
    description: 'Where the catalogue and what is asked there are read.',
    default: '/mapi/g',
  }),
  NATIONAL_PORTAL_UNIT: Type.String({ description: 'Code of our unit there (madonvi).', default: '' }),
  NATIONAL_PORTAL_DESTINATION: Type.String({ description: 'Code of the receiver (dstcode).', default: '' }),
  NATIONAL_PORTAL_USERNAME: text('Our account at the portal.'),
  NATIONAL_PORTAL_PASSWORD: text('Its password.'),
  NATIONAL_PORTAL_TIMEOUT_MS: Type.Integer({
    description: 'How long one answer of the portal may take, in milliseconds.',
    default: 20_000,
    minimum: 100,
  }),
  NATIONAL_PORTAL_SESSION_CODES: Type.String({
    description: 'Error codes by which the portal says that a session is over, with commas between.',
    default: '401,-401',
  }),
  NATIONAL_PORTAL_FILED_CALL: text(
    'Name of the call that lists the dossiers filed at the portal for us, as its contract has it. Unset: none are fetched.',
  ),
} as const
