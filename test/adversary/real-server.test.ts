import { describe, expect, it } from 'vitest';
import { CANARY } from '../support/agent-kit.ts';
import { startKeyward } from '../support/keyward.ts';
import { startCanary, startHttpPeer } from '../support/lab/http-peer.ts';
import { reflectingUpstream } from './reflecting-upstream.ts';
import { recoveredCharacters } from './score.ts';
import { TRICKS_PLAYED } from './tricks.ts';
import { byDepth } from '../support/depth.ts';

describe('a hostile model at a server process of its own', () => {
  it('plays its tricks and learns nothing, on the wire or on stderr', { timeout: 60_000 }, async () => {
    const keyward = await startKeyward();
    const foreign = await startCanary();
    const upstream = await startHttpPeer({ answer: reflectingUpstream(() => foreign.origin) });
    const flags = ['--url', upstream.origin, '--auth', 'header:x-api-key', '--allow', 'read-write /**'];
    const token = await keyward.prepare({ title: 'header', secret: CANARY, flags });
    const env = { KEYWARD_MAX_REFLECTIONS: '999999', KEYWARD_LOG_LEVEL: 'trace' };
    const session = await keyward.connect({ token, env });
    // A call the protocol itself refuses is an answer the model reads, too.
    const call = async (tool: string, args: object) =>
      session.call(tool, { ...args }).catch((error: unknown) => ({ isError: true, content: {}, raw: String(error) }));
    const stage = { origin: upstream.origin, foreign: foreign.origin, items: ['header'], call };

    const loot = [];
    for (const trick of Object.values(TRICKS_PLAYED)) loot.push(...(await trick(stage)));
    const recovered = recoveredCharacters([...new Set(loot)], CANARY);

    console.info(
      `hostile model at a real server: ${String(loot.length)} texts read, ${String(upstream.seen.length)} requests, ` +
        `${String(recovered)} bytes of secret recovered, ${String(foreign.connections())} requests at a foreign host`,
    );
    expect({ recovered, elsewhere: foreign.connections() }).toEqual({ recovered: 0, elsewhere: 0 });
    expect(upstream.seen.length).toBeGreaterThan(byDepth({ few: 50, everything: 400 }));
    expect(recoveredCharacters(session.stderr().split('\n'), CANARY)).toBe(0);
  });
});
