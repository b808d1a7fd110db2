import type { AuditRecord, AuditTrail } from '../audit/index.ts';
import { createUsageHistory, type EarlierCalls, type UsageKey } from '../broker/index.ts';
import type { Clock, Json, JsonObject } from '../core/index.ts';

const REFLECTIONS_SINCE_MS = 3_600_000;
const MAX_REFLECTIONS_READ = 1_000;
const MAX_CALLS_READ = 10_000;

interface HistoryDeps {
  readonly trail: AuditTrail;
  readonly clock: Clock;
  readonly maxReflections: number | undefined;
}

/** What limits count, going on from what the trail holds of the time before this process. */
export async function openUsageHistory({ trail, clock, maxReflections }: HistoryDeps) {
  return createUsageHistory({
    earlierReflections: await reflectionsOf(trail, clock.now() - REFLECTIONS_SINCE_MS),
    earlierCalls: callsBefore(clock.now(), trail),
    maxReflections,
  });
}

async function reflectionsOf(trail: AuditTrail, since: number): Promise<readonly UsageKey[]> {
  const outcomes = await trail.list({ types: ['call.outcome'], since, limit: MAX_REFLECTIONS_READ });
  return outcomes.flatMap((record) => reflectionOf(record) ?? []);
}

function callsBefore(startedAt: number, trail: AuditTrail): EarlierCalls {
  return async (agent, item, since) => {
    const filter = { agent, item, since, until: startedAt, limit: MAX_CALLS_READ };
    const intents = await trail.list({ types: ['call.intent'], ...filter });
    return intents.map(({ at }) => Date.parse(at));
  };
}

function reflectionOf({ at, agent, item, outcome }: AuditRecord): UsageKey | undefined {
  if (!isObject(agent) || !isObject(item) || !isObject(outcome) || outcome['redacted'] !== true) return undefined;
  const { id: agentId } = agent;
  const { id: itemId } = item;
  return typeof agentId === 'string' && typeof itemId === 'string'
    ? { agentId, itemId, now: Date.parse(at) }
    : undefined;
}

function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
