// Runs before `npm start` and `npm test`, on whatever Node the machine has (20 or newer): installs the exact
// packages of package-lock.json when they are missing or stale, and for tests makes sure a Chromium is there.
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('..', import.meta.url))
const stamp = join(root, 'node_modules', '.motcua-lock')

function stop(sentence) {
  process.stderr.write(`motcua: ${sentence}\n`)
  process.exit(1)
}

function run(command, args, environment = {}) {
  const { status, error } = spawnSync(command, args, {
    cwd: root,
    stdio: ['ignore', 'inherit', 'inherit'],
    env: { ...process.env, ...environment },
  })
  return !error && status === 0
}

function installPackages() {
  const lock = createHash('sha256')
    .update(readFileSync(join(root, 'package-lock.json')))
    .digest('hex')
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === lock) return
  process.stderr.write('motcua: installing packages (about half a minute, only the first time)\n')
  const arguments_ = ['ci', '--no-fund', '--no-audit', '--loglevel=error']
  const npm = process.env.npm_execpath
  const ok = npm ? run(process.execPath, [npm, ...arguments_]) : run('npm', arguments_)
  if (!ok)
    stop('the packages could not be installed. Check that the npm registry can be reached, then run it again.')
  writeFileSync(stamp, lock)
}

function findChromium() {
  const names = ['chromium', 'chromium-browser', 'google-chrome']
  const folders = (process.env.PATH ?? '').split(delimiter)
  return (
    process.env.CHROMIUM_PATH ??
    names.flatMap((name) => folders.map((folder) => join(folder, name))).find(existsSync)
  )
}

/** What the tests judge our work with, beside the browser: a command of each Debian package. */
const judges = {
  pdfsig: 'poppler-utils',
  certutil: 'libnss3-tools',
  'softhsm2-util': 'softhsm2',
  'pkcs11-tool': 'opensc',
  'nats-server': 'nats-server',
}

const isInstalled = (command) =>
  (process.env.PATH ?? '').split(delimiter).some((folder) => existsSync(join(folder, command)))

function listMissing() {
  const judging = Object.keys(judges).filter((command) => !isInstalled(command))
  return [...(findChromium() ? [] : ['chromium']), ...judging.map((command) => judges[command])]
}

function installForTests() {
  const missing = listMissing()
  if (missing.length === 0) return
  if (process.getuid?.() === 0 && existsSync('/usr/bin/apt-get')) {
    process.stderr.write(`motcua: installing Debian packages for the tests: ${missing.join(', ')}\n`)
    const quiet = { DEBIAN_FRONTEND: 'noninteractive' }
    run('apt-get', ['update', '-qq'], quiet)
    run('apt-get', ['install', '-y', '-qq', '--no-install-recommends', ...missing], quiet)
  }
  const left = listMissing()
  if (left.length > 0) {
    stop(`the tests need more: apt-get install ${left.join(' ')} (or set CHROMIUM_PATH for another browser).`)
  }
}

installPackages()
if (process.argv.includes('--test')) installForTests()
