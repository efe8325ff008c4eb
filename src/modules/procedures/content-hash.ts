import { createHash } from 'node:crypto'
import { foldForSearch } from '#platform/search-text'
import type { DescribedContent, OfferedContent } from './rules/procedure.ts'
import { splitWords } from './rules/search-words.ts'

/** Tells whether a content is the very one already kept; the keys are written in the order the content was built. */
export const hashContent = (content: unknown): string =>
  createHash('sha256').update(JSON.stringify(content)).digest('base64url')

const fold = (texts: readonly string[]): string =>
  [...new Set(splitWords(foldForSearch(texts.join(' '))))].join(' ')

type Searched = Pick<
  OfferedContent | DescribedContent,
  'code' | 'name' | 'shortName' | 'field' | 'keywords' | 'result' | 'nameEn' | 'summary'
>

/** What search compares: `searchText` holds every word once, `nameText` the name as it is read. */
export function foldContent(content: Searched): { searchText: string; nameText: string } {
  const { code, name, shortName, field, keywords, result, nameEn = '' } = content
  const said = [name, shortName, code, field, ...keywords, result.name, nameEn]
  return { searchText: fold(said), nameText: splitWords(foldForSearch(shortName)).join(' ') }
}
