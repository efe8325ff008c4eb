import type { FastifySchemaCompiler } from 'fastify'
import type { TSchema } from 'typebox'
import { Compile } from 'typebox/compile'
import { Convert, Default } from 'typebox/value'

/**
 * Compiles the check of one part of a request. A query, parameters and headers are texts on the wire: they are turned
 * into what the schema says, and what is left out gets its default. A JSON body is taken exactly as it was sent.
 */
export const compileCheck: FastifySchemaCompiler<TSchema> = ({ schema, httpPart }) => {
  const check = Compile(schema)
  const read =
    httpPart === 'body'
      ? (value: unknown) => value
      : (value: unknown) => Convert(schema, Default(schema, value))
  return (given: unknown) => {
    const value = read(given)
    return check.Check(value) ? { value } : { error: check.Errors(value) as never }
  }
}
