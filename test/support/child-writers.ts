import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';

export interface ChildWriter {
  readonly process: ChildProcessWithoutNullStreams;
  /** Sequence numbers the child has reported as durable, as they come. */
  readonly acknowledged: readonly number[];
  /** Let it begin. */
  start(): void;
  /** Exit code and what it said on standard error; after everything it printed was read. */
  finished(): Promise<{ code: number | null; errors: string }>;
}

export interface WriterOptions {
  readonly script: string;
  readonly folder: string;
  readonly writer: string;
  readonly count: number;
  readonly onAcknowledged?: (count: number) => void;
  /** A program and its arguments to start the child under. */
  readonly under?: readonly [string, ...string[]];
}

/** A process that appends records as soon as it is started. */
export function spawnWriter({ script, folder, writer, count, onAcknowledged, under }: WriterOptions): ChildWriter {
  const [command, ...args] = under === undefined ? [process.execPath] : [...under, process.execPath];
  const child = spawn(command, [...args, script, folder, writer, String(count)], { stdio: ['pipe', 'pipe', 'pipe'] });
  const acknowledged: number[] = [];
  let errors = '';
  child.stderr.on('data', (chunk: Buffer) => (errors += chunk.toString()));
  createInterface(child.stdout).on('line', (line) => {
    acknowledged.push(Number(line));
    onAcknowledged?.(acknowledged.length);
  });
  const closed = once(child, 'close');
  return {
    process: child,
    acknowledged,
    start: () => child.stdin.end(),
    finished: async () => {
      await closed;
      return { code: child.exitCode, errors };
    },
  };
}
