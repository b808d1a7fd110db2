import { z } from 'zod';
import { openInBrowser } from '../../app/index.ts';
import { assertSafeProcess, ignoreInspectorSignal } from '../../config/index.ts';
import { startConsole, type Console } from '../../server/index.ts';
import { defineCommand, type CommandContext } from '../define-command.ts';
import { withOwner } from '../owner/with-owner.ts';
import { printAnswer } from '../terminal/output.ts';
import { untilStopped } from '../terminal/until-stopped.ts';
import { handOver, type HandOver } from './hand-over.ts';

const SWEEP_EVERY_MS = 2_000;
const LINK_MS = 60_000;
const DEFAULT_PORT = 7118;

export const consoleCommand = defineCommand({
  about: [
    'Open the web console of this data folder in a browser: approvals as they come, activity, agents, items, alerts,',
    'settings. It goes on until it is told to stop.',
    '',
    'It listens on 127.0.0.1 and [::1] only, opens the owner key (a passphrase is asked for where one is set), and holds it',
    'until it ends. The link is good once, for 60 seconds and one tab; it is written to a file that only you can read,',
    'never to the arguments of a program.',
  ].join('\n'),
  options: [
    { flags: '--port <port>', description: '7118 when left out; 0 takes a free one' },
    { flags: '--no-browser', description: 'open no browser: say where the file with the link is' },
  ],
  examples: ['keyward console', 'keyward console --port 0 --no-browser --json'],
  input: z.object({
    port: z
      .string()
      .regex(/^[0-9]{1,5}$/, 'expected a port number')
      .transform(Number)
      .refine((port) => port < 65_536, 'expected a port number')
      .default(DEFAULT_PORT),
    browser: z.boolean().default(true),
  }),
  run: async ({ port, browser }, context) =>
    withOwner(context, async ({ vaults, agents, ...runtime }) => {
      assertSafeProcess();
      ignoreInspectorSignal(context.signals);
      const console = await startConsole({ runtime, vaults, agents, port });
      const link = await handOver(context.config.home, `${console.url}/#${console.issueCode()}`);
      try {
        await announce(context, { console, link, browser });
        const until = runtime.clock.monotonicMs() + LINK_MS;
        await untilStopped({
          ...context,
          everyMs: SWEEP_EVERY_MS,
          turn: async () => {
            await console.sweep();
            if (runtime.clock.monotonicMs() >= until) await link.remove();
          },
        });
      } finally {
        await link.remove();
        await console.close();
      }
      return undefined;
    }),
});

interface Opened {
  readonly console: Console;
  readonly link: HandOver;
  readonly browser: boolean;
}

async function announce(
  { json, streams, terminal }: CommandContext,
  { console, link, browser }: Opened,
): Promise<void> {
  if (!console.hasIpv6) terminal.say('this machine has no IPv6: the console listens on 127.0.0.1 alone');
  if (json) printAnswer({ json: { url: console.url, link_file: link.path }, text: [] }, json, streams);
  const isOpened = browser && !json && terminal.canAsk && (await openInBrowser(link.path));
  terminal.say(isOpened ? `opened ${console.url}` : `open ${link.url} within 60 seconds: it leads to ${console.url}`);
}
