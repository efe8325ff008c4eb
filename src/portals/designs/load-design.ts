import { parse } from 'yaml'
import { localDay } from '#modules/calendar'
import { checkDesign, type Design, type DesignCheck, type DesignFiles, readDesign } from '#modules/designs'
import { languageOf } from '#platform/i18n'
import type { HeadView, Part } from './design-head.ts'
import { type Asked, type Desk, idOf } from './desk.ts'

export type LoadedDesign = Readonly<{ design: Design; files: DesignFiles; name: string; today: string }>

/** The design of the address with its newest files. Throws `designs.not_found`. */
export async function loadDesign({ context }: Desk, params: Readonly<{ id: string }>): Promise<LoadedDesign> {
  const { design, files } = await readDesign(context.db, idOf(params))
  const today = localDay(context.clock.now()).toString()
  return { design, files, name: nameIn(files) ?? design.code, today }
}

/** What the head of a page of this design shows. */
export function headOf({ design, name, today }: LoadedDesign, part: Part, { request }: Asked): HeadView {
  const { done } = request.query as { done?: string }
  return { design, name, today, part, language: languageOf(request), happened: done }
}

/** How the file names the procedure; null when it cannot be read. */
function nameIn(files: DesignFiles): string | null {
  try {
    const read = parse(files['procedure.yaml'], { maxAliasCount: 0 }) as { shortName?: unknown } | null
    return typeof read?.shortName === 'string' ? read.shortName : null
  } catch {
    return null
  }
}

/** The same, checked. */
export const checkLoaded = ({ design, files }: LoadedDesign): Promise<DesignCheck> =>
  checkDesign(design.code, files)
