import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import rooms from '../.config/rooms.cjs';
import { cruiseRooms } from '../scripts/cruise-rooms.mjs';

const ROOMS: Readonly<Record<string, readonly string[]>> = rooms.ROOMS;

/** A small house without a fault: what is allowed, in the forms it is allowed in. */
const SOUND: Readonly<Record<string, string>> = {
  'src/core/index.ts': `export type { Secret } from './secret.ts';\nexport const clock = 1;`,
  'src/core/secret.ts': `export interface Secret { text: string }`,
  'src/core/hazmat.ts': `import type { Secret } from './secret.ts';\nexport const reveal = (secret: Secret) => secret.text;`,
  'src/crypto/index.ts': `import sodium from 'libsodium-wrappers';\nimport { clock } from '../core/index.ts';\nexport const seal = [sodium, clock];`,
  'src/vault/index.ts': `export type { Store } from './store.ts';\nexport { open } from './open.ts';`,
  'src/vault/store.ts': `export interface Store { rows: number }\nexport const EMPTY = 0;`,
  'src/vault/open.ts': `import { reveal } from '../core/hazmat.ts';\nexport const open = reveal;`,
  'src/storage/index.ts': `import { Kysely } from 'kysely';\nimport type { Store } from '../vault/store.ts';\nexport const store: Store = { rows: Kysely };`,
  'src/storage/driver.ts': `export const driver = () => import('node:sqlite');`,
  'src/outbound/index.ts': `import { Agent } from 'undici';\nexport const agent = Agent;`,
  'src/policy/index.ts': `import { z } from 'zod';\nexport const schema = z;`,
  'src/secrets/index.ts': `import { open } from '../vault/index.ts';\nexport const resolve = open;`,
  'src/broker/index.ts': `import { schema } from '../policy/index.ts';\nexport const broker = schema;`,
  'src/mcp/index.ts': `import { Server } from '@modelcontextprotocol/server';\nimport { broker } from '../broker/index.ts';\nexport const mcp = [Server, broker];`,
  'src/cli/index.ts': `import { open } from '../vault/index.ts';\nimport { app } from '../app/index.ts';\nexport const cli = [open, app];`,
  'src/app/index.ts': `export { app } from './agent-app.ts';`,
  'src/app/agent-app.ts': `import { broker } from '../broker/index.ts';\nexport const app = broker;`,
  'src/index.ts': `export { app } from './app/index.ts';`,
  'src/bin.ts': `export const start = () => import('./cli/index.ts');`,
};

const PACKAGES = ['libsodium-wrappers', 'kysely', 'undici', 'zod', '@modelcontextprotocol/server', 'left-pad'];

interface Seed {
  readonly what: string;
  readonly file: string;
  readonly text: string;
  readonly rule: string;
  readonly to: string;
}

