import { execFile } from 'node:child_process'
import { generateKeyPairSync } from 'node:crypto'
import { existsSync } from 'node:fs'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import type { Temporal } from 'temporal-polyfill'
import type { IssuedCertificate, IssueOrder } from '#adapters/authority'
import type { Pkcs11Options } from './tool.ts'

export type SoftToken = Readonly<{ options: Pkcs11Options; remove: () => Promise<void> }>

export type SoftTokenOrder = Readonly<{
  issue: (order: IssueOrder) => Promise<IssuedCertificate>
  label: string
  commonName: string
  algorithm: 'rsa' | 'ecdsa'
  validFrom?: Temporal.Instant
  validTo?: Temporal.Instant
}>

const modules = ['/usr/lib/softhsm/libsofthsm2.so', '/usr/lib64/pkcs11/libsofthsm2.so']
const run = promisify(execFile)
const pin = '648219'

/** Makes a token of software (SoftHSM) in a folder of its own, with one key and its certificates, for tests. */
export async function makeSoftToken(order: SoftTokenOrder): Promise<SoftToken> {
  const folder = await mkdtemp(join(tmpdir(), 'motcua-token-'))
  const configFile = join(folder, 'softhsm2.conf')
  await mkdir(join(folder, 'tokens'))
  await writeFile(
    configFile,
    `directories.tokendir = ${join(folder, 'tokens')}\nobjectstore.backend = file\nlog.level = ERROR\n`,
  )
  const environment = { SOFTHSM2_CONF: configFile }
  const env = { PATH: '/usr/local/bin:/usr/bin:/bin', ...environment }
  const token = 'motcua-test'
  const module = modules.find((path) => existsSync(path)) ?? 'libsofthsm2.so'
  await run(
    'softhsm2-util',
    ['--init-token', '--free', '--label', token, '--so-pin', '90817263', '--pin', pin],
    {
      env,
    },
  )
  const { privateKey, chain } = await makeKey(order)
  const write = async (type: string, content: Uint8Array, [id, label]: readonly [string, string]) => {
    const file = join(folder, `${id}.der`)
    await writeFile(file, content, { mode: 0o600 })
    const login = ['--module', module, '--token-label', token, '--login', '--pin', pin]
    const object = ['--write-object', file, '--type', type, '--id', id, '--label', label]
    await run('pkcs11-tool', [...login, ...object], { env })
    await rm(file)
  }
  await write('privkey', privateKey, ['01', order.label])
  const ids = ['01', '02', '03']
  for (const [index, der] of chain.entries()) {
    await write('cert', der, [ids[index] ?? '', index === 0 ? order.label : `issuer-${index}`])
  }
  return {
    options: { module, token, pin, environment },
    remove: () => rm(folder, { recursive: true, force: true }),
  }
}

async function makeKey({ issue, commonName, algorithm, validFrom, validTo }: SoftTokenOrder) {
  const pair =
    algorithm === 'rsa'
      ? generateKeyPairSync('rsa', { modulusLength: 2048 })
      : generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const { chain } = await issue({
    kind: 'person',
    commonName,
    publicKey: pair.publicKey.export({ type: 'spki', format: 'der' }),
    ...(validFrom && { validFrom }),
    ...(validTo && { validTo }),
  })
  return { privateKey: pair.privateKey.export({ type: 'pkcs8', format: 'der' }), chain }
}
