import type { Measurement } from './measurement.ts';
import {
  buildBinding,
  canonicalise,
  decide,
  parseBinding,
  type Binding,
  type CanonicalRequest,
  type PolicyState,
} from '../src/policy/index.ts';

const STATE: PolicyState = { now: Date.UTC(2026, 10, 23, 12), recentCalls: () => 1, secretBytes: 40 };
const BATCH = 50;
const SAMPLES = 400;

/**
 * What one decision costs for an item with 20 rules, and how it grows with the length of the path. The samples of all
 * measurements are interleaved, so that a busy machine slows them alike.
 */
export async function bench(): Promise<readonly Measurement[]> {
  const binding = twentyRules();
  const short = request('/v1/projects/7/issues/42');
  const [long, longer] = [request(`/deep${'/a'.repeat(1_000)}`), request(`/deep${'/a'.repeat(4_000)}`)];
  const [p50, whole, p50Long, p50Longer] = p50sUs([
    () => decide(short, binding, STATE),
    () => decide(request('/v1/projects/7/issues/42'), binding, STATE),
    () => decide(long, binding, STATE),
    () => decide(longer, binding, STATE),
  ]);
  return [
    { name: 'one decision, 20 rules, p50', value: round(p50), unit: 'us', aim: 'under 50' },
    { name: 'canonical form and decision, 20 rules, p50', value: round(whole), unit: 'us', aim: '' },
    { name: 'one decision, path of 1,000 segments, p50', value: round(p50Long), unit: 'us', aim: '' },
    {
      name: 'growth for a path four times as long',
      value: round(p50Longer / p50Long),
      unit: 'times',
      aim: 'about 4 (linear)',
    },
  ];
}

// The shape of a real item: resources, a few exceptions, conditions, and patterns that make a naive matcher try again.
function twentyRules(): Binding {
  const resources = ['users', 'teams', 'labels', 'milestones', 'comments', 'webhooks', 'releases', 'files'];
  const flags = buildBinding({
    urls: ['https://api.example.com'],
    auth: { scheme: 'bearer' },
    allow: [
      'read-only /v1/**',
      '!DELETE /v1/**',
      'GET,POST /v1/projects/*/issues',
      'GET,PATCH /v1/projects/*/issues/*',
      'GET /deep/**/a/**/a/**/a/**/b',
      'GET /deep/**',
      ...resources.map((resource) => `GET,POST /v1/${resource}/**`),
    ],
    rate: '60/min',
  });
  const rpc = (number: number) => ({
    methods: 'POST',
    path: '/rpc',
    body: { json: [{ pointer: '/method', oneOf: [`read${number}`] }] },
  });
  return parseBinding({ ...flags, rules: [...flags.rules, ...[1, 2, 3, 4, 5, 6].map(rpc)] });
}

function request(path: string): CanonicalRequest {
  const result = canonicalise({
    method: 'GET',
    url: `https://api.example.com${path}`,
    headers: { accept: 'application/json' },
  });
  if (result.kind === 'refused') throw new Error(result.reason);
  return result.request;
}

function p50sUs(actions: readonly (() => unknown)[]): readonly [number, number, number, number] {
  const samples = actions.map((): number[] => []);
  for (let sample = 0; sample < SAMPLES; sample += 1) {
    actions.forEach((action, i) => samples[i]?.push(batchUs(action)));
  }
  const [a = 0, b = 0, c = 0, d = 0] = samples.map((each) => each.sort((x, y) => x - y)[SAMPLES / 2] ?? 0);
  return [a, b, c, d];
}

function batchUs(action: () => unknown): number {
  const startMs = performance.now();
  for (let i = 0; i < BATCH; i += 1) action();
  return ((performance.now() - startMs) * 1_000) / BATCH;
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