/** One violation of every kind, each in a file of its own. */
const SEEDS: readonly Seed[] = [
  {
    what: 'a deep import past a door',
    file: 'src/broker/deep.ts',
    text: `import { judge } from '../policy/judge.ts';\nexport const deep = judge;`,
    rule: 'through-the-door',
    to: 'src/policy/judge.ts',
  },
  {
    what: 'a deep import by a loose file',
    file: 'src/index.ts',
    text: `export { judge } from './policy/judge.ts';`,
    rule: 'through-the-door-loose',
    to: 'src/policy/judge.ts',
  },
  {
    what: 'a room that is not allowed',
    file: 'src/mcp/forbidden.ts',
    text: `import { open } from '../vault/index.ts';\nexport const forbidden = open;`,
    rule: 'room-mcp',
    to: 'src/vault/index.ts',
  },
  {
    what: 'a room that is not allowed, loaded later',
    file: 'src/mcp/lazy.ts',
    text: `export const lazy = () => import('../vault/index.ts');`,
    rule: 'room-mcp',
    to: 'src/vault/index.ts',
  },
  {
    what: 'a type of a room that is not allowed',
    file: 'src/policy/type-only.ts',
    text: `import type { Store } from '../vault/index.ts';\nexport type TypeOnly = Store;`,
    rule: 'room-policy',
    to: 'src/vault/index.ts',
  },
  {
    what: 'the wiring, imported from a room',
    file: 'src/broker/wiring.ts',
    text: `import { app } from '../app/index.ts';\nexport const wiring = app;`,
    rule: 'room-broker',
    to: 'src/app/index.ts',
  },
  {
    what: 'hazmat in a room that may not reveal',
    file: 'src/mcp/reveal.ts',
    text: `import { reveal } from '../core/hazmat.ts';\nexport const shown = reveal;`,
    rule: 'hazmat',
    to: 'src/core/hazmat.ts',
  },
  {
    what: 'hazmat through the ordinary door of core',
    file: 'src/core/index.ts',
    text: `export { reveal } from './hazmat.ts';\nexport const clock = 1;`,
    rule: 'hazmat',
    to: 'src/core/hazmat.ts',
  },
  {
    what: 'hazmat handed on by a room that may use it',
    file: 'src/vault/handed-on.ts',
    text: `export { reveal } from '../core/hazmat.ts';`,
    rule: 'hazmat-passed-on',
    to: 'src/core/hazmat.ts',
  },
  {
    what: 'the code of a port',
    file: 'src/storage/port-code.ts',
    text: `import { EMPTY } from '../vault/store.ts';\nexport const portCode = EMPTY;`,
    rule: 'port-types-storage',
    to: 'src/vault/store.ts',
  },
  {
    what: 'more than the port of a room',
    file: 'src/storage/more.ts',
    text: `import type { open } from '../vault/open.ts';\nexport type More = typeof open;`,
    rule: 'through-the-door-storage',
    to: 'src/vault/open.ts',
  },
  {
    what: 'libsodium outside crypto',
    file: 'src/vault/sodium.ts',
    text: `import sodium from 'libsodium-wrappers';\nexport const leak = sodium;`,
    rule: 'package-libsodium-wrappers',
    to: 'node_modules/libsodium-wrappers/index.js',
  },
  {
    what: 'the MCP SDK outside mcp, types only',
    file: 'src/broker/sdk.ts',
    text: `import type { Server } from '@modelcontextprotocol/server';\nexport type Sdk = Server;`,
    rule: 'package-@modelcontextprotocol/server',
    to: 'node_modules/@modelcontextprotocol/server/index.js',
  },
  {
    what: 'undici outside outbound',
    file: 'src/secrets/client.ts',
    text: `import { Agent } from 'undici';\nexport const client = Agent;`,
    rule: 'package-undici',
    to: 'node_modules/undici/index.js',
  },
  {
    what: "node's database outside storage, loaded later",
    file: 'src/audit/database.ts',
    text: `export const database = () => import('node:sqlite');`,
    rule: 'node-sqlite',
    to: 'node:sqlite',
  },
  {
    what: "node's HTTP client, past the egress guard",
    file: 'src/outbound/direct.ts',
    text: `import { request } from 'node:https';\nexport const direct = request;`,
    rule: 'node-https',
    to: 'https',
  },
  {
    what: 'a package without a row',
    file: 'src/cli/pad.ts',
    text: `import pad from 'left-pad';\nexport const padded = pad;`,
    rule: 'unknown-package',
    to: 'node_modules/left-pad/index.js',
  },
  {
    what: 'a room without a row',
    file: 'src/utils/index.ts',
    text: `import { clock } from '../core/index.ts';\nexport const utils = clock;`,
    rule: 'unknown-room',
    to: 'src/core/index.ts',
  },
  {
    what: 'code outside src/',
    file: 'src/cli/outside.ts',
    text: `import { fake } from '../../test/fake.ts';\nexport const outside = fake;`,
    rule: 'outside',
    to: 'test/fake.ts',
  },
  {
    what: 'an import that leads nowhere',
    file: 'src/cli/nowhere.ts',
    text: `import { gone } from './gone.ts';\nexport const nowhere = gone;`,
    rule: 'unresolvable',
    to: './gone.ts',
  },
  {
    what: 'a cycle',
    file: 'src/policy/judge.ts',
    text: `import { round } from './round.ts';\nexport const judge = () => round;`,
    rule: 'cycle',
    to: 'src/policy/round.ts',
  },
  {
    what: 'a cycle of types',
    file: 'src/policy/shape.ts',
    text: `import type { Size } from './size.ts';\nexport interface Shape { size: Size }`,
    rule: 'cycle',
    to: 'src/policy/size.ts',
  },
];

