/**
 * What may go wrong between a caller and a provider, in the words of PR-REST 4.6: `Client` is the fault of the caller,
 * `Server.ServerProxy` is found here. Its status codes are 400 and 500; the three others are those of OAuth2 (401), of
 * a right that is missing (403) and of limits (429), which it does not speak of.
 */
const faults = {
  bad_address: [
    400,
    'Client.BadRequest',
    'The address is not one of the X-Road Message Protocol for REST (r1).',
  ],
  bad_request: [
    400,
    'Client.BadRequest',
    'The request does not keep to the X-Road Message Protocol for REST (r1).',
  ],
  bad_client: [
    400,
    'Client.BadRequest',
    'X-Road-Client is missing, or is not instance/class/member/subsystem.',
  ],
  bad_id: [
    400,
    'Client.BadRequest',
    'X-Road-Id has more than 128 characters, or others than letters, digits and . _ : @ -',
  ],
  bad_method: [400, 'Client.BadRequest', 'A call is GET, HEAD, POST, PUT, PATCH or DELETE.'],
  body_in_get: [400, 'Client.BadRequest', 'A GET or HEAD request carries no body here.'],
  too_large: [400, 'Client.BadRequest', 'The body is larger than this gateway passes on.'],
  broken_off: [400, 'Client.BadRequest', 'The body of the request did not arrive whole.'],
  not_authenticated: [401, 'Client.NotAuthenticated', 'Send a bearer token of POST /api/v1/exchange/token.'],
  bad_certificate: [
    500,
    'Server.ClientProxy.SslAuthenticationFailed',
    'The certificate of this connection is not one that is registered here and good today.',
  ],
  other_client: [
    403,
    'Client.NotAuthenticated',
    'The token or certificate belongs to another subsystem than X-Road-Client says.',
  ],
  no_right: [403, 'Server.ServerProxy.AccessDenied', 'This subsystem has no right to call this service today.'],
  too_many: [
    429,
    'Client.TooManyRequests',
    'More calls in a minute than this subsystem may make; wait as Retry-After says.',
  ],
  quota_used: [
    429,
    'Client.TooManyRequests',
    'The calls of today are used up; they begin anew at midnight in Việt Nam.',
  ],
  unknown_service: [
    500,
    'Server.ServerProxy.UnknownService',
    'There is no such service, or not in this version.',
  ],
  maintenance: [500, 'Server.ServerProxy.ServiceDisabled', 'The service is under maintenance.'],
  no_sandbox: [500, 'Server.ServerProxy.ServiceDisabled', 'This service has no sandbox.'],
  no_certificate: [
    500,
    'Server.ServerProxy.SslAuthenticationFailed',
    'The service wants a certificate of this gateway, and it has none.',
  ],
  not_trusted: [
    500,
    'Server.ServerProxy.SslAuthenticationFailed',
    'The certificate of the service has expired, or is none that this gateway trusts; it was sent nothing.',
  ],
  circuit_open: [
    500,
    'Server.ServerProxy.ServiceFailed.CircuitOpen',
    'The service failed several times in a row and is left alone for a moment.',
  ],
  timeout: [500, 'Server.ServerProxy.NetworkError', 'The service did not answer in time.'],
  unreachable: [500, 'Server.ServerProxy.NetworkError', 'The service cannot be reached, or hung up.'],
  bad_answer: [
    500,
    'Server.ServerProxy.ServiceFailed.HttpError',
    'What the service answered is not HTTP, or has no status from 200 to 599.',
  ],
  not_logged: [
    500,
    'Server.ServerProxy.LoggingFailed',
    'The request could not be put on record, so it was not passed on (of a long body: not to its end).',
  ],
  answer_withheld: [
    500,
    'Server.ServerProxy.LoggingFailed',
    'The answer is withheld, as not all of the call could be put on record; the service may have carried it out.',
  ],
  internal: [
    500,
    'Server.ServerProxy.InternalError',
    'An error of this gateway; quote the detail if it persists.',
  ],
} as const satisfies Record<string, readonly [number, string, string]>

export type FaultCode = keyof typeof faults

/** A refusal: its code, what the callers are told besides, and after how many seconds it makes sense to come again. */
export type Fault = Readonly<{ code: FaultCode; notice?: string; retryAfterSeconds?: number }>

export type FaultAnswer = Readonly<{
  status: number
  type: string
  headers: Readonly<Record<string, string>>
  body: Readonly<{ type: string; message: string; detail: string }>
}>

/** The answer to a fault; `detail` is the reference that finds it in the log. */
export function answerFault({ code, notice, retryAfterSeconds }: Fault, detail: string): FaultAnswer {
  const [status, type, sentence] = faults[code]
  const message = notice ? `${sentence} ${notice}` : sentence
  const wait = retryAfterSeconds === undefined ? {} : { 'retry-after': String(retryAfterSeconds) }
  return { status, type, headers: { 'x-road-error': type, ...wait }, body: { type, message, detail } }
}
