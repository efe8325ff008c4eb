import { answers } from '#components/answers'
import { breadcrumbs } from '#components/breadcrumbs'
import { button } from '#components/button'
import { code } from '#components/code'
import { errorSummary, type Problem, typedFields } from '#components/error-summary'
import { selectField, textAreaField, textField } from '#components/field'
import { fold } from '#components/fold'
import { notice } from '#components/notice'
import { writeDay } from '#components/read-step'
import { narrow, zone } from '#components/sheet'
import { table } from '#components/table'
import { formatClock } from '#modules/calendar'
import type {
  CatalogueLine,
  ConnectionFinding,
  ConnectionFindings,
  listMinutes,
  OfferingVersion,
  SubsystemLine,
} from '#modules/exchange'
import { type Html, html, type Piece } from '#platform/html'
import type { Language } from '#platform/i18n'
import { callPath, catalogueUrl, meanOf, type Outages, offeringFormUrl, standingOf } from './catalogue-view.ts'
import { type KeyExample, keyNotice } from './key-view.ts'
import { messagesOf } from './messages.ts'

export type OfferingField = 'system' | 'basis' | 'notice' | 'sandboxSystem'
export type TypedOffering = Readonly<Partial<Record<OfferingField, string>>>

export type OfferingView = Readonly<{
  line: CatalogueLine
  minutes: Awaited<ReturnType<typeof listMinutes>>
  outages: Outages
  publicUrl: string
  /** Null: the reader may look, and change nothing. */
  systems: readonly SubsystemLine[] | null
  typed: TypedOffering
  problems: readonly Problem[]
  news: string
  findings: ConnectionFindings | null
  key: KeyExample | null
}>

/** `/officer/exchange/:id`: how an offering is called, who uses it, how it does; for administrators what they do about it. */
export function offeringPage(view: OfferingView, language: Language): Html {
  const { line, problems, systems, key } = view
  const say = messagesOf(language)
  const { offering } = line
  return html`${errorSummary({ problems, language })}
${breadcrumbs([{ text: say.catalogue, href: catalogueUrl }], offering.title, language)}
<div class="mc-work__head"><h1>${offering.title}</h1></div>
<p class="mc-prose">${offering.summary}</p>
${news(view, language)}${key && keyNotice(key, language)}
<div class="mc-stack mc-t2">
${zone({ id: 'call', title: say.howToCall, body: howToCall(view, language) })}
${zone({ id: 'users', title: say.whoUses, body: users(view, language) })}
${zone({ id: 'figures', title: say.figures, body: figures(view, language) })}
${systems && html`<p><a href="${offeringFormUrl}?of=${offering.id}">${say.changeOffering}</a></p>`}
${systems && administration(view, systems, language)}
</div>`
}

function news({ news: told, findings }: OfferingView, language: Language): Piece {
  const say = messagesOf(language)
  const sentences: Readonly<Record<string, string>> = {
    granted: say.done_granted,
    withdrawn: say.done_withdrawn,
    maintenance: say.done_maintenance,
    in_force: say.done_in_force,
    saved: say.done_saved,
  }
  const sentence = sentences[told]
  if (findings) return found(findings, language)
  return sentence && notice({ tone: 'done', live: true, body: html`<p>${sentence}</p>` })
}

/** What a test found at each address; an error of the provider's server is no good news. */
function found({ production, sandbox }: ConnectionFindings, language: Language): Html {
  const say = messagesOf(language)
  const isFine = [production, sandbox].every((one) => one === null || (one.ok && one.status < 500))
  const line = (place: string, finding: ConnectionFinding | null) =>
    finding && html`<p>${place}: ${explain(finding, language)}</p>`
  const body = html`${line(say.production, production)}${line(say.trial, sandbox)}`
  return notice({ tone: isFine ? 'done' : 'warn', live: true, body })
}

function explain(finding: ConnectionFinding, language: Language): string {
  const say = messagesOf(language)
  if (finding.ok) {
    const answered = finding.status < 500 ? say.testOk : say.testServerError
    return answered(finding.status, finding.ms)
  }
  if (finding.code === 'timeout') return say.testTimeout(say.number(finding.seconds))
  return say[`test_${finding.code}`]
}

const block = (label: string, text: string): Html =>
  html`<p class="mc-small mc-quiet mc-t1">${label}</p><pre class="mc-listing">${text}</pre>`

function howToCall({ line, outages, publicUrl }: OfferingView, language: Language): Html {
  const { instance } = outages
  const say = messagesOf(language)
  const { offering, versions } = line
  const path = callPath(offering, instance)
  const example = (version: OfferingVersion) =>
    `GET ${publicUrl}${path}${version.examplePath}\nAuthorization: Bearer …\nX-Road-Client: ${instance}/GOV/…/…\nX-Road-Id: …`
  return html`${answers(
    [
      { term: say.address, answer: html`<span class="mc-listing">${path}</span>` },
      { term: say.provider, answer: offering.memberName },
      { term: say.system, answer: offering.subsystemName },
      { term: say.contact, answer: offering.contact },
    ],
    'tight',
  )}
<p class="mc-prose mc-small mc-quiet mc-t1">${say.howToCallHint}</p>
${versions.map(
  (
    version,
  ) => html`<h3 class="mc-t2">${say.version(version.version)} ${standingOf({ version, offering }, outages, language)}</h3>
${version.notice && notice({ tone: 'warn', body: html`<p>${version.notice}</p>` })}
${block(say.exampleCall, example(version))}${block(say.exampleAnswer, version.exampleAnswer)}
<div class="mc-t1">${fold({ summary: say.schema, look: 'plain', body: block(say.schema, version.schemaText) })}</div>`,
)}`
}

