import { defineErrors } from '#platform/errors'

export const dossierProblem = defineErrors({
  'dossiers.not_found': [404, 'There is no such dossier, or the asker has no relation to it.'],
  'dossiers.not_allowed': [403, 'The asker may see the dossier and may not give this command.'],
  'dossiers.four_eyes': [
    403,
    'Who did a task that this one checks may not do this one: another officer of the role does it.',
  ],
  'dossiers.wrong_state': [
    409,
    'The state of the dossier does not allow this command now; `state` says which it is.',
  ],
  'dossiers.wrong_step': [409, 'The dossier is at another step; `step` says which.'],
  'dossiers.process_stuck': [
    409,
    'The process of the procedure leads nowhere from here; `node` and `reason` say why. Nothing was written.',
  ],
  'dossiers.changed_meanwhile': [
    409,
    'Somebody changed the dossier after the page was opened; nothing was written.',
  ],
  'dossiers.reason_missing': [422, 'The law wants a reason for this command.'],
  'dossiers.components_missing': [
    422,
    'Papers are missing: `missing` names each mandatory paper that was not given.',
  ],
  'dossiers.already_requested': [
    409,
    'Papers were asked for once; a second time needs the reason why the first request could not see it.',
  ],
  'dossiers.amount_missing': [422, 'A request to pay names an amount above zero, in whole đồng.'],
  'dossiers.result_exists': [
    409,
    'A decision on the result exists; the dossier can no longer be withdrawn or stopped.',
  ],
  'dossiers.until_invalid': [422, 'The new due day is written YYYY-MM-DD.'],
  'dossiers.extended_twice': [409, 'The due time was extended before; the law allows it once.'],
  'dossiers.extended_too_late': [
    409,
    'An extension is given at the latest one day before the due day; `dueOn` says which.',
  ],
  'dossiers.extended_not_later': [422, 'The new due day is not after the present one; `dueOn` says which.'],
  'dossiers.extended_to_day_off': [422, 'The new due day is a day off; name a working day.'],
  'dossiers.officer_unknown': [
    422,
    'No active officer of the agency that has the dossier is known by this account.',
  ],
  'dossiers.unpaid': [409, 'A charge of this dossier is still due; record its payment first.'],
  'dossiers.paid_already': [
    409,
    'A charge of this dossier was paid online meanwhile: take no money for it. Nothing was written.',
  ],
  'dossiers.answers_invalid': [
    422,
    'The declaration has mistakes; `fields` names each field and what was expected.',
  ],
  'dossiers.papers_unknown': [422, 'A paper was not received here, or by somebody else; send the file again.'],
  'dossiers.papers_spent': [
    422,
    'A paper of a vault does not count any more; `papers` names each with its item and `validity` (expired, revoked, replaced).',
  ],
  'dossiers.component_unknown': [
    422,
    'The procedure, or the last request for papers, names no such component.',
  ],
  'dossiers.papers_not_taken': [422, 'This command brings no papers; send them with one that does.'],
  'dossiers.not_offered': [422, 'This procedure cannot be applied for here; it is only described.'],
  'dossiers.channel_closed': [
    422,
    'This procedure does not take dossiers over this channel, or not from this person: officers file at the counter or by post.',
  ],
  'dossiers.applicant_missing': [422, 'An officer files for somebody: `fields` names what says for whom.'],
  'dossiers.agency_unknown': [422, 'No agency resolves this procedure at that place.'],
  'dossiers.representation_ended': [
    403,
    'Nobody files for another without a right that is in force: choose anew for whom you act.',
  ],
  'dossiers.level_too_low': [403, 'This procedure needs an e-identification account of level 2.'],
  'dossiers.id_card_unreadable': [
    422,
    'The scanned text is not the QR code of an identity card; `reason` says why.',
  ],
})
