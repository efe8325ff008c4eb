import { actions, button } from '#components/button'
import { errorSummary, type Problem, typedFields } from '#components/error-summary'
import { checkboxField, dateField, textAreaField, textField } from '#components/field'
import { fold } from '#components/fold'
import { notice } from '#components/notice'
import { writeDay } from '#components/read-step'
import { say as stated } from '#components/say'
import { zone } from '#components/sheet'
import { table } from '#components/table'
import { versions } from '#components/versions'
import { formatMoment } from '#modules/calendar'
import {
  type FormNumber,
  type FormTemplate,
  formNames,
  formNumbers,
  formSections,
  type SampleKind,
  sampleKinds,
  type TemplateAct,
  type TemplateFault,
} from '#modules/forms'
import { type Html, html, type Piece } from '#platform/html'
import type { Language } from '#platform/i18n'
import { templateMessages } from './messages.ts'

export const templatesUrl = '/admin/forms'

type Standing = Readonly<{ inForce: FormTemplate | null; open: FormTemplate | null }>

/** The seven forms, with the template each is printed by. */
export function templatesPage(standings: ReadonlyMap<FormNumber, Standing>, language: Language): Html {
  const say = templateMessages(language)
  return html`<div class="mc-work__head"><h1>${say.title}</h1><p class="mc-quiet">${say.hint}</p></div>
${table({
  caption: say.title,
  stack: true,
  columns: [{ title: say.form }, { title: say.name }, { title: say.inForce }, { title: say.making }],
  rowHeader: 1,
  rows: formNumbers.map((number) => {
    const { inForce = null, open = null } = standings.get(number) ?? {}
    return [
      number,
      html`<a href="${templatesUrl}/${number}">${formNames(language)[number]}</a>`,
      inForce ? html`${say.version(inForce.version)}, ${say.since(dayOf(inForce.validFrom))}` : say.ownTemplate,
      open ? stateOf(open, language) : '–',
    ]
  }),
})}`
}

const dayOf = (on: string | null): string => (on ? writeDay(on) : '…')

const tones = { draft: 'mute', proposed: 'warn', approved: 'ok', dropped: 'mute' } as const
const stateOf = ({ state }: FormTemplate, language: Language): Html =>
  stated(tones[state], templateMessages(language)[state])

/** What was typed into the form of a template; `shown` are the sections that are printed. */
export type TypedTemplate = Readonly<
  Record<'title' | 'basis' | 'note' | 'left' | 'right' | 'source', string> & { shown: readonly string[] }
>
export type TypedDecision = Readonly<Record<'number' | 'decidedOn' | 'validFrom', string>>

export type TemplatePage = Standing &
  Readonly<{
    number: FormNumber
    all: readonly FormTemplate[]
    typed: TypedTemplate
    decision: TypedDecision
    /** The acts this officer may do now. */
    acts: readonly TemplateAct[]
    mayEdit: boolean
    problems: readonly Problem[]
    fault: TemplateFault | null
    remark: Readonly<{ tone: 'done' | 'warn'; text: string }> | null
  }>

/** One form: what is in use, what is being written, its preview, and all versions. */
export function templatePage(page: TemplatePage, language: Language): Html {
  const { number, problems, remark, fault, open, acts } = page
  const say = templateMessages(language)
  const canWrite = page.mayEdit && open?.state !== 'proposed'
  return html`<p class="mc-quiet mc-small"><a href="${templatesUrl}">${say.title}</a></p>
<div class="mc-work__head"><h1>${formNames(language)[number]}</h1><p class="mc-quiet">${say.form} ${number}</p></div>
<div class="mc-stack mc-gap2">${remark && notice({ tone: remark.tone, live: true, body: html`<p>${remark.text}</p>` })}
${fault && notice({ tone: 'warn', live: true, body: faultBody(fault, language) })}
${errorSummary({ problems, language })}
<div class="mc-designer"><div class="mc-stack mc-gap2">
${canWrite && editZone(page, language)}
${open && acts.length > 0 && actsZone(page, open, language)}
</div><div class="mc-stack mc-gap2">
${zone({ id: 'in-use', title: say.inForce, body: inUse(page, language) })}
${zone({ id: 'versions', title: say.versionsTitle, body: versionList(page, language) })}
</div></div></div>`
}

const sampleName = (sample: SampleKind, language: Language): string => {
  const say = templateMessages(language)
  return { usual: say.previewUsual, long: say.previewLong, bare: say.previewBare }[sample]
}

function faultBody({ line, message, sample }: TemplateFault, language: Language): Html {
  const say = templateMessages(language)
  const known: Readonly<Record<string, string>> = { too_slow: say.tooSlow, too_large: say.tooLarge }
  const what = sample === null ? say.refusedWord(message) : (known[message] ?? message)
  return html`<p><strong>${say.fault(line === null ? '' : say.faultLine(line), what)}</strong></p>
<p class="mc-small">${sample && `${say.faultSample(sampleName(sample, language))} `}${say.faultKept}</p>`
}

