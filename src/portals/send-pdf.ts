import type { FastifyReply } from 'fastify'

/** Answers with a paper of a dossier: shown in the browser, kept by nobody on the way. `name` is of ASCII letters. */
export const sendPdf = (reply: FastifyReply, name: string, pdf: Buffer): FastifyReply =>
  reply
    .type('application/pdf')
    .header('content-disposition', `inline; filename="${name}.pdf"`)
    .header('cache-control', 'private, no-store')
    .send(pdf)
