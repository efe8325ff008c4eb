import { defineErrors } from '#platform/errors'

export const vaultProblem = defineErrors({
  'vault.not_found': [404, 'There is no such paper in this vault, or it is not yours to see.'],
  'vault.not_offered': [
    409,
    'The paper does not count on this day; `validity` says why (not_yet, expired, revoked, replaced, no_content, signature_broken).',
  ],
  'vault.type_code_unreadable': [422, 'A code of a kind of paper has 1 to 60 letters, digits, dots or dashes.'],
  'vault.purpose_missing': [422, 'Say in 3 to 300 characters what the paper is taken for.'],
  'vault.replaced_already': [409, 'A newer version has taken the place of this paper; replace that one.'],
  'vault.revoked_already': [409, 'The paper was taken out of force before.'],
  'vault.content_unavailable': [
    503,
    'The content of the paper is out of reach at the moment; try again later.',
  ],
  'vault.dossier_unknown': [404, 'There is no such dossier, or you have nothing to do with it.'],
  'vault.too_many_shares': [409, 'The paper has `most` open links; end one first.'],
  'vault.share_closed': [
    410,
    'The link is worth nothing any more; `state` says why. Ask the owner for a new one.',
  ],
})
