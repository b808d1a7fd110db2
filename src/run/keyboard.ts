import { spawnSync } from 'node:child_process';
import type { ReadStream } from 'node:tty';

export interface Keyboard {
  /** Keys come as they are typed, and nothing that is shown is changed on its way. */
  take(): void;
  /** The terminal as it was found. */
  release(): void;
  close(): void;
}

export interface KeyboardOptions {
  readonly stdin: ReadStream;
  readonly platform: NodeJS.Platform;
  onKeys(keys: string): void;
}

/** Keys of the person's terminal, for a program that has one of its own. */
export function takeKeyboard({ stdin, platform, onKeys }: KeyboardOptions): Keyboard {
  const take = (): void => {
    stdin.setRawMode(true);
    // What Node calls raw still makes a carriage return of each line feed, and full-screen programs move by line feeds.
    if (platform !== 'win32') spawnSync('stty', ['-opost'], { stdio: ['inherit', 'ignore', 'ignore'] });
  };
  take();
  stdin.setEncoding('utf8').on('data', onKeys);
  return {
    take,
    release: () => void stdin.setRawMode(false),
    close: () => void stdin.off('data', onKeys).setRawMode(false).pause().unref(),
  };
}
