import { readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { Client } from '@modelcontextprotocol/client';
import { StdioClientTransport } from '@modelcontextprotocol/client/stdio';
import { parse as parseJsonc } from 'jsonc-parser';
import { parse as parseToml } from 'smol-toml';
import { expect, it, onTestFinished } from 'vitest';
import { z } from 'zod';
import { CLIENTS } from '../../src/connect/index.ts';
import { CANARY } from '../support/agent-kit.ts';
import { clientHome } from '../support/client-home.ts';

const entrySchema = z.object({
  command: z.string(),
  args: z.array(z.string()),
  env: z.record(z.string(), z.string()).optional(),
});

it.each(['claude-desktop', 'codex', 'zed'])('what `connect %s` writes is all a client needs', async (name) => {
  const { at, keyward } = await clientHome();
  await keyward.json(['vault', 'create', 'ai-agents']);
  await keyward.json(['vault', 'create', 'private']);
  for (const item of ['ai-agents/api', 'private/other']) {
    await keyward.json(['item', 'create', item, '--url', 'https://api.example.com', '--auth', 'bearer'], CANARY);
  }
  const { path } = await at.json(['connect', name, '--vault', 'ai-agents']);

  const client = CLIENTS.find((one) => one.name === name);
  if (client === undefined) throw new Error('no such client');
  const text = await readFile(String(path), 'utf8');
  const config: unknown = client.format === 'toml' ? parseToml(text) : parseJsonc(text);
  const servers = z.record(z.string(), z.object({ keyward: entrySchema })).parse(config);
  const { command, args, env = {} } = entrySchema.parse(servers[client.section]?.keyward);

  // As a desktop program starts it: no search path, no variable of the terminal, a folder of its own choosing.
  const session = new Client({ name, version: '0.1.0' });
  await session.connect(
    new StdioClientTransport({ command, args, cwd: tmpdir(), env: { HOME: at.home, PATH: '', ...env } }),
  );
  onTestFinished(() => session.close());
  const listed = await session.callTool({ name: 'list_items', arguments: {} });
  expect(listed).toMatchObject({ structuredContent: { items: [{ title: 'api', vault: 'ai-agents' }] } });
  expect(JSON.stringify(listed)).not.toContain('other');

  expect(await at.json(['connect', name, '--remove'])).toMatchObject({ revoked: true });
  expect(await session.callTool({ name: 'list_items', arguments: {} })).toMatchObject({ isError: true });
});
