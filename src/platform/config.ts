import { type Static, type TSchema, Type } from 'typebox'
import { Errors } from 'typebox/value'
import { exchangeSettings } from './config-exchange.ts'
import { identitySettings } from './config-identity.ts'
import { messageSettings } from './config-messages.ts'
import { receiptSettings } from './config-receipts.ts'
import { signingSettings } from './config-signing.ts'

/** Every setting, by environment variable. `.env.example` is compared with this table by a test. */
export const settings = {
  PORT: Type.Integer({
    description: 'Port the pages and the API are served on.',
    default: 8080,
    minimum: 0,
    maximum: 65535,
  }),
  HOST: Type.String({ description: 'Address to listen on.', default: '127.0.0.1' }),
  PUBLIC_URL: Type.Optional(
    Type.String({
      description:
        'Address people reach the system at; written into QR codes and messages. Unset: http://HOST:PORT.',
    }),
  ),
  DATABASE_URL: Type.Optional(
    Type.String({ description: 'PostgreSQL 15 or newer. Unset: an embedded PostgreSQL in MOTCUA_DATA_DIR.' }),
  ),
  DATABASE_POOL: Type.Integer({
    description:
      'Connections a process keeps open. The worker takes three, and one for each job that needs it.',
    default: 20,
    minimum: 8,
    maximum: 200,
  }),
  MOTCUA_DATA_DIR: Type.String({
    description: 'Folder of the embedded database, files and keys.',
    default: './var',
  }),
  MOTCUA_DEMO: Type.Union([Type.Literal('on'), Type.Literal('off')], {
    description: 'Demo province, demo accounts and stand-in national systems. `npm start` switches it on.',
    default: 'off',
  }),
  MOTCUA_CLOCK: Type.Optional(
    Type.String({
      description:
        'A fixed instant (RFC 3339 with offset) for demonstrations and tests; refused without MOTCUA_DEMO=on.',
    }),
  ),
  MOTCUA_SECRET: Type.Optional(
    Type.String({
      description:
        'At least 32 characters that sign tokens. Unset: made once and kept in MOTCUA_DATA_DIR/keys.',
      minLength: 32,
    }),
  ),
  MOTCUA_TRUSTED_PACK_KEYS: Type.Optional(
    Type.String({
      description:
        'Fingerprints of the keys whose pack files are trusted besides our own, with commas between. Others come in as drafts of unknown origin.',
    }),
  ),
  MOTCUA_LOG: Type.Union(
    ['debug', 'info', 'warn', 'error', 'silent'].map((level) => Type.Literal(level)),
    {
      description: 'How much is written to the log on standard error.',
      default: 'info',
    },
  ),
  UPLOAD_MAX_BYTES: Type.Integer({
    description: 'Largest file a person may send, in bytes.',
    default: 20_971_520,
    minimum: 1024,
  }),
  RESULT_NUMBER_FORMAT: Type.String({
    description: 'Number and symbol of an issued result: {number}, {year}, {agency} stand for their values.',
    default: '{number}/KQ-{agency}',
  }),
  SIGNING_WAIT_MINUTES: Type.Integer({
    description: 'How long an officer has to confirm a signing at the provider, in minutes.',
    default: 15,
    minimum: 1,
    maximum: 1440,
  }),
  SCAN_FOLDER: Type.Optional(
    Type.String({
      description:
        "Where scanners put their files: in it one folder for each officer's username or desk code. Unset: pages come by telephone or upload.",
    }),
  ),
  SCAN_DOTS_PER_INCH: Type.Integer({
    description: 'Least resolution of a scanned page, and that at which pages of a PDF become pictures.',
    default: 200,
    minimum: 100,
    maximum: 300,
  }),
  UPLOAD_DAY_BYTES: Type.Integer({
    description: 'How much one account may send in a day, in bytes.',
    default: 2_147_483_648,
    minimum: 1024,
  }),
  DOSSIER_MAX_BYTES: Type.Integer({
    description: 'How much the papers of one application may hold together, in bytes.',
    default: 524_288_000,
    minimum: 1024,
  }),
  CLAMD_URL: Type.Optional(
    Type.String({
      description:
        'Malware scanner (clamd), e.g. tcp://127.0.0.1:3310 or unix:///run/clamav/clamd.ctl. Set: what is received is locked away until it was scanned. Unset: nothing is scanned.',
      pattern: '^(tcp://[^/]+:\\d+|unix:///.+)$',
    }),
  ),
  S3_BUCKET: Type.Optional(
    Type.String({
      description:
        'Bucket of an S3 object store that keeps the files. Unset: they are kept in MOTCUA_DATA_DIR/files.',
    }),
  ),
  S3_ENDPOINT: Type.Optional(
    Type.String({ description: "Address of the object store. Unset: Amazon's own in S3_REGION." }),
  ),
  S3_REGION: Type.String({ description: 'Region of the bucket.', default: 'us-east-1' }),
  S3_ACCESS_KEY_ID: Type.Optional(Type.String({ description: 'Our key at the object store.' })),
  S3_SECRET_ACCESS_KEY: Type.Optional(Type.String({ description: 'Its secret.' })),
  SMTP_URL: Type.Optional(
    Type.String({
      description:
        'Mail server for messages, e.g. smtp://user:password@host:587. Unset: demo mail server, or no e-mail.',
    }),
  ),
  MAIL_FROM: Type.String({ description: 'Sender of e-mail.', default: 'Một Cửa <no-reply@motcua.example>' }),
  NATS_URL: Type.Optional(
    Type.String({
      description:
        'NATS servers with JetStream that carry events, e.g. nats://host:4222, several with commas; from three on everything is kept three times. `user:password@` or `token@` before the host; tls:// for a line that is encrypted or none. Unset: the database carries them.',
      pattern: '^(nats|tls)://[^,\\s]+(,\\s*(nats|tls)://[^,\\s]+)*$',
    }),
  ),
  ...identitySettings,
  ...signingSettings,
  ...exchangeSettings,
  ...receiptSettings,
  ...messageSettings,
} as const

