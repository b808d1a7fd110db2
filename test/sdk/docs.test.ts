import { execFile } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';
import { CANARY } from '../support/agent-kit.ts';
import { builtProgram } from '../support/built-program.ts';
import { startRemoteKit } from '../support/remote-kit.ts';
import { makeFolder } from '../support/vault-kit.ts';

const run = promisify(execFile);

it('the examples of docs/SDK.md run as they stand there', { timeout: 30_000 }, async () => {
  const text = await readFile(new URL('../../docs/SDK.md', import.meta.url), 'utf8');
  const examples = [...text.matchAll(/^```js\n(.*?)^```$/gms)].map(([, code = '']) => code);
  expect(examples).toHaveLength(2);
  const [local = '', remote = ''] = examples;

  const kit = await startRemoteKit();
  await kit.here.json(['vault', 'create', 'ai-agents']);
  await kit.here.json(
    ['item', 'create', 'ai-agents/github', '--url', 'http://127.0.0.1:9', '--auth', 'bearer'],
    CANARY,
  );
  await kit.here.json(['item', 'create', 'deploy/database'], CANARY);
  const reader = await kit.agent('reader', ['--vault', 'deploy', '--vault', 'ai-agents', '--can', 'read']);
  const user = await kit.agent('user', ['--vault', 'deploy']);
  const env = { KEYWARD_HOME: kit.home, KEYWARD_KEYCHAIN: 'off', KEYWARD_SERVER: kit.url };

  // No network here: that the binding of the item refuses the address shows that the call was judged.
  await expect(runExample(local, { ...env, KEYWARD_SERVICE_ACCOUNT_TOKEN: reader })).rejects.toMatchObject({
    stderr: expect.stringContaining('POLICY_ORIGIN_NOT_BOUND'),
  });
  const withoutCall = local.replace(/^const response = .*$/m, '');
  await runExample(withoutCall, { ...env, KEYWARD_SERVICE_ACCOUNT_TOKEN: reader });
  const said = [
    await runExample(remote, { ...env, KEYWARD_SERVICE_ACCOUNT_TOKEN: reader }),
    await runExample(remote, { ...env, KEYWARD_SERVICE_ACCOUNT_TOKEN: user }),
  ];
  expect(said).toEqual([
    `${String(CANARY.length)} characters, opened here\n`,
    'this agent may use the item, and not read it\n',
  ]);
});

/** In a process of its own. Node 20 has no `await using` yet: closing is written out. */
async function runExample(code: string, env: Readonly<Record<string, string>>): Promise<string> {
  const library = pathToFileURL(join(dirname(builtProgram()), 'index.js')).href;
  const program = join(await makeFolder(), 'example.mjs');
  const closing = code.replace('await using client', 'const client').replace("'keyward'", `'${library}'`);
  await writeFile(program, `${closing}\nawait client.close();\n`);
  return (await run(process.execPath, [program], { env })).stdout;
}
