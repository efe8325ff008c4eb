import { openTextReader } from './tesseract.ts'

const reader = openTextReader()
reader.catch(() => process.exit(1))

// Who asked may be gone: then nobody waits for the words.
process.once('disconnect', () => process.exit())
process.on('message', ({ picture }: { picture: Uint8Array }) => {
  reader
    .then((read) => read(picture))
    .then((text) => process.send?.({ text }))
    .catch((error: unknown) => process.send?.({ problem: String(error) }))
})
