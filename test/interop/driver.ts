import { spawn } from 'node:child_process';
import { text } from 'node:stream/consumers';
import { onTestFinished } from 'vitest';
import { clientEnvironment, CLIENTS_FOLDER, nodeForClients } from './installed.ts';

/** What one step of a client came to: an answer, or an error that it threw. */
export interface Outcome {
  readonly kind: 'answer' | 'error';
  readonly text: string;
}

export interface Told {
  readonly listed: { readonly tools: readonly string[]; readonly items: Outcome };
  readonly got: Outcome;
  readonly denied: Outcome;
  readonly cancelled: Outcome;
  readonly 'went on': Outcome;
}

/** A client in a process of its own (clients/drive.mjs). */
export interface Driver {
  /** The outcome of the next step, which must be this one. */
  next<Step extends keyof Told>(step: Step): Promise<Told[Step]>;
  /** Cancel the call that is under way; after the last step, close. */
  go(): void;
  /** Resolves when the process has ended. */
  readonly ended: Promise<number | null>;
}

export function startDriver(target: Readonly<Record<string, unknown>>): Driver {
  const child = spawn(nodeForClients() ?? process.execPath, ['drive.mjs'], {
    cwd: CLIENTS_FOLDER,
    // Nothing of ours: what a client passes on to the server it starts is part of what is tested.
    env: clientEnvironment(),
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  });
  const said = child.stderr === null ? Promise.resolve('') : text(child.stderr);
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve));
  onTestFinished(async () => {
    child.kill('SIGKILL');
    await ended;
  });
  const told: { step: string; told: unknown }[] = [];
  let wake = (): void => undefined;
  child.on('message', (message) => {
    told.push(message as (typeof told)[number]);
    wake();
  });
  void ended.then(() => wake());
  child.send(target);
  return {
    async next(step) {
      if (told.length === 0) await new Promise<void>((resolve) => (wake = resolve));
      const first = told.shift();
      if (first === undefined) throw new Error(`the client ended before it said "${step}": ${await said}`);
      if (first.step !== step) throw new Error(`the client said "${first.step}", not "${step}"`);
      return first.told as Told[typeof step];
    },
    go: () => void (child.connected && child.send({})),
    ended,
  };
}
