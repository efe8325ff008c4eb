import { defineErrors } from '#platform/errors'

export const verificationProblem = defineErrors({
  'verification.no_file': [400, 'The request carries no file; send multipart/form-data with one file.'],
  'verification.too_large': [
    422,
    'The file is larger than `limit` bytes and was not judged. Nothing of it was kept.',
  ],
  'verification.type_not_judged': [
    422,
    'Only PDF and XML files carry signatures that are judged here. Nothing of the file was kept.',
  ],
  'verification.busy': [503, 'Too many files are being judged at the moment; send it again in a minute.'],
  'verification.not_found': [404, 'No document was issued under this code.'],
})
