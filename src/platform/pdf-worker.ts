import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { parentPort } from 'node:worker_threads'
import { NodeCompiler } from '@myriaddreamin/typst-ts-node-compiler'

/** A document to set: `source` is Typst, `data` is JSON that the template reads from `sys.inputs.data`. */
export type PrintOrder = Readonly<{ source: string; data: string }>
/** `line` counts from 1, in `source`; null where the compiler names no place. */
export type Printed = Readonly<{ pdf: Uint8Array }> | Readonly<{ problem: string; line: number | null }>

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
    return describe(error, document.mainFileContent, data)
  } finally {
    compiler.evictCache(10)
  }
}

type Diagnostic = Readonly<{ message: string; range: Readonly<{ start: Readonly<{ line: number }> }> | null }>

const place = '/no-workspace/template.typ'

/** The compiler's own words with the place: its bare error object says neither, and a source without a name has no lines. */
function describe(error: unknown, source: string, data: string): Printed {
  compiler.addSource(place, source)
  const diagnostics = compiler.compile({ mainFilePath: place, inputs: { data } }).takeDiagnostics()
  const [first] = diagnostics ? (compiler.fetchDiagnostics(diagnostics) as Diagnostic[]) : []
  const problem = first?.message || (error as Error).message || 'the template cannot be set'
  return { problem, line: first?.range ? first.range.start.line + 1 : null }
}

// In a thread for the papers we issue; in a process of its own for a template that is tried.
parentPort?.on('message', (order: PrintOrder) => parentPort?.postMessage(print(order)))
if (!parentPort) process.on('message', (order: PrintOrder) => process.send?.(print(order)))
