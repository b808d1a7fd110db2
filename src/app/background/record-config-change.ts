import type { AuditTrail } from '../../audit/index.ts';
import { DEFAULT_SETTINGS, type Settings } from '../../config/index.ts';
import {
  isKeywardError,
  newId,
  sha256Hex,
  systemRandom,
  type Json,
  type JsonObject,
  type Logger,
} from '../../core/index.ts';

export interface SettingsRecording {
  readonly trail: Pick<AuditTrail, 'list' | 'record'>;
  readonly settings: Settings;
  readonly session: JsonObject;
  readonly logger: Logger;
}

/**
 * Record that config.json says something else than when a server last started: it can turn the watch off and send the trail
 * elsewhere, and no command of ours writes it. Of what it says only names and kinds: an address may be a secret by itself.
 *
 * Never throws: a server that cannot record makes no calls anyway.
 */
export async function recordSettings({ trail, settings, session, logger }: SettingsRecording): Promise<void> {
  try {
    const digest = digestOf(settings);
    const [last] = await trail.list({ types: ['config.changed'], limit: 1 });
    const before = last === undefined ? digestOf(DEFAULT_SETTINGS) : digestIn(last);
    if (before === digest) return;
    const who = { ...session, principal: { kind: 'server' } };
    const detail = { digest, before: before ?? null, ...summaryOf(settings) };
    await trail.record({ type: 'config.changed', call_id: newId(systemRandom), session: who, detail });
  } catch (error) {
    const code = isKeywardError(error) ? error.code : 'INTERNAL';
    logger.error({ code }, 'it could not be recorded that config.json was changed');
  }
}

function digestOf(settings: Settings): string {
  // Members keep the order of the schema, whatever order the file has.
  return sha256Hex(JSON.stringify(settings));
}

function digestIn({ detail }: JsonObject): Json | undefined {
  return typeof detail === 'object' && detail !== null && 'digest' in detail ? detail['digest'] : undefined;
}

function summaryOf({ audit }: Settings): JsonObject {
  const { checkpoints, sinks, watch } = audit;
  return {
    watch: watch.enabled,
    responses: Object.entries(watch.responses).map(([rule, response]) => `${rule}: ${response}`),
    places: checkpoints.places.map(({ kind }) => kind),
    witnesses: checkpoints.witnesses.length,
    sinks: sinks.map(({ name, kind, only }) => ({ name, kind, only })),
  };
}
