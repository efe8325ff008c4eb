/** A file of a form, in the field it is chosen in. */
export type FormFile = Readonly<{ field: string; name: string; content: Buffer }>

/** A form with files as a browser sends it: the headers and the body. */
export function multipartForm(
  fields: Readonly<Record<string, string>>,
  files: readonly FormFile[],
): Readonly<{ headers: Readonly<Record<string, string>>; payload: Buffer }> {
  const boundary = 'motcua-test-boundary'
  const parts = [
    ...Object.entries(fields).map(([name, value]) => ({
      head: `content-disposition: form-data; name="${name}"`,
      content: Buffer.from(value),
    })),
    ...files.map(({ field, name, content }) => ({
      head: `content-disposition: form-data; name="${field}"; filename="${name}"\r\ncontent-type: application/octet-stream`,
      content,
    })),
  ]
  const chunks = parts.flatMap(({ head, content }) => [
    Buffer.from(`--${boundary}\r\n${head}\r\n\r\n`),
    content,
    Buffer.from('\r\n'),
  ])
  return {
    headers: { 'content-type': `multipart/form-data; boundary=${boundary}` },
    payload: Buffer.concat([...chunks, Buffer.from(`--${boundary}--\r\n`)]),
  }
}
