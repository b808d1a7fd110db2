import type { SessionReport } from '../../broker/index.ts';
import type { JsonObject } from '../../core/index.ts';
import type { FixedResource } from '../define-resource.ts';

export const sessionResource: FixedResource = {
  uri: 'keyward://session',
  name: 'session',
  title: 'This session',
  description: 'Which agent you act as over this connection, and which items you used over it so far.',
  async read({ broker, call }) {
    const report = await broker.sessionUse(call);
    if (report.kind === 'refused') return report;
    const { connection_id, transport, era, protocol_version = null } = call.session;
    return {
      kind: 'ok',
      document: { connection_id, transport, era: era ?? null, protocol_version, ...usedOf(report) },
    };
  },
};

function usedOf({ agent, expiresAt, use }: SessionReport): JsonObject {
  return {
    agent,
    expires_at: isoTime(expiresAt),
    since: use === undefined ? null : isoTime(use.since),
    calls: { answered: use?.answered ?? 0, refused: use?.refused ?? 0, failed: use?.failed ?? 0 },
    items: (use?.items ?? []).map(({ lastAt, ...item }) => ({ ...item, last_at: isoTime(lastAt) })),
  };
}

function isoTime(ms: number): string {
  return new Date(ms).toISOString();
}