export type Environment = Static<ReturnType<typeof settingsSchema>>

/** A setting is wrong; `sentences` say which, and what was expected. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError'
}

function settingsSchema() {
  return Type.Object(settings)
}

/** Whether an error must not show what a setting holds. */
const isSecret = (name: string): boolean => /SECRET|PASSWORD|TOKEN|KEY/.test(name)

type Given = Readonly<Record<string, string | undefined>>

/**
 * Reads the environment; `instead` replaces defaults where a setting is not given. Throws `ConfigError` with one
 * sentence that names each wrong setting and what was given.
 */
export function readConfig(environment: Given = process.env, instead: Given = {}): Environment {
  const entries = Object.entries(
    settings as Record<string, TSchema & { default?: unknown; type?: string }>,
  ).map(([name, schema]) => {
    const given = environment[name]
    const raw = given === undefined || given === '' ? (instead[name] ?? schema.default) : given
    return [name, schema.type === 'integer' && typeof raw === 'string' ? Number(raw) : raw] as const
  })
  const values = Object.fromEntries(entries.filter(([, value]) => value !== undefined))
  const wrong = Errors(settingsSchema(), values).map((error) => {
    const name = error.instancePath.slice(1)
    return `${name || 'settings'} ${error.message} (given: ${isSecret(name) ? 'hidden' : String(values[name])})`
  })
  if (wrong.length > 0) throw new ConfigError([...new Set(wrong)].join('; '))
  const config = values as Environment
  if (config.MOTCUA_CLOCK && config.MOTCUA_DEMO !== 'on') {
    throw new ConfigError('MOTCUA_CLOCK is for demonstrations and tests only: set MOTCUA_DEMO=on, or remove it')
  }
  if (config.S3_BUCKET && !(config.S3_ACCESS_KEY_ID && config.S3_SECRET_ACCESS_KEY)) {
    throw new ConfigError('S3_BUCKET needs S3_ACCESS_KEY_ID and S3_SECRET_ACCESS_KEY')
  }
  return config
}