function users({ line, systems }: OfferingView, language: Language): Html {
  const say = messagesOf(language)
  const { rights, offering } = line
  if (rights.length === 0) return html`<p>${say.nobodyUses}</p>`
  const columns = [say.system, say.basis, say.since, ...(systems ? [''] : [])]
  const rows = rights.map((right) => [
    html`${right.memberName}<br><span class="mc-small mc-quiet">${code(`${right.member}/${right.subsystem}`)}</span>`,
    html`${right.basis}<br><span class="mc-small mc-quiet">${right.grantedName}</span>`,
    writeDay(right.fromOn),
    ...(systems
      ? [
          html`<form method="post" action="${catalogueUrl}/${offering.id}/rights/${right.id}/withdraw">${button({ text: say.withdraw, variant: 'tertiary', about: right.memberName })}</form>`,
        ]
      : []),
  ])
  return table({
    caption: say.grantedSystems,
    columns: columns.map((title) => ({ title: title || say.withdraw })),
    rows,
    stack: true,
  })
}

function figures({ line: { traffic }, minutes }: OfferingView, language: Language): Html {
  const say = messagesOf(language)
  if (!traffic) return html`<p>${say.noFigures}</p>`
  const pairs: readonly (readonly [string, string])[] = [
    [say.calls, say.number(traffic.calls)],
    [say.failures, say.number(traffic.failures)],
    [say.refusals, say.number(traffic.refusals)],
    [say.mean, meanOf(traffic, language)],
    [say.longest, say.ms(say.number(traffic.durationMsLongest))],
    [say.slow, say.number(traffic.slowCalls)],
    [say.volume, say.bytes(traffic.bytesIn + traffic.bytesOut)],
  ]
  const columns = [say.minute, say.calls, say.failures, say.refusals, say.mean]
  const rows = minutes.map((one) => [
    formatClock(one.minuteAt, language),
    ...[one.calls, one.failures, one.refusals].map(say.number),
    say.ms(say.number(one.meanMs)),
  ])
  return html`${answers(
    pairs.map(([term, answer]) => ({ term, answer })),
    'tight',
  )}
<div class="mc-t2">${table({ caption: say.byMinutes, columns: columns.map((title, index) => ({ title, number: index > 0 })), rows })}</div>`
}

function administration(
  { line, typed, problems }: OfferingView,
  systems: readonly SubsystemLine[],
  language: Language,
): Html {
  const say = messagesOf(language)
  const here = `${catalogueUrl}/${line.offering.id}`
  const field = typedFields<OfferingField>({ typed, problems }, language)
  const options = systems.map(({ id, member, code: name, name: title }) => ({
    value: id,
    label: `${member}/${name}: ${title}`,
  }))
  const [newest] = line.versions
  const isDown = newest?.state === 'maintenance'
  const posting = (action: string, ...inside: readonly Piece[]) =>
    html`<form class="mc-form mc-form--tight" method="post" action="${here}/${action}" novalidate>${inside}</form>`
  const secondary = (text: string) => button({ text, variant: 'secondary' })
  const sandbox = newest?.sandboxUrl
    ? posting(
        'sandbox-key',
        selectField({ ...field('sandboxSystem'), label: say.sandboxFor, options }),
        secondary(say.sandboxMake),
      )
    : html`<p>${say.noSandbox}</p>`
  return html`${zone({ id: 'test', title: say.test, body: html`<p class="mc-small mc-quiet">${say.testHint}</p><div class="mc-t1">${posting('test', secondary(say.test))}</div>` })}
${zone({ id: 'sandbox', title: say.sandbox, body: narrow(html`<p class="mc-small mc-quiet">${say.sandboxHint}</p>`, sandbox) })}
${zone({
  id: 'grant',
  title: say.grant,
  body: narrow(
    posting(
      'rights',
      selectField({ ...field('system'), label: say.grantFor, options }),
      textField({ ...field('basis'), label: say.grantBasis, description: say.grantBasisHint, maxLength: 300 }),
      button({ text: say.grantMake }),
    ),
  ),
})}
${zone({
  id: 'maintenance',
  title: say.maintenance,
  body: narrow(
    html`<p class="mc-small mc-quiet">${say.maintenanceHint}</p>`,
    isDown
      ? posting('operation', secondary(say.endMaintenance))
      : posting(
          'maintenance',
          textAreaField({
            ...field('notice'),
            label: say.notice,
            description: say.noticeHint,
            rows: 2,
            maxLength: 500,
          }),
          secondary(say.beginMaintenance),
        ),
  ),
})}`
}
