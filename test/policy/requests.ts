import { expect } from 'vitest';

import {
  canonicalise,
  decide,
  parseBinding,
  type Binding,
  type CanonicalRequest,
  type PolicyState,
  type RawRequest,
} from '../../src/policy/index.ts';

/** A quiet moment (a Monday noon, UTC), no earlier calls, an ordinary secret. */
export const CALM: PolicyState = { now: Date.UTC(2026, 10, 23, 12), recentCalls: () => 0, secretBytes: 40 };

export const BEARER = { auth: { scheme: 'bearer' } } as const;

/** A binding to https://api.example.com that allows everything a binding can allow, changed where said. */
export function bindingWith(change: object = {}): Binding {
  return parseBinding({ ...BEARER, origins: ['https://api.example.com'], rules: ['read-write /**'], ...change });
}

export function get(url: string, rest: Partial<RawRequest> = {}): RawRequest {
  return { method: 'GET', url, ...rest };
}

export function post(url: string, rest: Partial<RawRequest> = {}): RawRequest {
  return { method: 'POST', url, ...rest };
}

export function canonical(raw: RawRequest): CanonicalRequest {
  const result = canonicalise(raw);
  if (result.kind === 'refused') expect.fail(`refused with ${result.code}: ${result.reason}`);
  return result.request;
}

/** `allow`, `ask`, or the code of the refusal or denial. */
export function verdict(raw: RawRequest, binding: Binding, state: PolicyState = CALM): string {
  const result = canonicalise(raw);
  if (result.kind === 'refused') return result.code;
  const decision = decide(result.request, binding, state);
  return decision.kind === 'deny' ? decision.code : decision.kind;
}
