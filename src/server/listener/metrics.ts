import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';
import type { InFlightRequests } from './in-flight-requests.ts';

/** What Prometheus reads. No name of an agent, an item or a host is in it. */
export interface Metrics {
  answered(facts: {
    readonly route: string;
    readonly method: string;
    readonly status: number;
    readonly seconds: number;
  }): void;
  refused(because: 'source' | 'token' | 'blocked' | 'busy'): void;
  text(): Promise<{ readonly text: string; readonly contentType: string }>;
  clear(): void;
}

export interface Counts {
  readonly [name: string]: () => number;
}

const SECONDS = [0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30];

export function createMetrics(open: Pick<InFlightRequests, 'counts'>, counts: Counts): Metrics {
  const registry = new Registry();
  const registers: [Registry] = [registry];
  collectDefaultMetrics({ register: registry, prefix: 'keyward_' });
  const requests = new Counter({
    name: 'keyward_http_requests_total',
    help: 'Requests answered, by route.',
    labelNames: ['route', 'method', 'status'],
    registers,
  });
  const duration = new Histogram({
    name: 'keyward_http_request_seconds',
    help: 'Time from the request to the end of its answer; streams are not counted.',
    labelNames: ['route'],
    buckets: SECONDS,
    registers,
  });
  const refusals = new Counter({
    name: 'keyward_http_refusals_total',
    help: 'Requests refused before routing.',
    labelNames: ['because'],
    registers,
  });
  gauge(
    registers,
    { name: 'keyward_http_open_answers', help: 'Requests being answered.' },
    () => open.counts().answers,
  );
  gauge(registers, { name: 'keyward_http_open_streams', help: 'Streams that are open.' }, () => open.counts().streams);
  for (const [name, count] of Object.entries(counts)) gauge(registers, { name: `keyward_${name}`, help: name }, count);
  return {
    answered({ route, method, status, seconds }) {
      requests.inc({ route, method, status: String(status) });
      if (method !== 'GET') duration.observe({ route }, seconds);
    },
    refused: (because) => refusals.inc({ because }),
    text: async () => ({ text: await registry.metrics(), contentType: registry.contentType }),
    clear: () => registry.clear(),
  };
}

function gauge(registers: [Registry], names: { name: string; help: string }, count: () => number): void {
  new Gauge({
    ...names,
    registers,
    collect() {
      this.set(count());
    },
  });
}
