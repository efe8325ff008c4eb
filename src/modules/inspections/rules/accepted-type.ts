import { extensionOf } from './file-name.ts'

/** What may be given as a paper, and the extensions such a file may carry; the first one is added when there is none. */
export const acceptedTypes = {
  'application/pdf': ['pdf'],
  'image/jpeg': ['jpg', 'jpeg', 'jpe', 'jfif'],
  'image/png': ['png'],
  'image/webp': ['webp'],
} as const satisfies Record<string, readonly [string, ...string[]]>

export type AcceptedType = keyof typeof acceptedTypes

export type TypeDecision =
  | Readonly<{ ok: true; mediaType: AcceptedType; name: string }>
  | Readonly<{ ok: false; code: 'type_not_accepted' | 'content_not_as_named' }>

const isAccepted = (mediaType: string | null): mediaType is AcceptedType =>
  mediaType !== null && mediaType in acceptedTypes

const extensions: readonly string[] = Object.values(acceptedTypes).flat()

/** Whether a file may be a paper: its content decides (`found`, null when unknown), and its name may not say otherwise. */
export function decideType(name: string, found: string | null): TypeDecision {
  const claimed = extensionOf(name)
  if (!isAccepted(found)) {
    return { ok: false, code: extensions.includes(claimed) ? 'content_not_as_named' : 'type_not_accepted' }
  }
  const own: readonly string[] = acceptedTypes[found]
  if (claimed === '') return { ok: true, mediaType: found, name: `${name}.${own[0]}` }
  return own.includes(claimed)
    ? { ok: true, mediaType: found, name }
    : { ok: false, code: 'content_not_as_named' }
}
