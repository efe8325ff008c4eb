import { type TOptional, type TString, Type } from 'typebox'

const text = (description: string): TOptional<TString> => Type.Optional(Type.String({ description }))

/** Settings of messages to people, and of the public post; addresses and accounts come with each contract. */
export const messageSettings = {
  MESSAGE_CHANNELS: Type.String({
    description:
      'Channels that people are told over, in the order in which they are tried; what a person chose comes first. Of email, sms, zalo.',
    default: 'email,zalo,sms',
    pattern: '^(email|sms|zalo)(\\s*,\\s*(email|sms|zalo))*$',
  }),
  MESSAGE_QUIET_HOURS: Type.String({
    description:
      'When no telephone may ring, by the clock of Việt Nam; messages wait until the end. none: never.',
    default: '22:00-06:00',
    pattern: '^(none|([01]\\d|2[0-3]):[0-5]\\d-([01]\\d|2[0-3]):[0-5]\\d)$',
  }),
  MESSAGE_TRIES: Type.Integer({
    description: 'How often a sending is tried that surely did not arrive, before the next channel is.',
    default: 5,
    minimum: 1,
    maximum: 30,
  }),
  MESSAGE_KEEP_DAYS: Type.Integer({
    description:
      'After how many days the words and addresses of a message, and of a post order that ended, are deleted.',
    default: 365,
    minimum: 30,
    maximum: 3650,
  }),
  SMS_URL: text(
    'Gateway of SMS: the address of its API, as the contract has it. Unset: no SMS; in the demo a stand-in.',
  ),
  SMS_TOKEN: text('What we show there (a bearer token).'),
  SMS_SENDER: Type.String({ description: 'Brand name that an SMS comes from.', default: 'MOTCUA' }),
  SMS_REPORT_SECRET: text(
    'Signs the reports of the gateway. Unset: none is believed, and messages are only asked for.',
  ),
  SMS_ACCENTS: Type.Union([Type.Literal('on'), Type.Literal('off')], {
    description: 'SMS with diacritics: better to read, and of 70 letters a part in place of 160.',
    default: 'off',
  }),
  ZALO_URL: text('Zalo: the address of its message API. Unset: no message by Zalo; in the demo a stand-in.'),
  ZALO_TOKEN_URL: text('Where access tokens of Zalo are renewed.'),
  ZALO_APP_ID: Type.String({ description: 'Our app there.', default: '' }),
  ZALO_APP_SECRET: text('Its secret; signs the reports of Zalo too.'),
  ZALO_REFRESH_TOKEN: text(
    'The first refresh token; each is good for one renewal, and the newest is kept in MOTCUA_DATA_DIR/keys.',
  ),
  ZALO_TEMPLATE_ID: Type.String({
    description: 'Template that Zalo approved, with the values below.',
    default: '',
  }),
  ZALO_TEMPLATE_ABOUT: Type.String({
    description: 'Its value for what the message is about.',
    default: 'about',
  }),
  ZALO_TEMPLATE_LINK: Type.String({ description: 'Its value for where to read it.', default: 'link' }),
  POST_URL: text(
    'Public post: the address of its API, as the contract has it. Unset: nothing is ordered; in the demo a stand-in.',
  ),
  POST_TOKEN: text('What we show there (a bearer token).'),
  POST_REPORT_SECRET: text(
    'Signs the reports of the post. Unset: none is believed, and orders are only asked for.',
  ),
  POST_FEE_COLLECT_VND: Type.Optional(
    Type.Integer({
      description:
        'What a person pays the postman for fetching papers, in đồng. Unset: the price list of the post.',
      minimum: 0,
    }),
  ),
  POST_FEE_DELIVER_VND: Type.Optional(
    Type.Integer({
      description:
        'What a person pays the postman for bringing a result, in đồng. Unset: the price list of the post.',
      minimum: 0,
    }),
  ),
} as const
