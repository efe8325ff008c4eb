import { collectDefaultMetrics, Histogram, Gauge as PrometheusGauge, Registry } from 'prom-client'

export type Telemetry = Readonly<{
  contentType: string
  render: () => Promise<string>
  observeRequest: (route: string, method: string, status: number, seconds: number) => void
}>

/** A figure that is read when it is asked for: one number, or one for each value of `label`. */
export type Gauge = Readonly<{
  name: string
  help: string
  label?: string
  read: () => Promise<number | Readonly<Record<string, number>>>
}>

/** Opens the metrics of this process, in the text format of Prometheus, with what else is to be read. */
export function openTelemetry(gauges: readonly Gauge[] = []): Telemetry {
  const registry = new Registry()
  collectDefaultMetrics({ register: registry })
  const requests = new Histogram({
    name: 'motcua_http_request_seconds',
    help: 'Time from the first byte of a request to the last byte of its answer.',
    labelNames: ['route', 'method', 'status'],
    buckets: [0.005, 0.02, 0.05, 0.1, 0.5, 2, 10],
    registers: [registry],
  })
  for (const gauge of gauges) registry.registerMetric(makeGauge(gauge))
  return {
    contentType: registry.contentType,
    render: () => registry.metrics(),
    observeRequest: (route, method, status, seconds) =>
      requests.labels(route, method, String(status)).observe(seconds),
  }
}

function makeGauge({ name, help, label, read }: Gauge): PrometheusGauge {
  return new PrometheusGauge({
    name,
    help,
    labelNames: label ? [label] : [],
    registers: [],
    async collect() {
      this.reset()
      // What cannot be read now, because the database is away, is left out: the figures of the process are still there.
      const found = await read().catch(() => ({}))
      if (typeof found === 'number') this.set(found)
      else if (label) for (const [value, count] of Object.entries(found)) this.set({ [label]: value }, count)
    },
  })
}
