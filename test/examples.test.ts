import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { describe, expect, it, onTestFinished } from 'vitest';
import { z } from 'zod';
import { builtProgram } from './support/built-program.ts';
import { startKeyward, type CliResult, type Keyward } from './support/keyward.ts';

const FOLDER = fileURLToPath(new URL('../examples', import.meta.url));
const TOKEN = 'crm_example_Zk3vT8pQw6Lr';
const ANSWER = 'Ada Lovelace is on the plan team.\n';

const isInstalled = existsSync(join(FOLDER, 'node_modules', 'ai'));
const why = isInstalled ? '' : ' (skipped: npm ci --ignore-scripts --prefix examples)';

type Variables = Readonly<Record<string, string>>;

async function node(args: readonly string[], env: Variables): Promise<CliResult> {
  const child = spawn(process.execPath, args, { env, cwd: FOLDER, stdio: ['ignore', 'pipe', 'pipe'] });
  const [stdout, stderr, [code]] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'close')]);
  return { code: z.number().nullable().parse(code), stdout, stderr };
}

interface Scene extends Keyward {
  /** The env file of an example, for the port the service has here. */
  envFile(name: string): Promise<string>;
  readonly origin: string;
}

async function prepare(): Promise<Scene> {
  const keyward = await startKeyward();
  const service = spawn(process.execPath, [join(FOLDER, 'crm.mjs')], {
    env: { ...keyward.env, PORT: '0' },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  onTestFinished(() => void service.kill());
  const [origin] = z.tuple([z.url()]).parse(await once(createInterface(service.stdout), 'line'));
  const envFile = async (name: string): Promise<string> => {
    const path = join(keyward.home, name);
    const shown = await readFile(join(FOLDER, name), 'utf8');
    await writeFile(path, shown.replace('http://127.0.0.1:8799', origin));
    return path;
  };
  await keyward.here.json(['vault', 'create', 'support']);
  const flags = ['--url', origin, '--auth', 'bearer', '--allow', 'GET /customers/*'];
  await keyward.here.json(['item', 'create', 'support/crm', ...flags], TOKEN);
  return { ...keyward, envFile, origin };
}

describe.skipIf(!isInstalled)(`an agent of the AI SDK${why}`, () => {
  it('has its token from .env, and prints it by mistake', async () => {
    const { env, envFile } = await prepare();
    const ran = await node([`--env-file=${await envFile('1-dotenv.env')}`, 'agent.mjs', '--debug'], env);
    expect(ran).toMatchObject({ code: 0, stdout: `${ANSWER}sent: Bearer ${TOKEN}\n` });
  });

  it('runs unchanged under `keyward run`, from a file without a secret, and its mistake is concealed', async () => {
    const { env, envFile, json } = await prepare();
    const file = await envFile('2-keyward-run.env');
    expect(await readFile(file, 'utf8')).not.toContain(TOKEN);
    const command = ['run', '--env-file', file, '--', process.execPath, 'agent.mjs', '--debug'];
    const ran = await node([builtProgram(), ...command], env);
    expect(ran).toEqual({ code: 0, stdout: `${ANSWER}sent: Bearer <concealed by keyward>\n`, stderr: '' });
    expect(await json(['audit', 'list', '--limit', '2'])).toMatchObject([
      { type: 'run.started', detail: { program: 'node', variables: ['CRM_TOKEN'] } },
      { type: 'item.resolved', item: { title: 'crm' } },
    ]);
  });

  it('lets the library make the call, with a right to use and none to read', async () => {
    const { env, here, json, origin } = await prepare();
    const made = await here.json(['agent', 'create', 'support-agent', '--vault', 'support']);
    const { token } = z.object({ token: z.string() }).parse(made);
    builtProgram();
    const variables = { ...env, KEYWARD_SERVICE_ACCOUNT_TOKEN: token, CRM_URL: origin };
    expect(await node(['agent-with-library.mjs'], variables)).toEqual({ code: 0, stdout: ANSWER, stderr: '' });
    const refused = await node([builtProgram(), 'read', 'op://support/crm/credential'], variables);
    expect(refused).toMatchObject({ code: 4, stdout: '' });
    const records = z.array(z.looseObject({ type: z.string() })).parse(await json(['audit', 'list', '--item', 'crm']));
    expect(records.find(({ type }) => type === 'call.outcome')).toMatchObject({
      agent: { name: 'support-agent' },
      session: { transport: 'library', client: { name: 'support-agent', version: '1.0.0' } },
      outcome: { result: 'ok' },
    });
  });
});
