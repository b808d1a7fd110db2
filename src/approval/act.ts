import { canonicalJson, sha256Hex, type JsonObject } from '../core/index.ts';
import { pathShape } from './path-shape.ts';

/** Whose request it is. A version is any text that changes when the thing changes. */
export interface Asker {
  readonly agentId: string;
  readonly tokenId: string;
  readonly grantVersion: string;
}

/** What is used: the item, the binding that lets it be used, and the rule of that binding that matched. */
export interface Subject {
  readonly itemId: string;
  readonly itemVersion: number;
  readonly bindingVersion: string;
  readonly rule: string;
  /** Where the credential goes, such as `header:authorization`. */
  readonly placements: readonly string[];
}

/** The request as it goes on the wire, but for the credential. */
export interface Wire {
  readonly method: string;
  /** Serialised, absolute. */
  readonly url: string;
  /** Lower-case names, sorted; without any header that holds a credential. */
  readonly headers: readonly (readonly [name: string, value: string])[];
  /** The very bytes that are sent. */
  readonly body?: Uint8Array | undefined;
}

/** One exact request that a person may say yes to. */
export interface Act {
  readonly asker: Asker;
  readonly subject: Subject;
  readonly wire: Wire;
}

/** An act as it is kept and hashed: the body by its hash and length. */
export interface ApprovalRequest {
  readonly asker: Asker;
  readonly subject: Subject;
  readonly method: string;
  readonly url: string;
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly body: { readonly sha256: string; readonly bytes: number } | undefined;
}

/** Made from the bytes, so that it can be made again from what is about to be sent. */
export function approvalRequest({ asker, subject, wire }: Act): ApprovalRequest {
  const { method, url, headers, body } = wire;
  const digested = body && { sha256: sha256Hex(body), bytes: body.byteLength };
  return { asker, subject, method, url, headers, body: digested };
}

/** The request as plain JSON with the names that stand in receipts. */
export function requestJson({ asker, subject, method, url, headers, body }: ApprovalRequest): JsonObject {
  return {
    agent: asker.agentId,
    token: asker.tokenId,
    grant_version: asker.grantVersion,
    item: subject.itemId,
    item_version: subject.itemVersion,
    binding_version: subject.bindingVersion,
    rule: subject.rule,
    placements: subject.placements,
    method,
    url,
    headers,
    body: body ?? null,
  };
}

/** Equal if and only if two requests are the same in every part: what makes a retry the identical one. */
export function fingerprintOf(request: ApprovalRequest): string {
  return sha256Hex(canonicalJson(requestJson(request)));
}

/** The same whatever version of item, binding, rule and grant it is asked under: shows that one of them has changed. */
export function intentOf({ asker, subject, method, url, headers, body }: ApprovalRequest): string {
  const who = { agent: asker.agentId, token: asker.tokenId, item: subject.itemId };
  return sha256Hex(canonicalJson({ ...who, method, url, headers, body: body ?? null }));
}

export interface Shaped {
  readonly asker: Asker;
  readonly subject: Subject;
  readonly method: string;
  readonly url: string;
}

/** What a bounded yes or a step of a plan covers: this asker and subject as they are, the method, and the form of the URL. */
export function scopeOf({ asker, subject, method, url }: Shaped): string {
  const parts = requestJson({ asker, subject, method, url: pathShape(url), headers: [], body: undefined });
  return sha256Hex(canonicalJson({ ...parts, scope: 1 }));
}
