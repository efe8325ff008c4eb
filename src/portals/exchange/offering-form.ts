import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import { breadcrumbs } from '#components/breadcrumbs'
import { actions, button } from '#components/button'
import { errorSummary, type Problem, typedFields } from '#components/error-summary'
import { checkboxField, selectField, textAreaField, textField } from '#components/field'
import type { Frame } from '#components/frame'
import { narrow } from '#components/sheet'
import {
  type CatalogueLine,
  enterOffering,
  isCode,
  listSubsystems,
  loadLine,
  type OfferingEntry,
  type SubsystemLine,
} from '#modules/exchange'
import { officerOf } from '#modules/identity'
import type { Context } from '#platform/context'
import { AppError, requestProblem } from '#platform/errors'
import { type Html, html } from '#platform/html'
import { sendPage } from '#platform/http'
import { type Language, languageOf } from '#platform/i18n'
import { cleanText } from '#platform/search-text'
import { catalogueUrl, offeringFormUrl } from './catalogue-view.ts'
import { messagesOf } from './messages.ts'

const fields = {
  ...{ provider: 100, code: 80, title: 400, summary: 2000, contact: 400, version: 20 },
  ...{ providerUrl: 1000, sandboxUrl: 1000, patience: 20, keepBytes: 20, showsCertificate: 20 },
  ...{ schemaText: 400_000, examplePath: 1000, exampleAnswer: 100_000 },
} as const
type Field = keyof typeof fields
type Typed = Readonly<Partial<Record<Field, string>>>

const body = Type.Object(
  Object.fromEntries(
    Object.entries(fields).map(([name, maxLength]) => [name, Type.Optional(Type.String({ maxLength }))]),
  ) as Record<Field, ReturnType<typeof Type.Optional<ReturnType<typeof Type.String>>>>,
)
const querystring = Type.Object({
  of: Type.Optional(Type.String({ format: 'uuid' })),
  version: Type.Optional(Type.String({ pattern: '^(new|v\\d{1,3})$' })),
})

type Desk = Readonly<{ context: Context; frame: Frame }>
type Shown = Readonly<{ typed: Typed; problems: readonly Problem[] }>

/** `/admin/exchange/offerings`: an offering entered, changed, or given a new version. What was typed stays when it is refused. */
export const offeringFormPages =
  (context: Context, frame: Frame): FastifyPluginAsyncTypebox =>
  async (app) => {
    const guarded = { config: { permission: 'exchange.manage' } } as const
    app.get(offeringFormUrl, { ...guarded, schema: { hide: true, querystring } }, async (request, reply) => {
      const { of, version } = request.query
      const line = of === undefined ? null : await loadLine(context, of)
      if (of !== undefined && !line) throw requestProblem('request.not_found')
      const typed = line ? fill(line, version) : { version: 'v1', patience: '10', keepBytes: '0' }
      return await show({ context, frame }, request, reply, { typed, problems: [] })
    })

    app.post(offeringFormUrl, { ...guarded, schema: { hide: true, body } }, async (request, reply) => {
      const typed = request.body
      const systems = await listSubsystems(context.db)
      const read = readOffering(typed, systems, languageOf(request))
      if (!read.ok) return await show({ context, frame }, request, reply, { typed, problems: read.problems })
      const id = await enter({ context, actor: officerOf(request) }, read.offering)
      if (id !== null) return await reply.redirect(`${catalogueUrl}/${id}?done=saved`, 303)
      const sentence = messagesOf(languageOf(request)).versionWithdrawn
      const problems = [{ field: 'version', sentence }]
      return await show({ context, frame }, request, reply, { typed, problems })
    })
  }

/** Null: the version was withdrawn, perhaps in this moment. */
async function enter(...wish: Parameters<typeof enterOffering>): Promise<string | null> {
  try {
    return await enterOffering(...wish)
  } catch (error) {
    if (error instanceof AppError && error.code === 'exchange.version_withdrawn') return null
    throw error
  }
}

async function show(
  { context, frame }: Desk,
  request: FastifyRequest,
  reply: FastifyReply,
  shown: Shown,
): Promise<FastifyReply> {
  const language = languageOf(request)
  const main = formPage(shown, await listSubsystems(context.db), language)
  const page = frame(request, { title: messagesOf(language).enterOffering, current: 'exchange', main })
  return sendPage(reply, page, shown.problems.length > 0 ? 422 : 200)
}

