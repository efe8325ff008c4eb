import { X509Certificate } from 'node:crypto'
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import type { Problem } from '#components/error-summary'
import type { Frame } from '#components/frame'
import {
  type CertificateEntry,
  type EndedSubsystem,
  enterSystem,
  findMemberName,
  isCode,
  issueKey,
  listEndedSubsystems,
  listKeys,
  listSubsystems,
  registerCertificate,
  type SubsystemLine,
  type SystemEntry,
  writeSubsystemId,
} from '#modules/exchange'
import { officerOf } from '#modules/identity'
import { instantOf } from '#platform/clock'
import type { Context } from '#platform/context'
import { requestProblem } from '#platform/errors'
import { sendPage } from '#platform/http'
import { type Language, languageOf } from '#platform/i18n'
import { readPemCertificates } from '#platform/pem'
import { cleanText } from '#platform/search-text'
import { systemsUrl } from './catalogue-view.ts'
import { lifeMessagesOf } from './life-messages.ts'
import { messagesOf } from './messages.ts'
import { type SystemField, type SystemsView, systemsPage, type TypedSystem } from './systems-view.ts'

const Text = Type.Optional(Type.String({ maxLength: 400 }))
const body = Type.Object({
  memberClass: Text,
  memberCode: Text,
  memberName: Text,
  renamesMember: Text,
  systemCode: Text,
  systemName: Text,
  contact: Text,
  minuteLimit: Text,
  dayLimit: Text,
})
const querystring = Type.Object({
  done: Type.Optional(Type.String({ maxLength: 20 })),
  edit: Type.Optional(Type.String({ format: 'uuid' })),
})
const params = Type.Object({ id: Type.String({ format: 'uuid' }) })
const certificateBody = Type.Object({
  certificateSystem: Text,
  certificate: Type.Optional(Type.String({ maxLength: 40_000 })),
})

const keyDays = 365

type Desk = Readonly<{ context: Context; frame: Frame }>
type Shown = Partial<Pick<SystemsView, 'typed' | 'problems' | 'news' | 'key'>>

async function show({ context, frame }: Desk, request: FastifyRequest, reply: FastifyReply, shown: Shown) {
  const language = languageOf(request)
  const { db, clock } = context
  const [systems, ended, keys] = await Promise.all([
    listSubsystems(db),
    listEndedSubsystems(db),
    listKeys(db, clock.now()),
  ])
  const typed = { minuteLimit: '600', dayLimit: '100000' }
  const nothing = { typed, problems: [], news: '', key: null }
  const main = systemsPage({ systems, ended, keys, ...nothing, ...shown }, language)
  const page = frame(request, {
    title: messagesOf(language).systems,
    current: 'exchange',
    main,
    shownOnce: Boolean(shown.key),
  })
  return sendPage(reply, page, (shown.problems ?? []).length > 0 ? 422 : 200)
}

/** `/admin/exchange`: systems entered and changed, their keys made and revoked. */
export const systemsPages =
  (context: Context, frame: Frame): FastifyPluginAsyncTypebox =>
  async (app) => {
    const desk = { context, frame }
    const guarded = { config: { permission: 'exchange.manage' } } as const
    app.get(systemsUrl, { ...guarded, schema: { hide: true, querystring } }, async (request, reply) => {
      const { done: news = '', edit } = request.query
      if (edit === undefined) return await show(desk, request, reply, { news })
      const system = (await listSubsystems(context.db)).find(({ id }) => id === edit)
      if (!system) throw requestProblem('request.not_found')
      return await show(desk, request, reply, { typed: fill(system) })
    })

    app.post(systemsUrl, { ...guarded, schema: { hide: true, body } }, async (request, reply) => {
      const ended = await listEndedSubsystems(context.db)
      const member = { class: request.body.memberClass ?? '', code: cleanText(request.body.memberCode ?? '') }
      const memberName = await findMemberName(context.db, member)
      const read = readSystem(request.body, { ended, memberName }, languageOf(request))
      if (!read.ok) return await show(desk, request, reply, { typed: request.body, problems: read.problems })
      await enterSystem({ context, actor: officerOf(request) }, read.system)
      return await reply.redirect(`${systemsUrl}?done=entered`, 303)
    })

    app.post(
      `${systemsUrl}/:id/keys`,
      { ...guarded, schema: { hide: true, params } },
      async (request, reply) => {
        const system = (await listSubsystems(context.db)).find(({ id }) => id === request.params.id)
        if (!system) throw requestProblem('request.not_found')
        const instance = context.config.EXCHANGE_INSTANCE
        const client = writeSubsystemId({ ...system, instance, subsystem: system.code })
        const wish = { subsystemId: system.id, code: client, days: keyDays, sandboxOfferingId: null }
        const key = await issueKey({ context, actor: officerOf(request) }, wish)
        const example = { key, client, publicUrl: context.publicUrl, callPath: null }
        return await show(desk, request, reply, { key: example })
      },
    )

    const registering = { ...guarded, schema: { hide: true, body: certificateBody } }
    app.post(`${systemsUrl}/certificates`, registering, async (request, reply) => {
      const problems = await register(context, request.body, request)
      if (problems.length > 0) return await show(desk, request, reply, { typed: request.body, problems })
      return await reply.redirect(`${systemsUrl}?done=registered`, 303)
    })
  }

