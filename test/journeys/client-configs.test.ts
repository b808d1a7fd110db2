import { mkdtemp, readFile, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { Client } from '@modelcontextprotocol/client';
import { StdioClientTransport } from '@modelcontextprotocol/client/stdio';
import { expect, it, onTestFinished } from 'vitest';
import { z } from 'zod';
import { CANARY } from '../support/agent-kit.ts';
import { builtProgram } from '../support/built-program.ts';
import { startKeyward } from '../support/keyward.ts';

const server = z.strictObject({
  command: z.string(),
  args: z.array(z.string()),
  env: z.record(z.string(), z.string()).optional(),
});
const readme = await readFile(new URL('../../README.md', import.meta.url), 'utf8');
const answer = z.object({ items: z.array(z.object({ title: z.string() })) });
const config = z.strictObject({ mcpServers: z.strictObject({ keyward: server }) });

it('claude_desktop_config.example.json works as it is, once `keyward` is on the path', async () => {
  const text = await readFile(new URL('../../claude_desktop_config.example.json', import.meta.url), 'utf8');
  expect(await titlesBy(text, [])).toEqual(['api']);
});

it('the entry for Cursor in the README works as it is, after the command it names', async () => {
  const [, text = ''] = /```json\n(.*?)```/s.exec(readme) ?? [];
  const [, command = ''] = /`keyward (agent create cursor [^`]+)`/.exec(readme) ?? [];
  expect(await titlesBy(text, command.split(' '))).toEqual(['api']);
});

async function titlesBy(text: string, command: readonly string[]): Promise<readonly string[]> {
  const { keyward: entry } = config.parse(JSON.parse(text)).mcpServers;
  const keyward = await startKeyward();
  await keyward.prepare({
    title: 'api',
    secret: CANARY,
    flags: ['--url', 'https://api.example.com', '--auth', 'bearer'],
  });
  if (command.length > 0) await keyward.here.json(command);
  const bin = await mkdtemp(join(tmpdir(), 'keyward-bin-'));
  onTestFinished(() => rm(bin, { recursive: true }));
  await symlink(builtProgram(), join(bin, 'keyward'));

  const client = new Client({ name: 'claude-ai', version: '0.1.0' });
  const path = [bin, dirname(process.execPath), keyward.env['PATH']].join(delimiter);
  await client.connect(new StdioClientTransport({ ...entry, env: { ...keyward.env, ...entry.env, PATH: path } }));
  onTestFinished(() => client.close());

  const result = await client.callTool({ name: 'list_items', arguments: {} });
  return answer.parse(result.structuredContent).items.map(({ title }) => title);
}