/** The version that a path leads to; undefined: to the newest. */
const versionIn = (path: string): string | undefined => /^\/(v[1-9]\d{0,2})(?=[/?]|$)/.exec(path)?.[1]

/**
 * An offering and one version of it as they stand in the form: the newest, unless another is named; `new` is the version
 * after the newest, to begin with as that one is.
 */
function fill({ offering, versions }: CatalogueLine, wanted: string | undefined): Typed {
  const { subsystemId: provider, code, title, summary, contact } = offering
  const words = { provider, code, title, summary, contact }
  const [newest] = versions
  const shown = versions.find(({ version }) => version === wanted) ?? newest
  if (!shown || !newest) return { ...words, version: 'v1', patience: '10', keepBytes: '0' }
  const { providerUrl, sandboxUrl, schemaText, exampleAnswer } = shown
  const version = wanted === 'new' ? `v${Number(newest.version.slice(1)) + 1}` : shown.version
  const isOwn = versionIn(shown.examplePath) === shown.version
  const examplePath = isOwn
    ? `/${version}${shown.examplePath.slice(shown.version.length + 1)}`
    : shown.examplePath
  return {
    ...{ ...words, version, providerUrl, schemaText, examplePath, exampleAnswer },
    sandboxUrl: sandboxUrl ?? '',
    patience: String(shown.timeoutMs / 1000),
    keepBytes: String(shown.keepBodyBytes),
    showsCertificate: shown.showsCertificate ? 'yes' : '',
  }
}

function formPage({ typed, problems }: Shown, systems: readonly SubsystemLine[], language: Language): Html {
  const say = messagesOf(language)
  const field = typedFields<Field>({ typed, problems }, language)
  const options = systems.map(({ id, member, code, name }) => ({
    value: id,
    label: `${member}/${code}: ${name}`,
  }))
  const plain = { autocomplete: 'off', spellcheck: false }
  const short = { ...plain, size: 12, maxLength: 12 }
  const address = { ...plain, maxLength: 500 }
  return html`${breadcrumbs([{ text: say.catalogue, href: catalogueUrl }], say.enterOffering, language)}
<div class="mc-work__head"><h1>${say.enterOffering}</h1></div>
${errorSummary({ problems, language })}
${narrow(html`<p class="mc-small mc-quiet">${say.enterOfferingHint}</p>
<form class="mc-form mc-form--tight mc-t2" method="post" action="${offeringFormUrl}" novalidate>
${selectField({ ...field('provider'), label: say.system, options })}
${textField({ ...field('code'), ...short, size: 30, maxLength: 40, label: say.offeringCode, description: say.systemCodeHint })}
${textField({ ...field('title'), label: say.offeringTitle, maxLength: 200 })}
${textAreaField({ ...field('summary'), label: say.offeringSummary, rows: 3, maxLength: 1000 })}
${textField({ ...field('contact'), label: say.contact, maxLength: 200 })}
${textField({ ...field('version'), ...short, label: say.versionName, description: say.versionHint })}
${textField({ ...field('providerUrl'), ...address, label: say.providerUrl, description: say.providerUrlHint })}
${checkboxField({ ...field('showsCertificate'), value: 'yes', checked: typed.showsCertificate === 'yes', label: say.showsCertificate })}
${textField({ ...field('sandboxUrl'), ...address, label: say.sandboxUrl, optional: true })}
${textField({ ...field('patience'), ...short, inputMode: 'decimal', label: say.patience })}
${textField({ ...field('keepBytes'), ...short, inputMode: 'numeric', label: say.keepBytes, description: say.keepBytesHint })}
${textAreaField({ ...field('schemaText'), label: say.schema, description: say.schemaHint, rows: 8, maxLength: 200_000 })}
${textField({ ...field('examplePath'), ...address, label: say.examplePath, description: say.examplePathHint })}
${textAreaField({ ...field('exampleAnswer'), label: say.exampleAnswer, rows: 4, maxLength: 50_000 })}
${actions(button({ text: say.saveOffering }))}</form>`)}`
}

type ReadOffering =
  | Readonly<{ ok: true; offering: OfferingEntry }>
  | Readonly<{ ok: false; problems: readonly Problem[] }>

