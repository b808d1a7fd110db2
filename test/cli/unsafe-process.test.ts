import { expect, it } from 'vitest';
import { CANARY } from '../support/agent-kit.ts';
import { runProgram, startKeyward } from '../support/keyward.ts';

const UNSAFE = [
  { NODE_OPTIONS: '--tls-keylog=/dev/null' },
  { NODE_TLS_REJECT_UNAUTHORIZED: '0' },
  { NODE_DEBUG: 'http' },
];

it(
  'no command that holds a key or a value starts in a process that others can look into',
  { timeout: 60_000 },
  async () => {
    const keyward = await startKeyward();
    await keyward.prepare({
      title: 'api',
      secret: CANARY,
      flags: ['--url', 'https://api.example.com', '--auth', 'bearer'],
    });
    const commands = [
      ['item', 'list'],
      ['read', 'op://ai-agents/api/credential'],
      ['run', '--', process.execPath, '-e', '0'],
      ['mcp', '--agent', 'claude-desktop'],
    ];
    for (const [index, args] of commands.entries()) {
      const env = { ...keyward.env, KEY: 'op://ai-agents/api/credential', ...UNSAFE[index % UNSAFE.length] };
      const { code, stdout, stderr } = await runProgram({ args, env, stdin: '' });
      expect([args, code, stdout, stderr]).toEqual([args, 2, '', expect.stringContaining('CONFIG_UNSAFE_PROCESS')]);
    }
  },
);
