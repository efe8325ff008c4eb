import { type TProperties, Type } from 'typebox'

/** One of these texts, as `enum`: what a client's generator reads best. */
export const literals = <const Names extends readonly string[]>(names: Names, more: object = {}) =>
  Type.Unsafe<Names[number]>({ type: 'string', enum: [...names], ...more })

/** An object of these properties alone: a misspelt key is an error, not a silence. */
export const closedObject = <Properties extends TProperties>(properties: Properties, more: object = {}) =>
  Type.Object(properties, { additionalProperties: false, ...more })

const isNextCursor = '`nextCursor` of the page before'

/** What a list of the API is asked for: a page of so many, after the page before. */
export const paging = (most: number, usual: number, cursor: object = { maxLength: 200 }) => ({
  limit: Type.Integer({ minimum: 1, maximum: most, default: usual }),
  cursor: Type.Optional(Type.String({ ...cursor, description: isNextCursor })),
})

/** What its answer says of the next page. */
export const nextCursor = Type.Union([Type.String(), Type.Null()], {
  description: 'Send it as `cursor` for the next page; null: this was the last',
})

export const orNull = <const Schema extends Parameters<typeof Type.Union>[0][number]>(schema: Schema) =>
  Type.Union([schema, Type.Null()])