const isAddress = (text: string): boolean => {
  if (!URL.canParse(text)) return false
  const { protocol, username, password, hash, search } = new URL(text)
  return ['http:', 'https:'].includes(protocol) && `${username}${password}${hash}${search}` === ''
}

function isOpenApi(text: string): boolean {
  try {
    return /^3\./.test(String((JSON.parse(text) as { openapi?: unknown } | null)?.openapi))
  } catch {
    return false
  }
}

/** What begins like JSON must be JSON; another kind of answer is not judged. */
function isAnswer(text: string): boolean {
  if (!/^[{[]/.test(text)) return true
  try {
    JSON.parse(text)
    return true
  } catch {
    return false
  }
}

/** A whole number, in groups of three or not. */
const bytesOf = (typed: string): number =>
  /^(\d{1,7}|\d{1,3}([.,\s]\d{3})+)$/.test(typed) ? Number(typed.replaceAll(/\D/g, '')) : -1

const numberOf = (typed: string): number =>
  /^\d{1,7}([.,]\d{1,3})?$/.test(typed) ? Number(typed.replace(',', '.')) : -1

/** Reads the form; each thing that is wrong with its field. */
function readOffering(typed: Typed, systems: readonly SubsystemLine[], language: Language): ReadOffering {
  const say = messagesOf(language)
  const text = (name: Field): string => cleanText(typed[name] ?? '')
  const long = (name: Field): string => (typed[name] ?? '').trim()
  const [providerUrl, sandboxUrl, version] = [text('providerUrl'), text('sandboxUrl'), text('version')]
  const path = text('examplePath')
  const leadsTo = versionIn(path) ?? version
  const timeoutMs = Math.round(numberOf(text('patience')) * 1000)
  const keepBodyBytes = bytesOf(text('keepBytes') || '0')
  const showsCertificate = typed.showsCertificate === 'yes'
  const isSafe = !showsCertificate || providerUrl.startsWith('https://')
  const checks: readonly [boolean, Field, string][] = [
    [systems.some(({ id }) => id === typed.provider), 'provider', say.systemMissing],
    [isCode(text('code')), 'code', say.codeWrong(say.offeringCode)],
    [text('title') !== '', 'title', say.titleMissing],
    [text('summary') !== '', 'summary', say.summaryMissing],
    [text('contact') !== '', 'contact', say.contactMissing],
    [/^v[1-9]\d{0,2}$/.test(version), 'version', say.versionWrong],
    [isAddress(providerUrl), 'providerUrl', say.addressWrong(say.providerUrl)],
    [!isAddress(providerUrl) || isSafe, 'providerUrl', say.addressNotSafe],
    [sandboxUrl === '' || isAddress(sandboxUrl), 'sandboxUrl', say.addressWrong(say.sandboxUrl)],
    [timeoutMs >= 100 && timeoutMs <= 600_000, 'patience', say.patienceWrong],
    [keepBodyBytes >= 0 && keepBodyBytes <= 1_048_576, 'keepBytes', say.keepBytesWrong],
    [isOpenApi(long('schemaText')), 'schemaText', say.schemaWrong],
    [/^\/[\w\-.~!$&'()*+,;=:@%/?]*$/.test(path), 'examplePath', say.examplePathWrong],
    [leadsTo === version, 'examplePath', say.examplePathOther(leadsTo)],
    [isAnswer(long('exampleAnswer')), 'exampleAnswer', say.exampleAnswerWrong],
  ]
  const problems = checks
    .filter(([isFine]) => !isFine)
    .map(([, field, sentence]) => ({ field, sentence }) satisfies Problem)
  if (problems.length > 0) return { ok: false, problems }
  const words = { code: text('code'), title: text('title'), summary: text('summary'), contact: text('contact') }
  const described = { schemaText: long('schemaText'), exampleAnswer: long('exampleAnswer') }
  const where = { providerUrl, sandboxUrl: sandboxUrl || null, examplePath: path }
  const how = { timeoutMs, keepBodyBytes, showsCertificate }
  return {
    ok: true,
    offering: {
      ...{ subsystemId: typed.provider ?? '', ...words },
      version: { version, ...where, ...described, ...how },
    },
  }
}
