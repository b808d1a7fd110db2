import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { z } from 'zod';
import { builtProgram } from '../support/built-program.ts';
import { startKeyward, type Keyward } from '../support/keyward.ts';

const records = z.array(z.looseObject({ type: z.string(), detail: z.looseObject({}).optional() }));

async function serveOnce({ env }: Keyward): Promise<void> {
  const child = spawn(process.execPath, [builtProgram(), 'serve', '--port', '0', '--json'], { env });
  onTestFinished(() => void child.kill('SIGKILL'));
  await once(child.stdout, 'data');
  child.kill('SIGTERM');
  await once(child, 'close');
}

async function changes({ here }: Keyward): Promise<z.infer<typeof records>> {
  return records.parse(await here.json(['audit', 'list'])).filter(({ type }) => type === 'config.changed');
}

describe('config.json', () => {
  it('that says something else than before is on record at the next start of a server, once, without an address', async () => {
    const keyward = await startKeyward();
    await serveOnce(keyward);
    expect(await changes(keyward)).toEqual([]);
    const sinks = [{ name: 'chat', kind: 'webhook', url: 'http://127.0.0.1:9/hooks/kw-test-not-a-secret' }];
    const settings = { audit: { detection: { enabled: false, responses: { honey: 'off' } }, sinks } };
    await writeFile(join(keyward.home, 'config.json'), JSON.stringify(settings), { mode: 0o600 });
    await serveOnce(keyward);
    await serveOnce(keyward);
    const changed = await changes(keyward);
    expect(changed).toMatchObject([
      {
        session: { principal: { kind: 'server' }, transport: 'http' },
        detail: { watch: false, responses: ['honey: off'], sinks: [{ name: 'chat', kind: 'webhook', only: 'alerts' }] },
      },
    ]);
    expect(JSON.stringify(changed)).not.toContain('kw-test-not-a-secret');
  });
});
