import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { FastifyPluginAsync } from 'fastify'
import { Type } from 'typebox'
import type { Context } from '#platform/context'
import { readReference } from '#platform/ids'
import { verificationProblem } from './errors.ts'
import { judgeContent } from './judge-file.ts'
import type { IssuedDocuments, Trust } from './ports.ts'
import { receiveFile } from './receive-file.ts'

const config = { permission: 'verification.verify' } as const
const instant = Type.String({ format: 'date-time' })
const nullable = <Schema extends Parameters<typeof Type.Optional>[0]>(schema: Schema) =>
  Type.Union([schema, Type.Null()])
const finding = Type.Object({
  code: Type.String(),
  weight: Type.String(),
  detail: Type.Optional(Type.String()),
})
const signer = Type.Object({
  commonName: Type.String(),
  organisation: nullable(Type.String()),
  serialNumber: Type.String(),
  issuer: Type.String(),
  validFrom: instant,
  validTo: instant,
})
const signature = Type.Object({
  number: Type.Integer(),
  kind: Type.String(),
  field: Type.String(),
  verdict: Type.String(),
  integrity: Type.String(),
  coverage: Type.String(),
  signer: nullable(signer),
  chain: Type.String(),
  revocation: Type.String(),
  level: Type.String(),
  signedAt: nullable(Type.Object({ instant, proof: Type.String() })),
  reason: nullable(Type.String()),
  findings: Type.Array(finding),
})
const report = Type.Object({
  sha256: Type.String(),
  sizeBytes: Type.Integer(),
  mediaType: Type.String(),
  verdict: Type.String(),
  judgedAt: instant,
  signatures: Type.Array(signature),
  changes: Type.Array(finding),
  findings: Type.Array(finding),
})
const issuedDocument = Type.Object({
  code: Type.String(),
  kind: Type.String(),
  title: Type.String(),
  agencyName: Type.String(),
  number: nullable(Type.String()),
  issuedAt: instant,
  holder: Type.String(),
  state: Type.String(),
  stateReason: nullable(Type.String()),
  sha256s: Type.Array(Type.String()),
})

/** The JSON API of checking: a file gives its report, a code the document that was issued under it. For anybody. */
export const verificationRoutes =
  (trust: Trust, issued: IssuedDocuments) =>
  (context: Context): FastifyPluginAsync => {
    const routes: FastifyPluginAsyncTypebox = async (app) => {
      app.post(
        '/verification',
        {
          config,
          schema: {
            summary: 'Check the signatures of a PDF or XML file; the file is not kept',
            tags: ['verification'],
            consumes: ['multipart/form-data'],
            response: { 200: Type.Object({ report, issued: nullable(issuedDocument) }) },
          },
        },
        async (request) => {
          const { content } = await receiveFile(context, request)
          const judged = await judgeContent(context, content, trust)
          const found = await issued.findByContent(judged.sha256)
          return JSON.parse(JSON.stringify({ report: judged, issued: found }))
        },
      )
      app.get(
        '/verification/:code',
        {
          config,
          schema: {
            summary: 'The document that was issued under a check code',
            tags: ['verification'],
            params: Type.Object({ code: Type.String({ maxLength: 60 }) }),
            response: { 200: issuedDocument },
          },
        },
        async (request) => {
          const code = readReference(request.params.code)
          const found = code && (await issued.findByCode(code))
          if (!found) throw verificationProblem('verification.not_found')
          return JSON.parse(JSON.stringify(found))
        },
      )
    }
    return routes as FastifyPluginAsync
  }
