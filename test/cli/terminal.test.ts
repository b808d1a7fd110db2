import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { startKeyward, type Keyward } from '../support/keyward.ts';
import { makeFolder } from '../support/vault-kit.ts';
import { atTerminal, hasPseudoTerminal } from './at-terminal.ts';

const SECRET = 'sk-canary-7Qm2xvT9';

async function withItem(): Promise<Keyward> {
  const keyward = await startKeyward();
  await keyward.json(['vault', 'create', 'ai-agents']);
  await keyward.json(
    ['item', 'create', 'ai-agents/api', '--url', 'https://api.example.com', '--auth', 'bearer'],
    SECRET,
  );
  return keyward;
}

async function eventTypes(keyward: Keyward): Promise<readonly string[]> {
  return z
    .array(z.object({ type: z.string() }))
    .parse(await keyward.json(['audit', 'list']))
    .map(({ type }) => type);
}

// Each starts several processes, and the passphrase is stretched on purpose.
const TIMEOUT_MS = 60_000;

describe.skipIf(!hasPseudoTerminal)(
  'at a terminal (skipped where python3 cannot make one)',
  { timeout: TIMEOUT_MS },
  () => {
    it('a secret is asked for and not shown while it is typed', async () => {
      const keyward = await startKeyward();
      await keyward.json(['vault', 'create', 'ai-agents']);
      const args = ['item', 'create', 'ai-agents/api', '--url', 'https://api.example.com', '--auth', 'bearer'];
      const { code, screen } = await atTerminal({
        env: keyward.env,
        args,
        steps: [['Secret for api:', `${SECRET}\r`]],
      });
      expect({ code, shown: screen.includes(SECRET) }).toEqual({ code: 0, shown: false });

      const revealed = await atTerminal({ env: keyward.env, args: ['item', 'get', 'api', '--reveal'] });
      expect(revealed.screen).toContain(SECRET);
    });

    it('a secret is not shown either when the prompt goes to a file', async () => {
      const keyward = await startKeyward();
      await keyward.json(['vault', 'create', 'ai-agents']);
      const prompts = join(await makeFolder(), 'prompts');
      const { code, screen } = await atTerminal({
        env: keyward.env,
        args: ['item', 'create', 'ai-agents/api'],
        steps: [['', `${SECRET}\r`]],
        redirect: `2> '${prompts}'`,
      });
      expect(code).toBe(0);
      expect(`${screen}${await readFile(prompts, 'utf8')}`).not.toContain(SECRET);
    });

    it.each([
      ['Ctrl-C', '\u0003'],
      ['Ctrl-D', '\u0004'],
    ])('%s at the prompt stores nothing', async (_name, key) => {
      const keyward = await startKeyward();
      await keyward.json(['vault', 'create', 'ai-agents']);
      const args = ['item', 'create', 'ai-agents/api'];
      const { code, screen } = await atTerminal({ env: keyward.env, args, steps: [['Secret for api:', key]] });
      expect(screen).toContain('CLI_CANCELLED');
      expect(code).toBe(4);
      expect(await keyward.json(['item', 'list'])).toEqual([]);
    });

    it('--reveal shows the value, after the trail says that it is about to', async () => {
      const keyward = await withItem();
      const { code, screen } = await atTerminal({ env: keyward.env, args: ['item', 'get', 'api', '--reveal'] });
      expect({ code, shown: screen.includes(SECRET) }).toEqual({ code: 0, shown: true });
      expect((await eventTypes(keyward)).slice(0, 2)).toEqual(['item.revealed', 'change.intent']);
    });

    it('--reveal is refused when stdout is a file, and nothing is decrypted', async () => {
      const keyward = await withItem();
      const file = join(await makeFolder(), 'out');
      const { code } = await atTerminal({
        env: keyward.env,
        args: ['item', 'get', 'api', '--reveal'],
        redirect: `> '${file}'`,
      });
      expect(code).toBe(4);
      expect(await readFile(file, 'utf8')).toBe('');
      expect(await eventTypes(keyward)).not.toContain('item.revealed');
    });

    it('an edit is shown as a diff and made only after a yes', async () => {
      const keyward = await withItem();
      const args = ['item', 'edit', 'api', '--allow', 'read-write /v1/**'];
      const refused = await atTerminal({ env: keyward.env, args, steps: [['[y/N]', 'n\r']] });
      expect(refused.screen).toContain('+ rule: read-write /v1/**');
      expect(refused.code).toBe(4);
      expect(await keyward.json(['item', 'get', 'api'])).toMatchObject({ version: 1 });

      const agreed = await atTerminal({ env: keyward.env, args, steps: [['[y/N]', 'y\r']] });
      expect(agreed.code).toBe(0);
      expect(await keyward.json(['item', 'get', 'api'])).toMatchObject({ version: 2 });
    });

    it('deleting asks first, and --yes answers', async () => {
      const keyward = await withItem();
      const refused = await atTerminal({ env: keyward.env, args: ['item', 'delete', 'api'], steps: [['[y/N]', '\r']] });
      expect(refused.code).toBe(4);
      const agreed = await atTerminal({ env: keyward.env, args: ['item', 'delete', 'api', '--yes'] });
      expect(agreed.code).toBe(0);
      expect(await keyward.json(['item', 'list'])).toEqual([]);
    });

    it('a passphrase is set by typing it twice, and then asked for', async () => {
      const keyward = await startKeyward();
      const typo = await atTerminal({
        env: keyward.env,
        args: ['init', '--passphrase'],
        steps: [
          ['New passphrase:', 'correct horse battery\r'],
          ['New passphrase again:', 'correct horse batterie\r'],
        ],
      });
      expect(typo.code).toBe(2);
      const made = await atTerminal({
        env: keyward.env,
        args: ['init', '--passphrase'],
        steps: [
          ['New passphrase:', 'correct horse battery\r'],
          ['New passphrase again:', 'correct horse battery\r'],
        ],
      });
      expect(made.code).toBe(0);

      const create = ['vault', 'create', 'ai-agents'];
      const wrong = await atTerminal({
        env: keyward.env,
        args: create,
        steps: [['Passphrase:', 'wrong horse battery\r']],
      });
      expect(wrong.code).toBe(5);
      const right = await atTerminal({
        env: keyward.env,
        args: create,
        steps: [['Passphrase:', 'correct horse battery\r']],
      });
      expect(right.code).toBe(0);
    });
  },
);
