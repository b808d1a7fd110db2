import { mkdtemp, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { onTestFinished } from 'vitest';
import { startKeyward, type Keyward, type CliResult } from './keyward.ts';

export interface ClientHome {
  readonly home: string;
  /** Run the command line with this home folder and the data folder of `keyward`. */
  cli(args: readonly string[]): Promise<CliResult>;
  json(args: readonly string[]): Promise<Record<string, unknown>>;
  write(path: string, text: string): Promise<string>;
  read(path: string): Promise<string>;
}

/** A home folder in which clients keep their configurations, beside a data folder. */
export async function clientHome(): Promise<{ readonly keyward: Keyward; readonly at: ClientHome }> {
  const keyward = await startKeyward();
  const home = await mkdtemp(join(tmpdir(), 'keyward-client-home-'));
  onTestFinished(() => rm(home, { recursive: true, force: true }));
  const { cli } = keyward.with({ HOME: home });
  return {
    keyward,
    at: {
      home,
      cli,
      async json(args) {
        const { code, stdout, stderr } = await cli([...args, '--json']);
        if (code !== 0) throw new Error(`keyward ${args.join(' ')} ended with ${String(code)}: ${stderr}`);
        const answer: unknown = JSON.parse(stdout);
        if (typeof answer !== 'object' || answer === null) throw new Error('no object was printed');
        return { ...answer };
      },
      async write(path, text) {
        await mkdir(dirname(join(home, path)), { recursive: true });
        await writeFile(join(home, path), text);
        return join(home, path);
      },
      read: (path) => readFile(join(home, path), 'utf8'),
    },
  };
}
