import { type TOptional, type TString, Type } from 'typebox'

const text = (description: string): TOptional<TString> => Type.Optional(Type.String({ description }))

/** Settings of the national systems behind the exchange; addresses and accounts come with each connection. */
export const exchangeSettings = {
  EXCHANGE_INSTANCE: Type.String({
    description: 'First part of every X-Road identifier of this integration platform.',
    default: 'DBN',
    pattern: '^[A-Za-z0-9][A-Za-z0-9._-]{0,39}$',
  }),
  GATEWAY_MAX_BYTES: Type.Integer({
    description: 'Largest body the gateway passes on, in either direction, in bytes.',
    default: 4_294_967_296,
    minimum: 1024,
  }),
  EXCHANGE_MAINTENANCE_NOTICE_DAYS: Type.Integer({
    description:
      'So many whole working days ahead maintenance of an offering is to be announced; for less, whoever announces it must say that it is known. 7 for the public by NĐ 224/2026 Đ13; one province asks 5 towards partners; the longer holds until it is clear which applies.',
    default: 7,
    minimum: 0,
    maximum: 60,
  }),
  EXCHANGE_TLS_PORT: Type.Optional(
    Type.Integer({
      description:
        'Port on which systems call with certificates (mutual TLS). Unset: there is no such door. Needs the three files below.',
      minimum: 1,
      maximum: 65_535,
    }),
  ),
  EXCHANGE_TLS_HOST: Type.String({ description: 'Address that door listens on.', default: '127.0.0.1' }),
  EXCHANGE_TLS_KEY_FILE: text(
    'Private key of this platform (PEM), for that door and for providers that ask for it.',
  ),
  EXCHANGE_TLS_CERTIFICATE_FILE: text('Its certificate with the chain to its authority (PEM).'),
  EXCHANGE_TLS_CA_FILE: text(
    'Authorities (PEM) whose certificates the systems of the province show, callers and providers alike.',
  ),
  EXCHANGE_TLS_CRL_FILE: text(
    'What these authorities revoked: lists (PEM), one after the other. Once it is set every authority needs a list that has not ended: without one all its certificates are refused. Unset: nobody is asked.',
  ),
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
  NATIONAL_PORTAL_PAID_ONLINE: Type.String({
    description:
      'How the portal wants what was paid online through us to be said (DuocThanhToanTrucTuyen): 1 on the national portal, 2 on the gateway of the ministry or province.',
    default: '2',
    pattern: '^[12]$',
  }),
  NATIONAL_PORTAL_NOT_PAID_ONLINE: Type.String({
    description: "How the portal wants 'not paid online' to be said (DuocThanhToanTrucTuyen).",
    default: '0',
    pattern: '^[03]$',
  }),
  NATIONAL_PORTAL_GENERATION: Type.Union([Type.Literal('classic'), Type.Literal('json')], {
    description:
      'Shapes the portal speaks: the classic adapter with a session, or the JSON calls of 2026 with a token (the account is then client id and secret).',
    default: 'classic',
  }),
  NATIONAL_PORTAL_JSON_PATH: Type.String({
    description: 'Where the JSON calls stand; the name of each is added.',
    default: '/ketnoi',
  }),
  NATIONAL_PORTAL_TOKEN_PATH: Type.String({
    description: 'Where the JSON generation gives a token.',
    default: '/ketnoi/GetToken',
  }),
  HANDOUT_DAYS: Type.Integer({
    description: 'For how many whole days another system may fetch a file by the link it was sent.',
    default: 7,
    minimum: 1,
    maximum: 90,
  }),
  NATIONAL_DATABASE_CODES: Type.String({
    description:
      'Codes by which the nation knows the registers that were consulted (MaCSDL), as `register=code` with commas between; a register without a code is not told of. Unset: none is.',
    default: '',
    pattern: '^$|^[a-z_]+=[^,=]{1,40}(,[a-z_]+=[^,=]{1,40})*$',
  }),
  NATIONAL_PORTAL_FILED_CALL: text(
    'Name of the call that lists the dossiers filed at the portal for us, as its contract has it. Unset: none are fetched.',
  ),
  NATIONAL_PORTAL_PAPER_ORIGINS: Type.String({
    description:
      'From where the papers of dossiers filed at the portal are fetched besides its own address, as origins (`https://files.example`) with commas between. From anywhere else nothing is fetched, and the filing says so.',
    default: '',
    pattern: '^$|^https?://[^,/\\s@]+(,https?://[^,/\\s@]+)*$',
  }),
  NATIONAL_PORTAL_RATINGS_CALL: text(
    'Name of the call that lists the ratings given at the portal, as its contract has it. Unset: none are fetched.',
  ),
  NATIONAL_PORTAL_INQUIRIES: Type.Union([Type.Literal('on'), Type.Literal('off')], {
    description:
      'Whether questions and answers are exchanged with the portal: its calls are known by name only, so off until its contract has their fields.',
    default: 'off',
  }),
  POPULATION_URL: text(
    'Population register: the address of its look-up, as the contract has it. Unset: nobody is looked up; in the demo a stand-in.',
  ),
  POPULATION_TOKEN: text('What we show there (a bearer token).'),
  POPULATION_INTEGRATION_CODE: Type.String({ description: 'Our code at the hub (MaTichHop).', default: '' }),
  POPULATION_OFFERING_CODE: Type.String({ description: 'Code of the look-up (MaDVC).', default: '' }),
  POPULATION_DAY_FORMAT: Type.Union([Type.Literal('yyyymmdd'), Type.Literal('dd/mm/yyyy')], {
    description: 'How a day is written to it.',
    default: 'yyyymmdd',
  }),
  REGISTERS_TIMEOUT_MS: Type.Integer({
    description: 'How long one answer of a register may take, in milliseconds.',
    default: 8000,
    minimum: 100,
  }),
  REGISTERS_KEPT_HOURS: Type.Integer({
    description: 'How long an answer of a register is given again instead of asking anew, in hours. 0: never.',
    default: 24,
    minimum: 0,
    maximum: 720,
  }),
  REGISTERS_LOOK_UPS_A_MINUTE: Type.Integer({
    description: 'How often one account may ask a register in a minute.',
    default: 30,
    minimum: 1,
  }),
  REGISTERS_FAILURES_BEFORE_REST: Type.Integer({
    description: 'After so many failures one after another a register is left alone for a while.',
    default: 5,
    minimum: 1,
  }),
  REGISTERS_REST_SECONDS: Type.Integer({
    description: 'For how long, in seconds.',
    default: 30,
    minimum: 1,
  }),
  REGISTERS_ENTERPRISE_URL: text(
    'Enterprise register: address to which the number is added. Unset: not asked; in the demo a stand-in.',
  ),
  REGISTERS_ENTERPRISE_TOKEN: text('What we show there (a bearer token).'),
  REGISTERS_SOCIAL_INSURANCE_URL: text(
    'Social insurance: address to which the number is added. Unset: not asked; in the demo a stand-in.',
  ),
  REGISTERS_SOCIAL_INSURANCE_TOKEN: text('What we show there (a bearer token).'),
  REGISTERS_CIVIL_STATUS_URL: text(
    'Civil-status register: address to which the number is added. Unset: not asked; in the demo a stand-in.',
  ),
  REGISTERS_CIVIL_STATUS_TOKEN: text('What we show there (a bearer token).'),
  REGISTERS_PLACE_URL: text(
    'Place identification: address to which the number is added. Unset: not asked; in the demo a stand-in.',
  ),
  REGISTERS_PLACE_TOKEN: text('What we show there (a bearer token).'),
  NATIONAL_VAULT_URL: text(
    'National vault: its address, to which the paths below are added. Unset: not asked; in the demo a stand-in.',
  ),
  NATIONAL_VAULT_TOKEN: text('What we show there (a bearer token).'),
  NATIONAL_VAULT_SEARCH_PATH: Type.String({
    description: 'Where papers are looked for.',
    default: '/kho/tra-cuu',
  }),
  NATIONAL_VAULT_FILE_PATH: Type.String({
    description: 'Where the content of a paper is fetched.',
    default: '/kho/tep',
  }),
  NATIONAL_VAULT_PUSH_PATH: Type.String({
    description: 'Where results of ours are told.',
    default: '/kho/dong-bo',
  }),
  NATIONAL_VAULT_TIMEOUT_MS: Type.Integer({
    description: 'How long one answer of the national vault may take, a file too, in milliseconds.',
    default: 6000,
    minimum: 100,
  }),
  MINISTRY_SYSTEMS_FILE: text(
    'Centralised systems of ministries: path of a JSON file that lists them, each with code, url, clientId, clientSecret, papers (content or link), and where the contract has them paths and doneCodes. Unset: none is connected; in the demo a stand-in.',
  ),
  MINISTRY_SYSTEMS_TIMEOUT_MS: Type.Integer({
    description: 'How long one answer of such a system may take, in milliseconds.',
    default: 20_000,
    minimum: 100,
  }),
  PAYMENT_PLATFORM_URL: text(
    'Payment platform: the address of its API, as the contract has it. Unset: nothing is paid online; in the demo a stand-in.',
  ),
  PAYMENT_PARTNER_CODE: Type.String({ description: 'Our code there.', default: 'motcua' }),
  PAYMENT_SECRET: text('What we show there (a bearer token).'),
  PAYMENT_CALLBACK_SECRET: text(
    'Signs the callbacks of the platform. Unset: none is believed, and orders are only asked for.',
  ),
  PAYMENT_BANK_BIN: Type.Optional(
    Type.String({
      description:
        'Bank of the account that fees are paid to, six digits of NAPAS. Unset: no VietQR code is shown.',
      pattern: '^\\d{6}$',
    }),
  ),
  PAYMENT_ACCOUNT_NUMBER: Type.Optional(
    Type.String({ description: 'Number of that account.', pattern: '^[0-9A-Za-z]{1,19}$' }),
  ),
  PAYMENT_ACCOUNT_NAME: Type.String({ description: 'In whose name it is.', default: '' }),
  PAYMENT_ACCOUNTS_FILE: text(
    'Accounts of agencies that do not use that one: path of a JSON file that lists them, each with agency (our code), bankBin, number, name, and where there is one from (the first day, YYYY-MM-DD), unitCode (by what the platform knows the agency), treasury and treasuryAccount. Unset: one account serves the whole province.',
  ),
  PAYMENT_FEE_KIND_CODES: Type.String({
    description:
      'What the platform calls a fee and a statutory charge (LoaiPhiLePhi), as the contract has it: service_fee=code, statutory_fee=code. Unset: an order does not say.',
    default: '',
    pattern: '^((service_fee|statutory_fee)=[^\\s=,]+(,\\s*|$))*$',
  }),
} as const
