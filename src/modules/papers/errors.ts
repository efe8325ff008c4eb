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
  'papers.encrypted': [
    422,
    'A PDF is protected by a password or restricted; send a copy without protection. No file of the request was kept.',
  ],
  'papers.active_content': [
    422,
    'A PDF holds scripts, starts programs or carries files (`found`); print it to PDF and send that. No file of the request was kept.',
  ],
  'papers.polyglot': [
    422,
    'A file is something else besides the PDF it says it is (`found`). No file of the request was kept.',
  ],
  'papers.over_quota': [
    422,
    'With this file the account would send more than `limit` bytes in a day (`usedBytes` so far). What was sent before is kept; no file of this request was.',
  ],
  'papers.range_not_satisfiable': [416, 'The file is shorter than the part that was asked for.'],
  'papers.quarantined': [
    423,
    'The file has not been looked at for malware yet; it is kept, and can be read as soon as it has been.',
  ],
  'papers.infected': [
    423,
    'Malware was found in the file; it stays locked away. Ask its sender for another copy.',
  ],
  'papers.content_unavailable': [
    503,
    'The content of the paper is out of reach at the moment; try again later.',
  ],
})
