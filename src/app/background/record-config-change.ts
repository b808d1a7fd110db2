import { DEFAULT_SETTINGS, type Settings } from '../../config/index.ts';
import {
  isKeywardError,
  newId,
  sha256Hex,
  type Json,
  type JsonObject,
  type RecordedSession,
} from '../../core/index.ts';
import type { Runtime } from '../runtime.ts';

/**
 * Record that config.json says something else than when a server last started: it can turn the watch off and send the trail
 * elsewhere, and no command of ours writes it. Of what it says only names and kinds: an address may be a secret by itself.
 *
 * Never throws: a server that cannot record makes no calls anyway.
 */
export async function recordConfigChange(
  { trail, config, random, logger }: Pick<Runtime, 'trail' | 'config' | 'random' | 'logger'>,
  session: RecordedSession,
): Promise<void> {
  const { settings } = config;
  try {
    const digest = digestOf(settings);
    const [last] = await trail.list({ types: ['config.changed'], limit: 1 });
    const before = last === undefined ? digestOf(DEFAULT_SETTINGS) : digestIn(last);
    if (before === digest) return;
    const detail = { digest, before: before ?? null, ...summaryOf(settings) };
    await trail.record({ type: 'config.changed', call_id: newId(random), session, detail });
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
