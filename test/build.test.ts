import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, readFile, rm, stat, symlink } from 'node:fs/promises';
import { builtinModules } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { text } from 'node:stream/consumers';
import { pathToFileURL } from 'node:url';
import { describe, expect, it, onTestFinished } from 'vitest';
import { builtProgram } from './support/built-program.ts';

const STAYS_OUTSIDE = [
  'libsql',
  '@napi-rs/keyring',
  'node:sqlite',
  ...builtinModules.flatMap((name) => [name, `node:${name}`]),
];

interface Manifest {
  readonly name: string;
  readonly version: string;
  readonly bin: Readonly<Record<string, string>>;
  readonly exports: { readonly '.': { readonly default: string } };
}

describe('the build', () => {
  it('is where package.json says it is', async () => {
    const manifest = JSON.parse(await readFile('package.json', 'utf8')) as Manifest;
    expect(join(process.cwd(), manifest.bin['keyward'] ?? '')).toBe(builtProgram());
    const library = await import(pathToFileURL(join(process.cwd(), manifest.exports['.'].default)).href);
    expect(Object.keys(library)).toContain('KeywardError');
  });

  it('can be started as a command', async () => {
    const program = builtProgram();
    expect((await stat(program)).mode & 0o111).toBe(0o111);
    expect(await readFile(program, 'utf8')).toMatch(/^#!\/usr\/bin\/env node\n/);
  });

  it('holds all it needs but the native packages', async () => {
    const files = await loadedFiles(builtProgram());
    expect(files.length).toBeGreaterThan(10);
    const foreign = files.flatMap(({ imports }) => imports).filter((name) => !name.startsWith('.'));
    expect([...new Set(foreign)].filter((name) => !STAYS_OUTSIDE.includes(name))).toEqual([]);
  });

  it('carries the licence of every package in it', async () => {
    const licences = await readFile(join(dirname(builtProgram()), 'THIRD-PARTY-LICENSES.txt'), 'utf8');
    for (const name of ['zod', 'undici', 'libsodium', 'kysely', '@modelcontextprotocol/server']) {
      expect(licences).toMatch(new RegExp(`^${name} \\d+[.]\\d+[.]\\d+ \\(`, 'm'));
    }
  });

  it('loads each command only when it is called', async () => {
    const entry = builtProgram();
    const [program] = await loadedFiles(entry);
    expect(program?.imports.filter((name) => name.startsWith('.'))).toHaveLength(1);
    const chunks = await readdir(join(dirname(entry), 'chunks'));
    expect(chunks.some((name) => name.startsWith('vault-create-'))).toBe(true);
  });

  it('runs from another folder, through a link as npm makes it', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'keyward-build-'));
    onTestFinished(() => rm(folder, { recursive: true, force: true }));
    const link = join(folder, 'keyward');
    await symlink(builtProgram(), link);
    const child = spawn(process.execPath, [link, '--version'], {
      cwd: folder,
      env: { KEYWARD_HOME: folder },
    });
    const [output, [code]] = await Promise.all([text(child.stdout), once(child, 'close')]);
    const { version } = JSON.parse(await readFile('package.json', 'utf8')) as Manifest;
    expect({ code, output }).toEqual({ code: 0, output: `${version}\n` });
  });
});

interface BuiltFile {
  readonly path: string;
  readonly imports: readonly string[];
}

/** The file and all it may ever load, in the order of their first mention. */
async function loadedFiles(entry: string): Promise<readonly BuiltFile[]> {
  const files = new Map<string, BuiltFile>();
  const queue = [entry];
  for (let path = queue.shift(); path !== undefined; path = queue.shift()) {
    if (files.has(path)) continue;
    const code = await readFile(path, 'utf8');
    const found = [...code.matchAll(/^(?:import|export)\b[^"'`;]*"([^"\n]+)";$|\bimport\("([^"\n]+)"\)/gm)];
    const imports = found.map(([, fixed, later]) => fixed ?? later ?? '');
    files.set(path, { path, imports });
    for (const name of imports) if (name.startsWith('.')) queue.push(join(dirname(path), name));
  }
  return [...files.values()];
}