/** What the seeds lean on; without a fault where it stands alone. */
const BESIDE_SEEDS: Readonly<Record<string, string>> = {
  'src/policy/round.ts': `import { judge } from './judge.ts';\nexport const round = () => judge;`,
  'src/policy/size.ts': `import type { Shape } from './shape.ts';\nexport interface Size { of: Shape }`,
  'test/fake.ts': `export const fake = 1;`,
};

const folders: string[] = [];
afterAll(async () => {
  for (const folder of folders) await rm(folder, { recursive: true, force: true });
});

describe('the import checker', () => {
  it('sees every file of this project, and finds no forbidden import', async () => {
    const { modules, violations } = await cruiseRooms('.');
    const files = (await readdir('src', { recursive: true })).filter((path) => path.endsWith('.ts'));
    expect(modules).toBe(files.length);
    expect(violations).toEqual([]);
  });

  it('finds nothing in a house without a fault', async () => {
    const { modules, violations } = await cruiseRooms(await house(SOUND));
    expect(modules).toBe(Object.keys(SOUND).length);
    expect(violations).toEqual([]);
  });

  it('refuses to answer when there is code it does not see', async () => {
    const folder = await house({ ...SOUND, 'src/core/node_modules/blind.ts': 'export const blind = 1;' });
    await expect(cruiseRooms(folder)).rejects.toThrow('src/core/node_modules/blind.ts');
  });

  it('refuses to answer when there is nothing to check', async () => {
    const folder = await house({ 'src/README.md': 'empty' });
    await expect(cruiseRooms(folder)).rejects.toThrow();
  });
});

it('docs/ARCHITECTURE.md shows the table that is applied', async () => {
  const present = (await readdir('src', { withFileTypes: true }))
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name);
  expect(Object.keys(ROOMS).toSorted()).toEqual(present.toSorted());
  const page = await readFile('docs/ARCHITECTURE.md', 'utf8');
  const [, table = ''] = page.split('\n## Rooms\n');
  const rows = [...(table.split('\n## ')[0] ?? '').matchAll(/^\| `([a-z]+)` \|.*\| ([^|]*) \|$/gm)];
  const shown = rows.map(([, room = '', allowed = '']) => [room, allowedRooms(allowed)]);
  expect(Object.fromEntries(shown)).toEqual(ROOMS);
});

describe('a seeded violation is caught by name', () => {
  let violations: Awaited<ReturnType<typeof cruiseRooms>>['violations'] = [];

  beforeAll(async () => {
    const seeded = Object.fromEntries(SEEDS.map(({ file, text }) => [file, text]));
    ({ violations } = await cruiseRooms(await house({ ...SOUND, ...BESIDE_SEEDS, ...seeded })));
  });

  for (const { what, file, rule, to } of SEEDS) {
    it(`${what}: ${rule}`, () => {
      const found = violations.filter((violation) => violation.from === file && violation.rule === rule);
      expect(found).toMatchObject([{ to, comment: expect.stringMatching(/./) }]);
    });
  }

  it('and nothing is said of the files that do no wrong', () => {
    const innocent = Object.keys(SOUND).filter((file) => !SEEDS.some((seed) => seed.file === file));
    expect(violations.filter(({ from }) => innocent.includes(from))).toEqual([]);
  });
});

/** The last column: `core, crypto`, `core, and port types`, `nothing`, or `every room's door`. */
function allowedRooms(text: string): string[] {
  if (text === "every room's door") return ['*'];
  return text.split(', ').filter((name) => name !== 'nothing' && !name.startsWith('and '));
}

async function house(files: Readonly<Record<string, string>>): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'keyward-rooms-'));
  folders.push(folder);
  const packages = PACKAGES.flatMap((name) => [
    [`node_modules/${name}/package.json`, JSON.stringify({ name, version: '1.0.0', main: 'index.js' })],
    [`node_modules/${name}/index.js`, 'module.exports = {};'],
  ]);
  for (const [path = '', text = ''] of [...Object.entries(files), ...packages]) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), text);
  }
  return folder;
}
