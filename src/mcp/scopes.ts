import type { ToolEffect } from './define-tool.ts';
import { TOOLS } from './tools/index.ts';

/** What an access token may allow. Each stands for itself: none holds another. */
export const SCOPES = {
  /** See which items there are, and what a request would get. */
  'reads-keyward': 'keyward:list',
  /** GET and HEAD with a credential. */
  'reads-upstream': 'keyward:read',
  /** Every other method with a credential. */
  'writes-upstream': 'keyward:write',
} as const satisfies Readonly<Record<ToolEffect, string>>;

export type Scope = (typeof SCOPES)[ToolEffect];

const LISTING_METHODS = ['resources/list', 'resources/read', 'completion/complete'];

/** What is asked for: a tool by its name, anything else by its method. */
export type Requested = { readonly tool: string } | { readonly method: string };

/** The scope it takes; `undefined` for what tells nothing of an item, and for tools that do not exist. */
export function scopeOf(requested: Requested): Scope | undefined {
  if ('method' in requested) return LISTING_METHODS.includes(requested.method) ? SCOPES['reads-keyward'] : undefined;
  const tool = TOOLS.find(({ name }) => name === requested.tool);
  return tool === undefined ? undefined : SCOPES[tool.effect];
}

/** The scopes that a body takes, one message or a batch: the very object that is served afterwards. */
export function scopesOf(body: unknown): ReadonlySet<Scope> {
  const messages: readonly unknown[] = Array.isArray(body) ? body : [body];
  return new Set(messages.map(requestedOf).flatMap((requested) => (requested && scopeOf(requested)) ?? []));
}

function requestedOf(message: unknown): Requested | undefined {
  const method = memberOf(message, 'method');
  if (typeof method !== 'string') return undefined;
  if (method !== 'tools/call') return { method };
  const tool = memberOf(memberOf(message, 'params'), 'name');
  return typeof tool === 'string' ? { tool } : undefined;
}

function memberOf(value: unknown, name: string): unknown {
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, name)) return undefined;
  return Object.entries(value).find(([key]) => key === name)?.[1];
}
