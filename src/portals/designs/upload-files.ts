import { type DesignFile, type DesignFiles, designFiles } from '#modules/designs'
import { describePlace, importPack } from '#modules/packs'
import type { Language } from '#platform/i18n'
import type { Desk } from './desk.ts'
import { designMessages } from './messages.ts'
import type { Upload } from './read-upload.ts'

type Refused = Readonly<{ problem: string }>

/** What a sent file holds: one file of a pack, by its name (a download is called by the code too), or a whole pack. */
export async function filesOf(
  desk: Desk,
  upload: Upload,
  { language, code }: Readonly<{ language: Language; code: string }>,
): Promise<Readonly<{ files: Partial<DesignFiles> }> | Refused> {
  const { name, text } = upload
  const file = designFiles.find((one) => name === one || name.endsWith(`-${one}`)) ?? byEnding(name)
  if (file && text !== null) return { files: { [file]: text } }
  const pack = await packOf(desk, upload, language)
  if ('problem' in pack) return pack
  if (pack.code !== code) return { problem: designMessages(language).uploadOtherCode(pack.code) }
  return { files: pack.files }
}

const byEnding = (name: string): DesignFile | null => (/\.(bpmn|xml)$/i.test(name) ? 'process.bpmn' : null)

/** A whole pack as one file, read with suspicion. */
export async function packOf(
  { context }: Desk,
  { name, text, fault }: Upload,
  language: Language,
): Promise<Readonly<{ code: string; files: DesignFiles }> | Refused> {
  const say = designMessages(language)
  if (fault === 'too_large') return { problem: say.uploadTooLarge }
  if (fault === 'not_text') return { problem: say.uploadWrong(name) }
  if (text === null) return { problem: say.uploadMissing }
  if (!text.includes('"motcua-pack/')) return { problem: say.uploadWrong(name) }
  const read = await importPack(context, text)
  if (read.ok) return { code: read.pack.code, files: read.pack.texts as DesignFiles }
  const [first] = read.problems
  return {
    problem: first
      ? say.uploadRefused(describePlace(first.file, first), first.reason[language])
      : say.uploadWrong(name),
  }
}
