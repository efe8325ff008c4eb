import { type Answer, answers } from '#components/answers'
import { breadcrumbs } from '#components/breadcrumbs'
import { actions, button } from '#components/button'
import { errorSummary, type Problem } from '#components/error-summary'
import { radioField, textAreaField } from '#components/field'
import { notice } from '#components/notice'
import { formatMoment } from '#modules/calendar'
import { dossierMessages } from '#modules/dossiers'
import { type Html, html } from '#platform/html'
import type { Language } from '#platform/i18n'
import { criterionWords, ratingMessages } from './messages.ts'
import type { Rating } from './repository.ts'
import { type Criterion, criteria, type Scores } from './rules/rating.ts'

export type OwnRatingPage = Readonly<{
  /** The dossier as the page leads back to it. */
  name: string
  given: Rating | null
  isFinished: boolean
  isDone: boolean
  typed: Readonly<Record<string, string | undefined>>
  problems: readonly Problem[]
  language: Language
}>

export const ratingHref = (name: string): string => `/my/dossiers/${encodeURIComponent(name)}/rating`

/** Rating the own dossier: the form while nothing was said, afterwards what was said. */
export function ownRatingPage(page: OwnRatingPage): Html {
  const { name, given, isFinished, isDone, problems, language } = page
  const words = ratingMessages(language)
  const trail = [
    { text: dossierMessages(language).myDossiers, href: '/my/dossiers' },
    { text: name, href: `/my/dossiers/${encodeURIComponent(name)}` },
  ]
  return html`${breadcrumbs(trail, words.ownTitle, language)}
<div class="mc-narrow mc-stack">${isDone && notice({ tone: 'done', live: true, body: html`<p>${words.thanks}</p>` })}${errorSummary({ problems, language })}
<h1>${words.ownTitle}</h1>
${given && html`<p>${words.given(formatMoment(given.ratedAt, language))}</p>${answersGiven(given, language)}`}
${!given && (isFinished ? form(page) : html`<p>${words.notFinished}</p>`)}</div>`
}

function form({ name, typed, problems, language }: OwnRatingPage): Html {
  const words = ratingMessages(language)
  const asked = criterionWords(language)
  const field = (criterion: Criterion) => {
    const { question, answers: choices } = asked[criterion]
    const options = [
      ...([2, 1, 0] as const).map((points) => ({ value: String(points), label: choices[points] })),
      { value: '', label: words.noOpinion },
    ]
    const problem = problems.find((one) => one.field === criterion)?.sentence
    return radioField({
      name: criterion,
      label: question,
      options,
      value: typed[criterion] ?? '',
      problem,
      language,
    })
  }
  return html`<p class="mc-lead">${words.ownLead}</p><form class="mc-form" method="post" action="${ratingHref(name)}" novalidate>
${criteria.map(field)}
${textAreaField({ name: 'comment', label: words.comment, description: words.commentHint, value: typed.comment, maxLength: 2000, optional: true, language })}
${actions(button({ text: words.send }))}</form>`
}

function answersGiven({ scores, comment }: Rating, language: Language): Html {
  const said = comment ? [{ term: ratingMessages(language).comment, answer: comment }] : []
  return answers([...scoreAnswers(scores, language), ...said], 'ruled')
}

/** What was answered, by criterion. */
export function scoreAnswers(scores: Scores, language: Language): Answer[] {
  const asked = criterionWords(language)
  return criteria.flatMap((criterion) => {
    const points = scores[criterion]
    if (points === undefined) return []
    return [{ term: asked[criterion].name, answer: asked[criterion].answers[points] }]
  })
}
