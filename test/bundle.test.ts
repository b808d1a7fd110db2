import { spawnSync } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { getMcpConfigForManifest, MANIFEST_SCHEMAS, unpackExtension } from '@anthropic-ai/mcpb';
import { Client } from '@modelcontextprotocol/client';
import { StdioClientTransport } from '@modelcontextprotocol/client/stdio';
import { Ajv } from 'ajv';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { z } from 'zod';
import { desktopManifest } from '../scripts/desktop-manifest.mjs';
import { makeDesktopBundle } from '../scripts/desktop-bundle.mjs';
import { VERSION } from '../src/cli/version.ts';
import { CANARY } from './support/agent-kit.ts';
import { builtProgram } from './support/built-program.ts';
import { startKeyward } from './support/keyward.ts';

const readJson = async (path: string): Promise<unknown> => JSON.parse(await readFile(path, 'utf8'));
const project = z
  .looseObject({ name: z.string(), version: z.string(), mcpName: z.string() })
  .parse(await readJson('package.json'));

describe('server.json, for the MCP registry', () => {
  const server = z.looseObject({
    name: z.string(),
    version: z.string(),
    packages: z.array(z.looseObject({ identifier: z.string(), version: z.string() })),
  });

  it('is what the registry wants', async () => {
    const validate = new Ajv({ strict: true }).compile(
      z.record(z.string(), z.unknown()).parse(await readJson('test/fixtures/server-json.schema.json')),
    );
    validate(await readJson('server.json'));
    expect(validate.errors).toBeNull();
  });

  it('names the package that names it, which is how the registry knows whose it is', async () => {
    const { name, packages } = server.parse(await readJson('server.json'));
    expect(name).toBe(project.mcpName);
    expect(packages.map(({ identifier }) => identifier)).toEqual([project.name]);
  });

  it('has the version of the package, of the program and of the bundle', async () => {
    const { version, packages } = server.parse(await readJson('server.json'));
    const printed = spawnSync(process.execPath, [builtProgram(), '--version'], { encoding: 'utf8' }).stdout.trim();
    const all = [version, ...packages.map((one) => one.version), VERSION, printed, desktopManifest(project).version];
    expect(new Set(all)).toEqual(new Set([project.version]));
  });
});

describe('the bundle for Claude Desktop', () => {
  let folder: string;
  let unpacked: string;
  let made: Awaited<ReturnType<typeof makeDesktopBundle>>;

  beforeAll(async () => {
    builtProgram();
    folder = await mkdtemp(join(tmpdir(), 'keyward-mcpb-'));
    made = await makeDesktopBundle(folder);
    unpacked = join(folder, 'unpacked');
    await unpackExtension({ mcpbPath: made.path, outputDir: unpacked, silent: true });
  });

  afterAll(() => rm(folder, { recursive: true, force: true }));

  it('is named after its version, and its manifest is valid by its own schema', async () => {
    expect(basename(made.path)).toBe(`keyward-${project.version}.mcpb`);
    const manifest = MANIFEST_SCHEMAS['0.3'].parse(await readJson(join(unpacked, 'manifest.json')));
    expect(manifest).toEqual(desktopManifest(project));
    expect(manifest.user_config?.['token']).toMatchObject({ sensitive: true, required: true });
  });

  it('has an icon, the licences, and the tools it names', async () => {
    const icon = await readFile(join(unpacked, 'icon.png'));
    expect([...icon.subarray(0, 8)]).toEqual([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
    expect(icon.readUInt32BE(16)).toBe(512);
    expect(await readFile(join(unpacked, 'LICENSE'), 'utf8')).toContain('Apache License');
    expect(await readFile(join(unpacked, 'server/THIRD-PARTY-LICENSES.txt'), 'utf8')).toContain('zod');
  });

  it('starts as Claude Desktop starts it, and serves the agent of the token', async () => {
    const keyward = await startKeyward();
    const token = await keyward.prepare({
      title: 'api',
      secret: CANARY,
      flags: ['--url', 'https://api.example.com', '--auth', 'bearer'],
    });
    const manifest = MANIFEST_SCHEMAS['0.3'].parse(await readJson(join(unpacked, 'manifest.json')));
    const start = await getMcpConfigForManifest({
      manifest,
      extensionPath: unpacked,
      systemDirs: {},
      userConfig: { token },
      pathSeparator: '/',
    });
    if (start === undefined) throw new Error('the bundle cannot be started');
    expect(start.command).toBe('node');

    const client = new Client({ name: 'claude-ai', version: '0.1.0' });
    const env = { KEYWARD_HOME: keyward.home, KEYWARD_KEYCHAIN: 'off', ...start.env };
    await client.connect(
      new StdioClientTransport({ command: process.execPath, args: start.args ?? [], env, cwd: tmpdir() }),
    );
    onTestFinished(() => client.close());
    expect(client.getServerVersion()).toMatchObject({ name: 'keyward', version: project.version });
    const { tools } = await client.listTools();
    expect(manifest.tools?.map(({ name }) => name).sort()).toEqual(tools.map(({ name }) => name).sort());
    const listed = await client.callTool({ name: 'list_items', arguments: {} });
    expect(listed).toMatchObject({ structuredContent: { items: [{ title: 'api' }] } });
  });
});
