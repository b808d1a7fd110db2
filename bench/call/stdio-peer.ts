import { spawn, type ChildProcess } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';

interface Answer {
  readonly id?: number;
  readonly result?: { readonly isError?: boolean };
  readonly error?: unknown;
}

/** The smallest MCP client there can be, so that what is measured is the server. */
export interface StdioPeer {
  call(method: string, params: object): Promise<Answer>;
  cpuMs(): number;
  residentMiB(): number;
  close(): void;
}

export interface Launch {
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
}

// proc(5): utime and stime are counted in clock ticks, 100 a second on every Linux there is.
const MS_PER_TICK = 10;
const PAGE_BYTES = 4096;

/** Start a server and shake hands as a 2025-11-25 client. */
export async function startPeer({ args, env }: Launch): Promise<StdioPeer> {
  const child = spawn(process.execPath, [...args], {
    env: { PATH: process.env['PATH'] ?? '', ...env },
    stdio: ['pipe', 'pipe', 'ignore'],
  });
  const peer = createPeer(child);
  await peer.call('initialize', {
    protocolVersion: '2025-11-25',
    capabilities: {},
    clientInfo: { name: 'bench', version: '1.0.0' },
  });
  child.stdin.write(`${JSON.stringify({ jsonrpc: '2.0', method: 'notifications/initialized' })}\n`);
  return peer;
}

function createPeer(child: ChildProcess): StdioPeer {
  const waiting = new Map<number, (answer: Answer) => void>();
  let lastId = 0;
  const { stdin, stdout, pid } = child;
  if (stdin === null || stdout === null || pid === undefined) throw new Error('the server did not start');
  createInterface({ input: stdout }).on('line', (line) => {
    const answer: Answer = JSON.parse(line);
    const resolve = answer.id === undefined ? undefined : waiting.get(answer.id);
    if (answer.id !== undefined) waiting.delete(answer.id);
    resolve?.(answer);
  });
  return {
    call: async (method, params) => {
      const id = (lastId += 1);
      const answered = new Promise<Answer>((resolve) => waiting.set(id, resolve));
      stdin.write(`${JSON.stringify({ jsonrpc: '2.0', id, method, params })}\n`);
      const answer = await answered;
      if (answer.error !== undefined || answer.result?.isError === true)
        throw new Error(`${method} failed: ${JSON.stringify(answer)}`);
      return answer;
    },
    cpuMs: () => {
      const fields =
        readFileSync(`/proc/${String(pid)}/stat`, 'utf8')
          .split(') ')[1]
          ?.split(' ') ?? [];
      return (Number(fields[11]) + Number(fields[12])) * MS_PER_TICK;
    },
    residentMiB: () =>
      (Number(readFileSync(`/proc/${String(pid)}/statm`, 'utf8').split(' ')[1]) * PAGE_BYTES) / 2 ** 20,
    close: () => {
      stdin.end();
    },
  };
}
