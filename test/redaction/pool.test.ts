import { monitorEventLoopDelay } from 'node:perf_hooks';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { bundleScript } from '../../scripts/bundle-script.mjs';
import { createScrubber, REDACTED, type ScrubPool } from '../../src/redaction/index.ts';
import { createScrubPool } from '../../src/redaction/pool/scrub-pool.ts';
import { known, noise, TOKEN } from './known.ts';

const LARGE = 'words and more words '.repeat(5_000);
const ENDLESS = new URL(
  'data:text/javascript,import {parentPort} from "node:worker_threads"; parentPort.on("message", () => { for (;;); });',
);
const BROKEN = new URL('data:text/javascript,throw new Error("broken")');
const overrun = { kind: 'withheld', reason: 'bound', withheld: true, code: 'REDACTION_BUDGET_EXCEEDED' };

let program: URL;
let pool: ScrubPool | undefined;
beforeAll(async () => {
  program = pathToFileURL(await bundleScript('src/redaction/pool/scrub-worker.ts'));
});
afterEach(async () => pool?.close());

const scrubber = (inPool: ScrubPool) => createScrubber({ secrets: [known(TOKEN)], pool: inPool });

describe('a pool of workers', () => {
  it('scrubs a large body as the calling thread does', async () => {
    pool = createScrubPool({ program });
    const bytes = Buffer.from(JSON.stringify({ LARGE, token: TOKEN }));
    const scrubbed = await scrubber(pool).bodyAside(bytes, 'application/json');
    expect(scrubbed).toEqual(scrubber(pool).body(bytes, 'application/json'));
    expect(scrubbed).toMatchObject({ kind: 'json', value: { token: REDACTED }, names: ['credential'] });
  });

  it('scrubs many at once, each with its own secrets, and leaves the bytes to their owner', async () => {
    pool = createScrubPool({ program, size: 2, deadlineMs: 60_000 });
    const bodies = Array.from({ length: 6 }, (_, seed) => Buffer.from(`${LARGE} ${noise(30, seed)}`));
    const scrubbed = await Promise.all(
      bodies.map(async (bytes, seed) =>
        createScrubber({ secrets: [known(noise(30, seed))], pool }).bodyAside(bytes, 'text/plain'),
      ),
    );
    expect(scrubbed.map((body) => (body.kind === 'text' ? body.text.slice(-11) : body.kind))).toEqual(
      bodies.map(() => ` ${REDACTED}`),
    );
    expect(bodies.every(({ length }) => length > LARGE.length)).toBe(true);
  });

  it('ends a worker at its deadline, withholds its answer with the code, and goes on', async () => {
    pool = createScrubPool({ program: ENDLESS, size: 1, deadlineMs: 50 });
    const bytes = Buffer.from(LARGE);
    const both = [1, 2].map(async () =>
      pool === undefined ? undefined : scrubber(pool).bodyAside(bytes, 'text/plain'),
    );
    expect(await Promise.all(both)).toMatchObject([overrun, overrun]);
  });

  it('withholds the answer when its worker breaks', async () => {
    pool = createScrubPool({ program: BROKEN });
    expect(await scrubber(pool).bodyAside(Buffer.from(LARGE), 'text/plain')).toMatchObject(overrun);
  });

  it('withholds what is under way when it is closed, and all after it', async () => {
    pool = createScrubPool({ program: ENDLESS, size: 1 });
    const waiting = [1, 2].map(async () =>
      pool === undefined ? undefined : scrubber(pool).bodyAside(Buffer.from(LARGE), undefined),
    );
    await pool.close();
    expect(await Promise.all(waiting)).toMatchObject([overrun, overrun]);
    expect(await scrubber(pool).bodyAside(Buffer.from(LARGE), undefined)).toMatchObject(overrun);
  });

  it('takes no small body', async () => {
    pool = createScrubPool({ program: BROKEN });
    expect(await scrubber(pool).bodyAside(Buffer.from(`a ${TOKEN}`), 'text/plain')).toMatchObject({ hits: 1 });
  });

  it('leaves the calling thread free while a slow body is scrubbed', async () => {
    pool = createScrubPool({ program });
    const slow = Buffer.from(noise(3_000_000, 5));
    const delay = monitorEventLoopDelay({ resolution: 5 });
    const scrubbing = scrubber(pool).bodyAside(slow, 'text/plain');
    delay.enable();
    expect(await scrubbing).toMatchObject({ kind: 'text', hits: 0 });
    delay.disable();
    expect(delay.percentile(99) / 1e6).toBeLessThan(50);
  });
});
