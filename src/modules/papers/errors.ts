import { defineErrors } from '#platform/errors'

export const papersProblem = defineErrors({
  'papers.not_found': [404, 'There is no such paper, or it is not yours to read.'],
  'papers.no_file': [400, 'The request carries no file; send multipart/form-data with at least one file.'],
  'papers.empty': [422, 'A file has no content (0 bytes). No file of the request was kept.'],
  'papers.too_large': [422, 'A file is larger than `limit` bytes. No file of the request was kept.'],
  'papers.type_not_accepted': [
    422,
    'A file is of a type that is not taken; `accepted` lists those that are. No file of the request was kept.',
  ],
  'papers.content_not_as_named': [
    422,
    'The content of a file is not what its name says; `accepted` lists the types that are taken. No file of the request was kept.',
  ],
  'papers.name_not_accepted': [
    422,
    'A file name is a path, is reserved, or has control characters. No file of the request was kept.',
  ],
  'papers.too_many_pixels': [422, 'A picture has more than `limit` pixels. No file of the request was kept.'],
  'papers.damaged': [422, 'A file cannot be opened as what it is. No file of the request was kept.'],
  'papers.content_unavailable': [
    503,
    'The content of the paper is out of reach at the moment; try again later.',
  ],
})
