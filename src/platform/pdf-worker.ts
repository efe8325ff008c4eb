import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { parentPort } from 'node:worker_threads'
import { type CompileDocArgs, NodeCompiler } from '@myriaddreamin/typst-ts-node-compiler'

/** A document to set: `source` is Typst, `data` is JSON that the template reads from `sys.inputs.data`. */
export type PrintOrder = Readonly<{ source: string; data: string }>
export type Printed = Readonly<{ pdf: Uint8Array }> | Readonly<{ problem: string }>

const require = createRequire(import.meta.url)
const readFont = (path: string): Buffer => readFileSync(require.resolve(`@expo-google-fonts/${path}.ttf`))

// Official papers are set in a Times face; Be Vietnam Pro is the face of everything else.
const fontBlobs = [
  'tinos/400Regular/Tinos_400Regular',
  'tinos/400Regular_Italic/Tinos_400Regular_Italic',
  'tinos/700Bold/Tinos_700Bold',
  'tinos/700Bold_Italic/Tinos_700Bold_Italic',
  'be-vietnam-pro/400Regular/BeVietnamPro_400Regular',
  'be-vietnam-pro/700Bold/BeVietnamPro_700Bold',
].map(readFont)

// A workspace that does not exist: a template reads nothing but its data.
const compiler = NodeCompiler.create({ fontArgs: [{ fontBlobs }], workspace: '/no-workspace' })

function print({ source, data }: PrintOrder): Printed {
  const document = { mainFileContent: source, inputs: { data } }
  try {
    const pdf = compiler.pdf(document, { pdfStandard: 'a-2b' })
    return { pdf }
  } catch (error) {
    return { problem: describe(error, document) }
  } finally {
    compiler.evictCache(10)
  }
}

/** The compiler's own words with the place; its bare error object says neither. */
function describe(error: unknown, document: CompileDocArgs): string {
  const diagnostics = compiler.compile(document).takeDiagnostics()
  const [first] = diagnostics ? (compiler.fetchDiagnostics(diagnostics) as { message?: string }[]) : []
  return (error as Error).message || (first?.message ?? 'the template cannot be set')
}

parentPort?.on('message', (order: PrintOrder) => parentPort?.postMessage(print(order)))
