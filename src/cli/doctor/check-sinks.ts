import { sinkStates } from '../../app/index.ts';
import type { Runtime } from '../../app/index.ts';
import { find, ok, warn, type Finding } from './finding.ts';

/** How far a sink has come in the trail. */
export interface SinkProgress {
  readonly name: string;
  /** The last record that it has taken, with all before it; 0 for none. */
  readonly taken: number;
  /** How many there are after that. */
  readonly behind: number;
  readonly atMs: number | undefined;
  /** Of the last failure, while it takes none. */
  readonly code: string | undefined;
  readonly sinceMs: number | undefined;
  /** HTTP status of that failure, where there was an answer. */
  readonly status: number | undefined;
}

/** How far each sink of the trail has come, and whether it takes anything. Opens no connection. */
export async function checkSinks(runtime: Runtime): Promise<readonly Finding[]> {
  const { sinks } = runtime.config.settings.audit;
  return Promise.all(
    sinks.map(({ name }) => find(`sink: ${name}`, async () => findingOf(await sinkProgress(runtime, name)))),
  );
}

/** Throws `AUDIT_BROKEN` when what is remembered of the sink cannot be read. */
export async function sinkProgress({ config, storage }: Runtime, name: string): Promise<SinkProgress> {
  const [{ taken, failing }, head] = await Promise.all([sinkStates(config, name).load(), storage.audit.head()]);
  const seq = taken?.seq ?? 0;
  return {
    name,
    taken: seq,
    behind: Math.max(0, (head?.seq ?? 0) - seq),
    atMs: taken?.atMs,
    code: failing?.code,
    sinceMs: failing?.sinceMs,
    status: failing?.status,
  };
}

function findingOf({ taken, behind, atMs, code, sinceMs, status }: SinkProgress): Omit<Finding, 'check'> {
  const at = atMs === undefined ? '' : ` at ${new Date(atMs).toISOString()}`;
  const reached = taken === 0 ? 'has taken nothing yet' : `has taken everything up to record ${taken}${at}`;
  const said = `${reached}, to go: ${behind}`;
  if (code === undefined || sinceMs === undefined) return ok(said);
  const answer = status === undefined ? code : `${code}, HTTP status ${status}`;
  return warn(`${said}; takes nothing since ${new Date(sinceMs).toISOString()} (${answer})`);
}
