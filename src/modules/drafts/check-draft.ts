import { readStep } from '#components/read-step'
import { type Answers, checkAnswers, type StepSchema } from '#modules/eforms'
import { listMissingPapers } from '#modules/procedures'
import { judgeValidity } from '#modules/vault'
import type { Language } from '#platform/i18n'
import { messagesOf } from './messages.ts'
import { placeForm } from './place-form.ts'
import { answersOf, type DraftView } from './read-draft.ts'
import { papersStep, placeStep, typedAt } from './rules/draft.ts'

/** What keeps a draft from being sent: on which page, at which field, in a sentence. */
export type DraftGap = Readonly<{ step: string; field: string; sentence: string }>

/** The answers about place and contact. */
export function placeAnswersOf({ draft, procedure }: DraftView): Record<string, unknown> {
  return readStep(placeForm(procedure).properties[placeStep] as StepSchema, draft.typed[placeStep] ?? {})
}

/** Everything that is missing or wrong, in the order of the pages; of one `step`, or of all. */
export function findGaps(view: DraftView, language: Language, step?: string): DraftGap[] {
  const steps = step ? [step] : view.steps
  return steps.flatMap((one) => {
    if (one === placeStep) return findPlaceGaps(view, language)
    return one === papersStep ? findPaperGaps(view, language) : findAnswerGaps(view, language, one)
  })
}

/** Answers on a page that were right when the draft was begun, and are not in the version in force. */
export function findMisfits(view: DraftView, language: Language, step: string): DraftGap[] {
  const changed = view.moved?.changes.changed.map(({ path }) => path) ?? []
  const answered = changed.filter((path) => path.startsWith(`${step}.`) && typedAt(view.draft, path) !== '')
  if (answered.length === 0) return []
  return findGaps(view, language, step).filter(({ field }) => answered.includes(`${step}.${field}`))
}

function findPlaceGaps(view: DraftView, language: Language): DraftGap[] {
  const form = placeForm(view.procedure)
  const answers = placeAnswersOf(view)
  const gaps = toGaps(checkAnswers(form, { [placeStep]: answers } as Answers), language)
  const isKnown = view.committees.some(({ communeCode }) => communeCode === answers.commune)
  const isOpen = view.procedure.level !== 'commune' || isKnown
  if (isOpen) return gaps
  const rest = gaps.filter(({ field }) => field !== 'commune')
  return [{ step: placeStep, field: 'commune', sentence: messagesOf(language).communeMissing }, ...rest]
}

function findAnswerGaps(view: DraftView, language: Language, step: string): DraftGap[] {
  const { form } = view.procedure
  return form?.properties[step]
    ? toGaps(checkAnswers(form, answersOf(view), { step, today: view.today }), language)
    : []
}

function findPaperGaps(view: DraftView, language: Language): DraftGap[] {
  const { procedure, papers } = view
  const say = messagesOf(language)
  const given = papers.map(({ component }) => component)
  const missing = listMissingPapers(procedure, given).map(({ key, name, nameEn }) => ({
    step: papersStep,
    field: paperField(key),
    sentence: say.paperMissing(language === 'en' ? (nameEn ?? name) : name),
  }))
  const spent = findSpent(view).map(({ component, title, validity }) => ({
    step: papersStep,
    field: paperField(component),
    sentence: say.paperSpent(title, say[`spent_${validity}`]),
  }))
  return [...missing, ...spent]
}

/** Papers taken from a vault that have been revoked, replaced or have expired since: they cannot be handed in. */
function findSpent({ papers, taken, today }: DraftView) {
  return taken.flatMap((item) => {
    const validity = judgeValidity(item, today)
    const given = papers.find(({ file }) => file.id === item.paperId)
    return given && validity !== 'valid' ? [{ component: given.component, title: item.title, validity }] : []
  })
}

/** The name of the file field of a component. */
export const paperField = (component: string): string => `paper.${component}`

const toGaps = (problems: ReturnType<typeof checkAnswers>, language: Language): DraftGap[] =>
  problems.map((problem) => {
    const [step = '', ...field] = problem.path.split('.')
    return { step, field: field.join('.'), sentence: problem[language] }
  })
