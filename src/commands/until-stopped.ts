/** Until Ctrl-C, or the service manager's word. A second Ctrl-C does not wait. */
export function untilStopped(): Promise<void> {
  return new Promise((stopped) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) {
      process.once(signal, () => {
        process.once(signal, () => process.exit(1))
        stopped()
      })
    }
  })
}
