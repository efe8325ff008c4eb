import { defineErrors } from '#platform/errors'

export const consultationProblem = defineErrors({
  'consultations.not_found': [404, 'There is no such consultation, or another agency was asked.'],
  'consultations.not_allowed': [
    403,
    'Only a case officer or signatory of the agency that decides the dossier asks another agency.',
  ],
  'consultations.wrong_state': [
    409,
    'Another agency is asked while the dossier is in progress; `state` says what it is.',
  ],
  'consultations.question_missing': [422, 'Say what is asked, in at most 4000 characters.'],
  'consultations.agency_unknown': [422, 'No agency bears this code today.'],
  'consultations.own_agency': [422, 'An agency does not ask itself.'],
  'consultations.agency_unreachable': [
    422,
    'Nobody of this agency can answer here: it has no active case officer or signatory. Ask by official letter.',
  ],
  'consultations.due_invalid': [
    422,
    'Name one due time: a day written YYYY-MM-DD, or a whole number of days or hours from 1 to 60.',
  ],
  'consultations.due_day_off': [422, 'The due day is a day off of the asked agency; name a working day.'],
  'consultations.due_past': [422, 'The due day has passed, or its working hours have.'],
  'consultations.due_too_far': [422, 'The due day is more than a year away.'],
  'consultations.papers_unknown': [422, 'A paper is none of this dossier; `paper` says which.'],
  'consultations.not_open': [
    409,
    'It was answered before, or the dossier has ended and nobody waits for the answer any more.',
  ],
  'consultations.opinion_missing': [422, 'Choose an opinion.'],
  'consultations.answer_missing': [
    422,
    'Say why, in at most 4000 characters: only plain consent needs no words.',
  ],
})
