import { randomBytes } from 'node:crypto'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { buffer } from 'node:stream/consumers'
import { answerOnLine, jsonAnswer, type LineFault } from '#adapters/faulty-line'
import { type FeeAccounts, readVietQr } from '#modules/payments'
import type { Clock } from '#platform/clock'
import { listenOnLoopback } from '#platform/loopback'
import { type CallbackBody, signCallback, writeMoment } from './shapes.ts'
import { answerApi } from './stand-in-api.ts'
import { type LedgerOrder, type LedgerTransaction, openLedger, type Refunding } from './stand-in-ledger.ts'
import { renderBank, renderOrder } from './stand-in-page.ts'

/** What goes wrong at the stand-in, switched on and off while it runs. */
export type PlatformFaults = Readonly<{
  /** How it answers questions. `expired`: it takes our secret no more. */
  line: 'sound' | LineFault | 'expired'
  /** `reorder`: one is held back until the next has gone, and goes after it. */
  callback: 'once' | 'twice' | 'held_back' | 'reorder' | 'never' | 'garbage'
  /** Whoever pays on the page sends a thousand đồng less. */
  amount: 'right' | 'wrong'
  refund: Refunding
}>

export const soundPlatform: PlatformFaults = {
  line: 'sound',
  callback: 'once',
  amount: 'right',
  refund: 'given',
}

export type StandInPlatform = Readonly<{
  /** Up to and with `/api`. */
  url: string
  partnerCode: string
  secret: string
  callbackSecret: string
  accounts: FeeAccounts
  setFaults: (faults: Partial<PlatformFaults>) => void
  /** Pays an order as the button of its page does; resolves when the callback was sent, or not. */
  pay: (reference: string, amountVnd?: number) => Promise<LedgerTransaction>
  /** Pays what a VietQR string says, as an app of a bank would; the problem in words when it cannot be read. */
  transfer: (qr: string) => Promise<LedgerTransaction | string>
  cancel: (reference: string) => void
  /** Gives back, of the platform's own accord, what it keeps of an order. */
  giveBack: (reference: string) => readonly LedgerTransaction[]
  /** Sends the callbacks that were held back. */
  deliver: () => Promise<void>
  transactions: () => readonly LedgerTransaction[]
  /** What was ordered under a reference, in the words of the wire. */
  ordered: (reference: string) => LedgerOrder['said'] | null
  stop: () => Promise<void>
}>

type Options = Readonly<{
  clock: Clock
  /** Where results are reported. */
  callbackUrl: string
  port?: number
}>

const usual = { bankBin: '970403', number: '0011012345678', name: 'KHO BAC NHA NUOC (DONG THE)' }

/** Starts the stand-in payment platform: its API under `/api`, the page of each order at `/pay/…`, an app of a bank at `/bank`. */
export async function startStandInPlatform(options: Options): Promise<StandInPlatform> {
  const ledger = openLedger(options.clock)
  const credentials = { partnerCode: 'motcua', secret: randomBytes(24).toString('base64url') }
  const callbackSecret = randomBytes(24).toString('base64url')
  let faults = soundPlatform
  let called = 0
  const callbacks = openCallbacks(options, callbackSecret, () => faults)

  const take = async (reference: string, amountVnd: number) => {
    const taken = ledger.pay(reference, amountVnd)
    await callbacks.report(taken)
    return taken
  }
  const pay = async (reference: string, amountVnd?: number) => {
    const ordered = amountVnd ?? ledger.find(reference)?.amountVnd ?? 0
    return await take(reference, faults.amount === 'wrong' && ordered > 1000 ? ordered - 1000 : ordered)
  }
  const transfer = async (text: string) => {
    const read = readVietQr(text.trim())
    if (!read.ok) return `Không đọc được mã: ${read.code}`
    const { amountVnd, billNumber, target } = read.qr
    const own = ledger.find(billNumber ?? '')?.account ?? usual.number
    if (target.number !== own || amountVnd === null || !billNumber) return 'Mã không dành cho tài khoản này'
    return await take(billNumber, amountVnd)
  }
  const answerPage = makePages({ ledger, pay, transfer })

  const server = createServer((request, response) => {
    answer(request, response).catch(() => response.writeHead(500).end())
  })
  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const text = (await buffer(request)).toString('utf8')
    const path = (request.url ?? '/').split('?')[0] ?? '/'
    if (!path.startsWith('/api/')) return await answerPage(request, path, new URLSearchParams(text), response)
    called += 1
    const isGarbage = faults.line === 'garbage'
    const { authorization, ...others } = request.headers
    const headers = faults.line === 'expired' ? others : request.headers
    const asked = { path, text, headers, payAt: origin, refund: faults.refund }
    await answerOnLine({
      ...{ response, garbage: '', turn: { number: called, of: 5 } },
      // Its nonsense looks like an answer.
      fault: isGarbage ? null : faults.line,
      take: () => {
        const { status, body } = answerApi(ledger, credentials, asked)
        return jsonAnswer(status, isGarbage ? { error_code: 'không', DSGiaoDich: {} } : body)
      },
    })
  }
  const { url: origin, stop } = await listenOnLoopback(server, options.port)

  return {
    url: `${origin}/api`,
    ...credentials,
    callbackSecret,
    accounts: { usual, ofAgencies: [] },
    setFaults: (changed) => {
      faults = { ...faults, ...changed }
    },
    ...{ pay, transfer, deliver: callbacks.deliver },
    cancel: (reference) => void ledger.cancel(reference),
    giveBack: ledger.giveBack,
    transactions: ledger.transactions,
    ordered: (reference) => ledger.find(reference)?.said ?? null,
    stop,
  }
}

