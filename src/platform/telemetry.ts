import { collectDefaultMetrics, Histogram, Registry } from 'prom-client'

export type Telemetry = Readonly<{
  contentType: string
  render: () => Promise<string>
  observeRequest: (route: string, method: string, status: number, seconds: number) => void
}>

/** Opens the metrics of this process, in the text format of Prometheus. */
export function openTelemetry(): Telemetry {
  const registry = new Registry()
  collectDefaultMetrics({ register: registry })
  const requests = new Histogram({
    name: 'motcua_http_request_seconds',
    help: 'Time from the first byte of a request to the last byte of its answer.',
    labelNames: ['route', 'method', 'status'],
    buckets: [0.005, 0.02, 0.05, 0.1, 0.5, 2, 10],
    registers: [registry],
  })
  return {
    contentType: registry.contentType,
    render: () => registry.metrics(),
    observeRequest: (route, method, status, seconds) =>
      requests.labels(route, method, String(status)).observe(seconds),
  }
}
