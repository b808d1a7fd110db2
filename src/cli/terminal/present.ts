import type { Json, JsonObject } from '../../core/index.ts';
import type { AgentSummary, TokenSummary, AccessRule, WorkloadTrust } from '../../identity/index.ts';
import type { ItemOverview, VaultSummary } from '../../vault/index.ts';

/** Milliseconds since the epoch as ISO 8601, as every `--json` answer gives times. */
export function isoTime(ms: number): string {
  return new Date(ms).toISOString();
}

/** The same for people: `2026-11-23 21:54`, UTC. */
export function shortTime(ms: number): string {
  return isoTime(ms).slice(0, 16).replace('T', ' ');
}

export function vaultJson({ id, name, createdAt, itemCount }: VaultSummary): JsonObject {
  return { id, name, items: itemCount, created_at: isoTime(createdAt) };
}

/** Everything about an item but its values. */
export function itemJson(item: ItemOverview): JsonObject {
  return {
    id: item.id,
    vault: { id: item.vaultId, name: item.vaultName },
    title: item.title,
    category: item.category,
    tags: item.tags,
    urls: item.urls,
    binding: item.binding ?? null,
    fields: item.fieldIds.map(({ id, label, type, section }): Json => ({
      id,
      label,
      type,
      ...(section === undefined ? {} : { section }),
    })),
    version: item.version,
    created_at: isoTime(item.createdAt),
    updated_at: isoTime(item.updatedAt),
  };
}

/** `vaultNames` by id: a grant names its vault by id only. */
export function agentJson(agent: AgentSummary, vaultNames: ReadonlyMap<string, string>): JsonObject {
  return {
    id: agent.id,
    name: agent.name,
    status: agent.status,
    expires_at: isoTime(agent.expiresAt),
    created_at: isoTime(agent.createdAt),
    grants: agent.grants.map(({ id, vaultId, can }) => ({
      id,
      vault: { id: vaultId, name: vaultNames.get(vaultId) ?? null },
      can,
    })),
  };
}

/** A token of an agent, without its text. `uses` only where they are counted. */
export function tokenJson({ id, kind, createdAt, expiresAt, itemIds, maxUses, uses }: TokenSummary): JsonObject {
  return {
    id,
    kind,
    created_at: isoTime(createdAt),
    expires_at: isoTime(expiresAt),
    ...(itemIds === undefined ? {} : { items: itemIds }),
    ...(maxUses === undefined ? {} : { max_uses: maxUses, uses: uses ?? 0 }),
  };
}

/** A rule about access tokens. */
export function accessJson({ vaults, ...rule }: AccessRule): JsonObject {
  return vaults === undefined ? rule : { ...rule, vaults };
}

/** What is trusted of workloads; whether the issuer's keys are given rather than asked for. */
export function workloadJson({ issuer, audience, claims, ttl_ms: ttlMs, jwks }: WorkloadTrust): JsonObject {
  return { issuer, audience, claims, ttl_seconds: Math.floor(ttlMs / 1_000), has_keys: jwks !== undefined };
}
