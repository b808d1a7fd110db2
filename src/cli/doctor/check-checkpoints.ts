import { parseVerifierKey, witnessStateName } from '../../audit/index.ts';
import { checkpointTargets, checkpointTargetStates } from '../../app/index.ts';
import type { Runtime } from '../../app/index.ts';
import { fail, find, ok, warn, type Finding } from './finding.ts';

const BROKEN = 'AUDIT_BROKEN';

/** How far the checkpoints of the trail have come, and whether every target takes them. Opens no connection. */
export async function checkCheckpoints(runtime: Runtime): Promise<readonly Finding[]> {
  const states = checkpointTargetStates(runtime.config);
  const targets = checkpointTargets(runtime.config, noPost);
  return [
    await find('checkpoints', () => checkLatest(runtime)),
    ...(await Promise.all(
      targets.map(async ({ name }) => find(`checkpoints: ${name}`, () => checkTarget(name, states))),
    )),
    ...(await Promise.all(witnessNames(runtime).map(async (name) => find(name, () => checkTarget(name, states))))),
  ];
}

function witnessNames({ config }: Runtime): readonly string[] {
  return config.settings.audit.checkpoints.witnesses.map(({ key }) => witnessStateName(parseVerifierKey(key).name));
}

async function checkLatest({ trail }: Runtime): Promise<Omit<Finding, 'check'>> {
  const [head] = await trail.list({ limit: 1 });
  const [latest] = await trail.list({ types: ['audit.checkpoint'], limit: 1 });
  if (head === undefined) return ok('no records yet');
  if (latest === undefined) return ok('none yet: a running server makes them, and `keyward audit checkpoint`');
  return ok(`the latest at ${latest.at}, records since: ${head.seq - latest.seq}`);
}

async function checkTarget(
  name: string,
  states: ReturnType<typeof checkpointTargetStates>,
): Promise<Omit<Finding, 'check'>> {
  const state = await states.load(name);
  const taken =
    state?.taken === undefined ? 'no checkpoint yet' : `has the checkpoint over ${state.taken.size} records`;
  if (state?.failing === undefined) return ok(taken);
  const since = new Date(state.failing.sinceMs).toISOString();
  if (state.failing.code === BROKEN)
    return fail(`what it keeps does not fit the trail, since ${since}: the trail was put back or replaced`);
  return warn(`${taken}; takes none since ${since} (${state.failing.code})`);
}

async function noPost(): Promise<never> {
  throw new Error('nothing is sent here');
}
