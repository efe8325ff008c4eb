import swagger from '@fastify/swagger'
import { Type } from '@fastify/type-provider-typebox'
import type { FastifySchema, RouteOptions } from 'fastify'
import { type Permission, permissions } from '#modules/identity'
import type { HttpApp } from '#platform/http'

const prefix = '/api/v1'
const address = `${prefix}/openapi.json`

const tags = [
  { name: 'procedures', description: 'Thủ tục hành chính: what may be asked of an agency.' },
  { name: 'dossiers', description: 'Hồ sơ: one request under one procedure, with all that belongs to it.' },
  { name: 'papers', description: 'Giấy tờ: the files people give, kept by the hash of their content.' },
  {
    name: 'organisations',
    description: 'Đơn vị hành chính, cơ quan: units and agencies, as they were on a day.',
  },
  { name: 'calendar', description: 'Thời hạn: working time, legal due times and their reasons.' },
  { name: 'identity', description: 'Who is asking.' },
  { name: 'platform', description: 'The system itself.' },
]

const problem: object = {
  type: 'object',
  description:
    'Problem details (RFC 9457). `docs/errors.md` lists every `code`; a problem may carry more members.',
  required: ['type', 'title', 'status', 'code', 'instance', 'at'],
  properties: {
    type: { type: 'string' },
    title: { type: 'string', description: 'What the code means, and what to do.' },
    status: { type: 'integer' },
    code: { type: 'string', description: 'Stable: programs switch on it.' },
    instance: { type: 'string', description: 'Reference that finds this answer in the log.' },
    at: { type: 'string', format: 'date-time' },
    fields: {
      type: 'array',
      description: 'The fields that do not fit, and what was expected of each.',
      items: {
        type: 'object',
        required: ['field', 'expected'],
        properties: { field: { type: 'string' }, expected: { type: 'string' } },
      },
    },
  },
}

/** Collects the routes of the JSON API into an OpenAPI 3.1 description; call it before they are registered. */
export async function describeApi(app: HttpApp): Promise<void> {
  await app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: {
        title: 'Một Cửa',
        version: '1',
        description:
          'The JSON API. Errors are problem details with a stable `code`. Lists are read by cursor. Writes take an ' +
          '`Idempotency-Key`: the same key from the same account is carried out once. `motcua token` makes a bearer token.',
      },
      tags,
      components: {
        securitySchemes: { bearer: { type: 'http', scheme: 'bearer' } },
        schemas: { Problem: problem },
      },
    },
    transform: ({ schema, url, route }) => ({ schema: toDescribe(schema, route), url }),
    transformObject: (document) => {
      if ('openapiObject' in document) answerProblems(document.openapiObject.paths ?? {})
      return 'openapiObject' in document ? document.openapiObject : document.swaggerObject
    },
  })
  const schema = {
    summary: 'This description',
    tags: ['platform'],
    response: { 200: Type.Unsafe<object>({ type: 'object', additionalProperties: true }) },
  }
  app.get(address, { schema, config: { permission: 'platform.read_api_description' } }, () => app.swagger())
}

/** A route as it is described: pages are not, and files are sent as multipart/form-data. */
function toDescribe(schema: FastifySchema, { url, config }: RouteOptions): FastifySchema {
  if (!url.startsWith(prefix)) return { ...schema, hide: true }
  const permission = (config as { permission?: Permission } | undefined)?.permission
  const isOpen = permission !== undefined && permissions[permission].some((holder) => holder === 'anyone')
  const takesFiles = schema?.consumes?.includes('multipart/form-data')
  const security = isOpen ? [] : [{ bearer: [] }]
  return {
    ...schema,
    security,
    'x-permission': permission,
    ...(takesFiles && { body: files }),
  } as FastifySchema
}

const files = {
  type: 'object',
  properties: { file: { type: 'array', items: { type: 'string', format: 'binary' } } },
}

type Operations = Readonly<Record<string, object | undefined>>

/** Every operation may answer with a problem. */
function answerProblems(paths: Operations): void {
  const answer = {
    description: 'The request was refused, or could not be served',
    content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
  }
  for (const operation of Object.values(paths).flatMap((one) => Object.values(one ?? {})) as Described[]) {
    operation.responses = { ...operation.responses, default: answer }
    // What has a value when nothing is said need not be said.
    for (const one of operation.parameters ?? []) if (one.schema?.default !== undefined) one.required = false
  }
}

type Described = {
  responses?: Record<string, unknown>
  parameters?: { required?: boolean; schema?: { default?: unknown } }[]
}
