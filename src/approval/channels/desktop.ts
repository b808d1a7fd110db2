import type { Channel } from '../channel.ts';
import { noticeOf } from '../channel.ts';

/** Starts a program without a shell; answers its exit code, or undefined when it did not end in time or could not start. */
export type Spawn = (program: string, args: readonly string[]) => Promise<number | undefined>;

export interface DesktopOptions {
  readonly platform: 'linux' | 'darwin';
  readonly spawn: Spawn;
}

// The words are arguments of the script, never part of it.
const SCRIPT = ['on run argv', 'display notification (item 2 of argv) with title (item 1 of argv)', 'end run'];

/** The notification of the desktop on this machine. It tells; a click on it decides nothing. */
export function desktopChannel({ platform, spawn }: DesktopOptions): Channel {
  return {
    name: 'desktop',
    notify: async (summary) => {
      const { host, item, method } = noticeOf(summary);
      const title = 'Keyward: 1 approval waits';
      const body = `${method} ${host} with ${item}`;
      const code =
        platform === 'darwin' ? await spawn(...osascript(title, body)) : await spawn(...notifySend(title, body));
      return code === 0;
    },
  };
}

// Two dashes: a text that begins with one would be an option. Some desktops read the body as markup.
function notifySend(title: string, body: string): readonly [string, readonly string[]] {
  const text = body.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
  return ['notify-send', ['--app-name=Keyward', '--urgency=normal', '--', title, text]];
}

function osascript(title: string, body: string): readonly [string, readonly string[]] {
  return ['osascript', [...SCRIPT.flatMap((text) => ['-e', text]), '--', title, body]];
}
