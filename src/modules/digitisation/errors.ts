import { defineErrors } from '#platform/errors'

export const digitisationProblem = defineErrors({
  'digitisation.not_found': [404, 'There is no such scan, or another officer made it.'],
  'digitisation.closed': [409, 'The scanning session is closed; open another one.'],
  'digitisation.not_scanned': [
    422,
    'Papers of this kind are not scanned (TT 03/2025/TT-VPCP Đ5 k2); `kind` says which it is. Nothing was opened.',
  ],
  'digitisation.incomplete': [
    422,
    'The pictures are not the whole paper; `problems` names each count, note and page. No copy was begun.',
  ],
  'digitisation.link_expired': [410, 'The link of the telephone has expired; show a new one at the counter.'],
  'digitisation.too_many_files': [422, 'A session takes at most `most` files; open another one.'],
  'digitisation.no_folder': [422, 'No folder of a scanner is set, or it has none for this officer.'],
})
