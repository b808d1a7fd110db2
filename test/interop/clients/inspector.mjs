import { spawn } from 'node:child_process';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { text } from 'node:stream/consumers';

const manifest = createRequire(import.meta.url).resolve('@modelcontextprotocol/inspector/package.json');
const LAUNCHER = join(dirname(manifest), 'clients/launcher/build/index.js');

/** The command line of the Inspector: a process, and so a connection, for each thing it is asked. */
export async function connect({ transport, mode, server, url, headers }) {
  const era = ['--protocol-era', mode, '--format', 'json', '--connect-timeout', '60000'];
  const run = async (args, signal) => {
    const target =
      transport === 'stdio'
        ? [
            ...Object.entries(server.env).flatMap(([name, value]) => ['-e', `${name}=${value}`]),
            server.command,
            ...server.args,
          ]
        : ['--transport', transport, '--server-url', url, '--header', `Authorization: ${headers.Authorization}`];
    const child = spawn(process.execPath, [LAUNCHER, '--cli', ...target, ...era, ...args], {
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    // What a person does who has waited long enough.
    signal?.addEventListener('abort', () => child.kill('SIGINT'));
    const closed = new Promise((resolve) => child.once('close', resolve));
    const [code, out, said] = await Promise.all([closed, text(child.stdout), text(child.stderr)]);
    return { code, out, said };
  };
  return {
    async list() {
      const { code, out, said } = await run(['--method', 'tools/list', '--strict']);
      if (code !== 0) throw new Error(`tools/list --strict ended with ${code}: ${said}`);
      return JSON.parse(out).result.tools.map(({ name }) => name);
    },
    async call(name, args, signal) {
      const given = ['--tool-name', name, '--tool-args-json', JSON.stringify(args)];
      const { code, out, said } = await run(['--method', 'tools/call', ...given], signal);
      if (out === '') throw new Error(`tools/call ended with ${code}: ${said}`);
      return out;
    },
    close: async () => undefined,
  };
}