/** The ways to see a saved version with each example. */
function previewLinks(number: FormNumber, version: number | null, language: Language): Html {
  const query = version === null ? '' : `&version=${version}`
  return html`<ul class="mc-bare">${sampleKinds.map(
    (sample) =>
      html`<li><a href="${templatesUrl}/${number}/preview.pdf?sample=${sample}${query}">${sampleName(sample, language)}</a> <span class="mc-small mc-quiet">PDF</span></li>`,
  )}</ul>`
}

function inUse({ number, inForce }: TemplatePage, language: Language): Html {
  const say = templateMessages(language)
  const name = inForce
    ? `${say.version(inForce.version)}, ${say.since(dayOf(inForce.validFrom))}`
    : say.ownTemplate
  return html`<p><strong>${name}</strong></p>${previewLinks(number, inForce?.version ?? null, language)}`
}

function versionList({ number, all }: TemplatePage, language: Language): Html {
  const say = templateMessages(language)
  if (all.length === 0) return html`<p>${say.none}</p>`
  return versions(
    all.map((template) => {
      const { version, validFrom, decisionNumber, decidedOn, approvedByName, approvedAt } = template
      const edited = say.editedBy(template.editedByName, formatMoment(template.editedAt, language))
      const approval =
        approvedByName && approvedAt && say.approvedBy(approvedByName, formatMoment(approvedAt, language))
      const decided = decisionNumber && `${say.decision(decisionNumber, dayOf(decidedOn))}. `
      return {
        title: say.version(version),
        href: `${templatesUrl}/${number}/preview.pdf?sample=usual&version=${version}`,
        state: stateOf(template, language),
        dates: validFrom ? say.since(dayOf(validFrom)) : edited,
        detail: html`${decided}${validFrom && html`${edited}. `}${approval}`,
      }
    }),
  )
}

function editZone({ number, open, typed, problems }: TemplatePage, language: Language): Html {
  const say = templateMessages(language)
  const field = typedFields<Exclude<keyof TypedTemplate, 'shown'>>({ typed, problems }, language)
  const hasSigners = number !== '04' && number !== '06'
  const body = html`<form class="mc-form mc-form--tight" method="post" action="${templatesUrl}/${number}" novalidate>
<input type="hidden" name="seen" value="${open?.revision ?? 0}">
${textField({ ...field('title'), label: say.titleLabel, maxLength: 160 })}
${textField({ ...field('basis'), label: say.basisLabel, description: say.basisHint, maxLength: 300, optional: true })}
${textAreaField({ ...field('note'), label: say.noteLabel, description: say.noteHint, rows: 3, maxLength: 1000, optional: true })}
${hasSigners && [textField({ ...field('left'), label: say.leftLabel, maxLength: 80, optional: true }), textField({ ...field('right'), label: say.rightLabel, maxLength: 80, optional: true })]}
${sections(number, typed, language)}
${fold({
  summary: say.expert,
  open: typed.source !== '' || problems.some(({ field: name }) => name === 'source'),
  body: html`<div class="mc-code-field">${textAreaField({ ...field('source'), label: say.expert, description: say.expertHint, rows: 26, optional: true })}</div>
${button({ text: say.useOwn, variant: 'tertiary', name: 'own', value: 'yes' })}`,
})}
${actions(button({ text: say.save }), sampleButtons(number, language), html`<a href="${templatesUrl}">${say.back}</a>`)}
</form>`
  return zone({ id: 'edit', title: say.editTitle, body, state: open && stateOf(open, language) })
}

const sampleButtons = (number: FormNumber, language: Language): Piece =>
  button({
    text: templateMessages(language).preview,
    variant: 'secondary',
    formAction: `${templatesUrl}/${number}/preview.pdf`,
  })

function sections(number: FormNumber, { shown }: TypedTemplate, language: Language): Html {
  const say = templateMessages(language)
  return html`<fieldset class="ds-fieldset"><legend class="ds-label">${say.sectionsLabel}</legend><div data-field="description">${say.sectionsHint}</div>
${formSections[number].map((section) =>
  checkboxField({
    name: `section.${section}`,
    label: say[`section_${section}`],
    checked: shown.includes(section),
    language,
  }),
)}</fieldset>`
}

function actsZone(
  { number, acts, decision, problems }: TemplatePage,
  open: FormTemplate,
  language: Language,
): Html {
  const say = templateMessages(language)
  const field = typedFields<keyof TypedDecision>({ typed: decision, problems }, language)
  const forms = acts.map(
    (act) =>
      html`<form class="mc-form" method="post" action="${templatesUrl}/${number}/acts/${act}" novalidate><input type="hidden" name="seen" value="${open.revision}">
${
  act === 'approve' && [
    textField({ ...field('number'), label: say.decisionNumber, size: 28, maxLength: 100, autocomplete: 'off' }),
    dateField({ ...field('decidedOn'), label: say.decidedOn }),
    dateField({ ...field('validFrom'), label: say.validFrom }),
  ]
}
${button({ text: say[act], variant: act === 'approve' || act === 'propose' ? 'primary' : 'tertiary' })}</form>`,
  )
  const body = html`${open.state === 'proposed' && html`<p>${say.waitsForOther}</p>`}${previewLinks(number, open.version, language)}<div class="mc-stack mc-gap2 mc-t1">${forms}</div>`
  return zone({ id: 'acts', title: say.actsTitle, body, state: stateOf(open, language) })
}
