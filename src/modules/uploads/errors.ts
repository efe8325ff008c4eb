import { defineErrors } from '#platform/errors'

export const uploadsProblem = defineErrors({
  'uploads.not_found': [404, 'There is no such upload, it has expired, or it is not yours to continue.'],
  'uploads.no_name': [422, 'Upload-Metadata names no file: send `filename` with at most 300 characters.'],
  'uploads.no_length': [422, 'Upload-Length is missing or not a number above 0; it cannot be told later.'],
  'uploads.too_large': [413, 'The file is larger than `limit` bytes. Nothing was begun.'],
  'uploads.too_many': [
    429,
    'More than `limit` uploads of this account are not finished: finish one, or delete it. They are kept.',
  ],
  'uploads.over_quota': [
    422,
    'With this file the account would send more than `limit` bytes in a day (`usedBytes` so far). What was sent before is kept.',
  ],
  'uploads.refused': [
    422,
    'The file has arrived whole and is not taken; `reason` says why. It was removed: change it and send it again.',
  ],
})
