/** So many ids fit into the name of a transaction, which is an index key. */
export const mostInOrder = 50

/**
 * Some providers give signatures back in the order of the hashes, without saying whose they are. The ids of the documents
 * then travel in our name of the transaction, so that any process can read the answer.
 */
export const joinTransaction = (providerId: string, documentIds: readonly string[]): string =>
  [providerId, ...documentIds].map(encodeURIComponent).join('/')

export function splitTransaction(
  transactionId: string,
): Readonly<{ providerId: string; documentIds: string[] }> {
  const [providerId = '', ...documentIds] = transactionId.split('/').map(decodeURIComponent)
  return { providerId, documentIds }
}

/** The values in the order of the documents; null when their number is not the documents'. */
export const nameSignatures = (documentIds: readonly string[], values: readonly unknown[]) =>
  documentIds.length === values.length
    ? documentIds.map((documentId, index) => ({ documentId, value: values[index] }))
    : null