/** A system as it stands in the form. */
const fill = (system: SubsystemLine): TypedSystem => ({
  ...{ memberClass: system.class, memberCode: system.member, memberName: system.memberName },
  ...{ systemCode: system.code, systemName: system.name, contact: system.contact },
  ...{ minuteLimit: String(system.callsPerMinute), dayLimit: String(system.callsPerDay) },
})

/** Registers the certificate that was pasted; or what is wrong with it. */
async function register(context: Context, typed: TypedSystem, request: FastifyRequest): Promise<Problem[]> {
  const say = messagesOf(languageOf(request))
  const systems = await listSubsystems(context.db)
  const system = systems.find(({ id }) => id === typed.certificateSystem)
  const certificate = readCertificate(typed.certificate ?? '')
  const isOver =
    certificate !== null && certificate.expiresAt.epochMilliseconds <= context.clock.now().epochMilliseconds
  const problems: Problem[] = []
  if (!system) problems.push({ field: 'certificateSystem', sentence: say.systemMissing })
  if (!certificate) problems.push({ field: 'certificate', sentence: say.certificateWrong })
  if (isOver) problems.push({ field: 'certificate', sentence: say.certificateOver })
  if (!system || !certificate || isOver) return problems
  const instance = context.config.EXCHANGE_INSTANCE
  const wish = {
    subsystemId: system.id,
    code: writeSubsystemId({ ...system, instance, subsystem: system.code }),
    certificate,
  }
  if (await registerCertificate({ context, actor: officerOf(request) }, wish)) return []
  return [{ field: 'certificate', sentence: say.certificateKnown }]
}

/** The first certificate (PEM) in a text; null when there is none that can be read. */
function readCertificate(text: string): CertificateEntry | null {
  const [der] = readPemCertificates(text)
  try {
    if (!der) return null
    const { fingerprint256, subject, validToDate } = new X509Certificate(der)
    return {
      sha256: fingerprint256.replaceAll(':', '').toLowerCase(),
      subject: cleanText(subject.replaceAll('\n', ', ')).slice(0, 300),
      expiresAt: instantOf(validToDate),
    }
  } catch {
    return null
  }
}

type ReadSystem =
  | Readonly<{ ok: true; system: SystemEntry }>
  | Readonly<{ ok: false; problems: readonly Problem[] }>

const readLimit = (typed: string): number => {
  const plain = typed.replaceAll(/[\s.,]/g, '')
  return /^\d{1,8}$/.test(plain) && Number(plain) <= 10_000_000 ? Number(plain) : 0
}

type Codes = Pick<SystemEntry, 'class' | 'member' | 'subsystem'>

const isSystem = (one: EndedSubsystem, entered: Codes): boolean =>
  one.class === entered.class && one.member === entered.member && one.code === entered.subsystem

const isMember = (one: EndedSubsystem, entered: Codes): boolean =>
  one.memberHasEnded && one.class === entered.class && one.member === entered.member

type Known = Readonly<{
  ended: readonly EndedSubsystem[]
  /** The name that the member has; null when it is not there yet. */
  memberName: string | null
}>

/** Reads the form; each thing that is wrong with its field. */
function readSystem(typed: TypedSystem, { ended, memberName }: Known, language: Language): ReadSystem {
  const say = messagesOf(language)
  const life = lifeMessagesOf(language)
  const text = (name: SystemField): string => cleanText(typed[name] ?? '').slice(0, 200)
  const system = {
    ...{ class: text('memberClass'), member: text('memberCode'), memberName: text('memberName') },
    renamesMember: typed.renamesMember === 'yes',
    ...{ subsystem: text('systemCode'), name: text('systemName'), contact: text('contact') },
    callsPerMinute: readLimit(text('minuteLimit')),
    callsPerDay: readLimit(text('dayLimit')),
  }
  const isNameFine =
    system.renamesMember || system.memberName === '' || [null, system.memberName].includes(memberName)
  const checks: readonly [boolean, SystemField, string][] = [
    [['GOV', 'COM', 'NGO'].includes(system.class), 'memberClass', say.classWrong],
    [isCode(system.member), 'memberCode', say.codeWrong(say.memberCode)],
    [!ended.some((one) => isMember(one, system)), 'memberCode', life.memberCodeEnded],
    [system.memberName !== '', 'memberName', say.memberNameMissing],
    [isNameFine, 'renamesMember', say.memberHasName(memberName ?? '')],
    [isCode(system.subsystem), 'systemCode', say.codeWrong(say.systemCode)],
    [!ended.some((one) => isSystem(one, system)), 'systemCode', life.systemCodeEnded],
    [system.name !== '', 'systemName', say.systemNameMissing],
    [system.contact !== '', 'contact', say.contactMissing],
    [system.callsPerMinute > 0, 'minuteLimit', say.limitWrong(say.minuteLimit)],
    [system.callsPerDay > 0, 'dayLimit', say.limitWrong(say.dayLimit)],
  ]
  const problems = checks
    .filter(([isFine]) => !isFine)
    .map(([, field, sentence]) => ({ field, sentence }) satisfies Problem)
  return problems.length > 0 ? { ok: false, problems } : { ok: true, system }
}
