import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { extname, join, sep } from 'node:path'
import { fileURLToPath } from 'node:url'
import { brotliCompressSync, constants, gzipSync } from 'node:zlib'
import type { FastifyInstance } from 'fastify'

const folder = fileURLToPath(new URL('../../public', import.meta.url))
const require = createRequire(import.meta.url)

const mediaTypes: Record<string, string> = {
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.woff2': 'font/woff2',
  '.webmanifest': 'application/manifest+json',
  '.txt': 'text/plain; charset=utf-8',
}

/** Files of packages that some pages use, by the name they are served under. They come as they are, ready made. */
const packaged: Readonly<Record<string, string>> = {
  'bpmn/viewer.js': 'bpmn-js/dist/bpmn-navigated-viewer.production.min.js',
  'bpmn/modeler.js': 'bpmn-js/dist/bpmn-modeler.production.min.js',
  'bpmn/bpmn.woff2': 'bpmn-js/dist/assets/bpmn-font/font/bpmn.woff2',
}

type Asset = Readonly<{
  body: Buffer
  /** Compressed when a browser first asks for it, and kept; null: it does not get smaller. */
  gzip: () => Buffer | null
  brotli: () => Buffer | null
  type: string
  address: string
}>

const assets = new Map<string, Asset>()

function keepFirst<T>(make: () => T): () => T {
  let made: Readonly<{ value: T }> | undefined
  return () => {
    made ??= { value: make() }
    return made.value
  }
}

function addAsset(name: string, body: Buffer): void {
  const type = mediaTypes[extname(name)] ?? 'application/octet-stream'
  const compressible = extname(name) !== '.woff2'
  const hash = createHash('sha256').update(body).digest('base64url').slice(0, 10)
  const params = {
    [constants.BROTLI_PARAM_SIZE_HINT]: body.length,
    // The best compression of half a megabyte would be felt by whoever asks first.
    [constants.BROTLI_PARAM_QUALITY]: body.length > 100_000 ? 6 : constants.BROTLI_MAX_QUALITY,
  }
  assets.set(name, {
    body,
    type,
    gzip: keepFirst(() => (compressible ? gzipSync(body, { level: 9 }) : null)),
    brotli: keepFirst(() => (compressible ? brotliCompressSync(body, { params }) : null)),
    address: `/assets/${hash}/${name}`,
  })
}

/** The address of a file of `public/`: it holds the hash of the content, so browsers keep it for ever. */
export function assetAddress(name: string): string {
  const asset = loadAssets().get(name)
  if (!asset) throw new Error(`there is no asset ${name} in public/`)
  return asset.address
}

/** Bytes of an asset as a browser receives it (brotli where it compresses). */
export function assetBytes(name: string): number {
  const asset = loadAssets().get(name)
  if (!asset) throw new Error(`there is no asset ${name} in public/`)
  return (asset.brotli() ?? asset.body).length
}

function encode({ body, gzip, brotli }: Asset, accepted: string): readonly ['br' | 'gzip' | null, Buffer] {
  const brotlied = accepted.includes('br') ? brotli() : null
  if (brotlied) return ['br', brotlied]
  const gzipped = accepted.includes('gzip') ? gzip() : null
  return gzipped ? ['gzip', gzipped] : [null, body]
}

/** Reads `public/` once. `public/styles/` holds the parts of the style sheets: they are imported, never served. */
function loadAssets(): ReadonlyMap<string, Asset> {
  if (assets.size > 0) return assets
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((name) => name.replaceAll(sep, '/'))
    .filter((name) => extname(name) in mediaTypes && !name.startsWith('styles/'))
  const isStyle = (name: string) => extname(name) === '.css'
  for (const name of names.filter((name) => !isStyle(name))) addAsset(name, readFileSync(join(folder, name)))
  for (const [name, path] of Object.entries(packaged)) addAsset(name, readFileSync(require.resolve(path)))
  for (const name of names.filter(isStyle)) addAsset(name, Buffer.from(readStyleSheet(name)))
  return assets
}

/** Fills in `@import "package/file.css";` and `@import "./file.css";`, writes hashed addresses of fonts, drops comments. */
function readStyleSheet(name: string): string {
  const css = readFileSync(join(folder, name), 'utf8')
  return css
    .replace(/@import "([^"]+)"(?: layer\(([^)]*)\))?;/g, (_, path: string, layer?: string) => {
      const file = path.startsWith('./') ? join(folder, path) : require.resolve(path)
      const text = readFileSync(file, 'utf8')
      return layer ? `@layer ${layer} {\n${text}\n}` : text
    })
    .replace(/url\("\.\/([^"]+)"\)/g, (_, file: string) => `url("${assets.get(file)?.address ?? file}")`)
    .replace(/\/\*[^!][\s\S]*?\*\//g, '')
    .replace(/\n\s+/g, '\n')
}

/** Serves the assets, compressed once and immutable. */
export function serveAssets(app: FastifyInstance): void {
  const byAddress = new Map([...loadAssets().values()].map((asset) => [asset.address, asset]))
  app.get(
    '/assets/*',
    { schema: { hide: true } as object, config: { permission: 'platform.read_health' } as object },
    (request, reply) => {
      const asset = byAddress.get(request.url)
      if (!asset) return reply.callNotFound()
      reply
        .type(asset.type)
        .header('cache-control', 'public, max-age=31536000, immutable')
        .header('vary', 'accept-encoding')
      const accepted = String(request.headers['accept-encoding'] ?? '')
      const [encoding, body] = encode(asset, accepted)
      return encoding ? reply.header('content-encoding', encoding).send(body) : reply.send(body)
    },
  )
}
