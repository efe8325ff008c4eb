import { defineErrors } from '#platform/errors'

export const filingsProblem = defineErrors({
  'filings.empty': [422, 'The filing has neither an answer nor a paper; what came is kept.'],
  'filings.applicant_missing': [
    422,
    'The filing does not say by name and personal id who filed it; what came is kept.',
  ],
  'filings.applicant_number': [
    422,
    'The number by which the filing names who filed it is no personal id of 12 digits; what came is kept.',
  ],
  'filings.owner_kind': [
    422,
    'The filing is in the name of an enterprise, an organisation or a state agency, or of a kind that is not known; `ownerKind` says which. Filed elsewhere, only those of citizens become dossiers yet; what came is kept.',
  ],
  'filings.unreadable': [
    422,
    'The filing is not as it was agreed; `part` says where. What came is kept as it came.',
  ],
  'filings.agency_unknown': [422, 'No agency here has the code the filing is for; `agency` says which.'],
  'filings.agency_missing': [422, 'The filing does not say which agency it is for; what came is kept.'],
  'filings.paper_altered': [422, 'A paper of the filing is not what its hash says; `paper` says which.'],
  'filings.component_unknown': [
    422,
    'A paper of the filing is for a component that the procedure does not have; `component` says which.',
  ],
  'filings.paper_refused': [422, 'A paper of the filing cannot be kept; `paper` says which, `why` the reason.'],
  'filings.paper_without_address': [
    422,
    'A paper of the filing comes without an address to fetch it from; `paper` says which, `result` of which result it is, when that was said.',
  ],
  'filings.paper_elsewhere': [
    422,
    'A paper of the filing is said to lie at an address from which nothing is fetched; `paper` says which, `place` where. If the portal keeps its papers there, name that origin in NATIONAL_PORTAL_PAPER_ORIGINS.',
  ],
  'filings.not_open': [409, 'The filing is a dossier already, or was refused.'],
})
