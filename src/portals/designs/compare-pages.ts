import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { Type } from 'typebox'
import { notice } from '#components/notice'
import { zone } from '#components/sheet'
import { comparePacks, type PackSide, type ReadProcess, readProcess } from '#modules/designs'
import {
  findProcedureVersion,
  getCatalogueProcedure,
  listVersions,
  type Procedure,
  type VersionLine,
} from '#modules/procedures'
import { type Html, html, type Piece } from '#platform/html'
import { type Language, languageOf } from '#platform/i18n'
import { casesView } from './cases-view.ts'
import { compareMessages } from './compare-messages.ts'
import { comparison, sidesForm } from './compare-view.ts'
import { designHead } from './design-head.ts'
import { type Asked, canRead, type Desk, dayOf, idParams, numberOf, shortText, show } from './desk.ts'
import { checkLoaded, headOf, type LoadedDesign, loadDesign } from './load-design.ts'
import { viewing } from './process-pages.ts'
import { drawing } from './process-view.ts'

/** Comparing: a design with the version it came from or the one in force, and two versions of a procedure. */
export const comparePages =
  (desk: Desk): FastifyPluginAsyncTypebox =>
  async (app) => {
    const url = '/admin/designs/:id/compare'
    app.get(url, { ...canRead, schema: { params: idParams } }, async (request, reply) =>
      compareDesign(desk, { request, reply }, await loadDesign(desk, request.params)),
    )
    app.get(
      '/admin/designs/:id/cases',
      { ...canRead, schema: { params: idParams } },
      async (request, reply) => {
        const loaded = await loadDesign(desk, request.params)
        const head = headOf(loaded, 'cases', { request, reply })
        const main = casesView({ head, check: await checkLoaded(loaded) })
        const title = `${compareMessages(head.language).casesTitle}: ${loaded.name}`
        return show(desk, { request, reply }, { title, main })
      },
    )
    const params = Type.Object({ code: Type.String({ minLength: 1, maxLength: 40 }) })
    const querystring = Type.Object({ from: shortText, to: shortText })
    app.get(
      '/admin/procedures/:code/compare',
      { ...canRead, schema: { params, querystring } },
      (request, reply) =>
        compareVersions(desk, { request, reply }, { code: request.params.code, ...request.query }),
    )
  }

type Side = Readonly<{ side: PackSide; process: ReadProcess }>

async function sideOf(content: Readonly<Record<string, unknown>>): Promise<Side> {
  const process = await readProcess(content.process as string | undefined)
  return { side: { content, plan: process.plan }, process }
}

/** A version as it is compared: without what every version says otherwise. */
function contentOf({ versionId, version, effectiveFrom, issues, status, ...content }: Procedure) {
  return content
}

const packVersions = (lines: readonly VersionLine[]) =>
  lines.filter(({ origin, withdrawn }) => origin === 'pack' && !withdrawn)

async function compareDesign(desk: Desk, asked: Asked, loaded: LoadedDesign) {
  const { db } = desk.context
  const { design, today } = loaded
  const head = headOf(loaded, 'compare', asked)
  const say = compareMessages(head.language)
  const title = `${say.compareTitle}: ${loaded.name}`
  const lines = packVersions(await listVersions(db, design.code))
  const inForce = lines.find(
    ({ id, effectiveFrom }) => effectiveFrom <= today && id !== design.decision?.versionId,
  )
  const baseId = inForce?.id ?? design.basedOnVersionId
  const [base, { pack }] = await Promise.all([
    baseId ? findProcedureVersion(db, baseId) : null,
    checkLoaded(loaded),
  ])
  if (!pack || !base) {
    const body = html`<p>${say.compareCannot}</p>`
    return show(desk, asked, { title, main: html`${designHead(head)}${notice({ tone: 'warn', body })}` })
  }
  const [before, after] = await Promise.all([sideOf(contentOf(base)), sideOf({ ...pack.content })])
  const main = html`${designHead(head)}
${compared(before, after, { before: say.sideVersion(base.version), after: say.sideDesign, language: head.language })}`
  return show(desk, asked, { title, main, ...viewing })
}

type Names = Readonly<{ before: string; after: string; language: Language }>

function compared(before: Side, after: Side, names: Names): Html {
  const differences = comparePacks(before.side, after.side)
  const isRedrawn = differences.some(({ area }) => area === 'process')
  return comparison({ ...names, differences, drawings: isRedrawn && drawings(before, after, names) })
}

function drawings(before: Side, after: Side, { before: one, after: other, language }: Names): Piece {
  return html`<div class="mc-pair">${zone({ id: 'before', title: one, body: drawing(before.process.xml, language) })}${zone({ id: 'after', title: other, body: drawing(after.process.xml, language) })}</div>`
}

type Versions = Readonly<{ code: string; from?: string; to?: string }>

async function compareVersions(desk: Desk, asked: Asked, { code, from, to }: Versions) {
  const { db } = desk.context
  const language = languageOf(asked.request)
  const say = compareMessages(language)
  const procedure = await getCatalogueProcedure(db, code)
  const lines = packVersions(await listVersions(db, procedure.code))
  const lineOf = (text: string | undefined, otherwise: number) =>
    lines.find(({ number }) => number === numberOf(text)) ?? lines[otherwise] ?? lines.at(-1)
  const [newer, older] = [lineOf(to, 0), lineOf(from, 1)]
  const [one, other] = await Promise.all(
    [older, newer].map((line) => (line ? findProcedureVersion(db, line.id) : null)),
  )
  const head = html`<div class="mc-work__head"><h1>${say.compareTitle}</h1><p class="mc-quiet"><a href="/admin/procedures/${procedure.code}">${procedure.shortName}</a></p></div>`
  if (!one || !other || !older || !newer)
    return show(desk, asked, {
      title: say.compareTitle,
      main: html`${head}${notice({ body: html`<p>${say.compareNone}</p>` })}`,
    })
  const [before, after] = await Promise.all([sideOf(contentOf(one)), sideOf(contentOf(other))])
  const versions = lines.map(({ number, effectiveFrom }) => ({ number, day: dayOf(effectiveFrom) }))
  const names = { before: say.sideVersion(older.number), after: say.sideVersion(newer.number), language }
  const main = html`${head}${sidesForm({ code: procedure.code, versions, from: older.number, to: newer.number, language })}
${compared(before, after, names)}`
  return show(desk, asked, { title: `${say.compareTitle}: ${procedure.shortName}`, main, ...viewing })
}