function openCallbacks(options: Options, secret: string, faults: () => PlatformFaults) {
  const heldBack: LedgerTransaction[] = []
  const send = async (taken: LedgerTransaction): Promise<void> => {
    const said: Omit<CallbackBody, 'ChuKy'> = {
      LoaiBanTin: 'KET_QUA',
      MaThamChieu: taken.reference,
      MaLoi: '00',
      MaGiaoDich: taken.transaction,
      SoTien: taken.amountVnd,
      ThoiGianGD: writeMoment(taken.at),
    }
    const isGarbage = faults().callback === 'garbage'
    const body = { ...said, ChuKy: signCallback(said, isGarbage ? 'somebody else' : secret) }
    const headers = { 'content-type': 'application/json' }
    await fetch(options.callbackUrl, {
      method: 'POST',
      headers,
      body: JSON.stringify(body),
      signal: AbortSignal.timeout(10_000),
    }).catch(() => undefined)
  }
  const deliver = async (): Promise<void> => {
    for (const taken of heldBack.splice(0)) await send(taken)
  }
  const report = async (taken: LedgerTransaction): Promise<void> => {
    const { callback } = faults()
    const isHeld = callback === 'held_back' || (callback === 'reorder' && heldBack.length === 0)
    if (isHeld) heldBack.push(taken)
    if (isHeld || callback === 'never') return
    await (callback === 'twice' ? Promise.all([send(taken), send(taken)]) : send(taken))
    if (callback === 'reorder') await deliver()
  }
  return { report, deliver }
}

type Pages = Readonly<{ ledger: ReturnType<typeof openLedger> } & Pick<StandInPlatform, 'pay' | 'transfer'>>
type Visit = Readonly<{ isPost: boolean; form: URLSearchParams; response: ServerResponse }>

function makePages({ ledger, pay, transfer }: Pages) {
  const show = (response: ServerResponse, page: ReturnType<typeof renderBank>) =>
    void response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' }).end(page.text)

  async function showBank({ isPost, form, response }: Visit): Promise<void> {
    const done = isPost ? await transfer(form.get('qr') ?? '') : null
    const said = typeof done === 'object' && done ? `Đã trả, mã giao dịch ${done.transaction}` : done
    show(response, renderBank(ledger, said))
  }

  async function showOrder(reference: string, { isPost, form, response }: Visit): Promise<void> {
    const order = ledger.find(reference)
    if (!order) return void response.writeHead(404).end()
    if (!isPost) return show(response, renderOrder(order, ledger.stateOf(reference)))
    if (form.get('do') === 'cancel') ledger.cancel(reference)
    else if (ledger.stateOf(reference) === 'waiting') await pay(reference)
    response.writeHead(303, { location: order.returnUrl }).end()
  }

  return async (request: IncomingMessage, path: string, form: URLSearchParams, response: ServerResponse) => {
    const visit = { isPost: request.method === 'POST', form, response }
    await (path === '/bank' ? showBank(visit) : showOrder(path.replace('/pay/', ''), visit))
  }
}
