import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { mkdtemp, readFile, rm, stat, symlink } from 'node:fs/promises';
import { builtinModules } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { text } from 'node:stream/consumers';
import { pathToFileURL } from 'node:url';
import { Ajv, type ValidateFunction } from 'ajv';
import formats from 'ajv-formats';
import { describe, expect, it, onTestFinished } from 'vitest';
import { z } from 'zod';
import { toolPath } from '../scripts/project.mjs';
import { builtProgram } from './support/built-program.ts';

const BUILT_IN = new Set(['node:sqlite', ...builtinModules.flatMap((name) => [name, `node:${name}`])]);

interface Manifest {
  readonly name: string;
  readonly version: string;
  readonly bin: Readonly<Record<string, string>>;
  readonly exports: { readonly '.': { readonly default: string } };
  readonly dependencies: Readonly<Record<string, string>>;
  readonly optionalDependencies: Readonly<Record<string, string>>;
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

  it('loads exactly the packages that package.json names, and holds all others', async () => {
    const files = [...(await loadedFiles(builtProgram())), ...(await loadedFiles(library()))];
    expect(files.length).toBeGreaterThan(10);
    const foreign = files.flatMap(({ imports }) => imports).filter((name) => !name.startsWith('.'));
    const packages = foreign.filter((name) => !BUILT_IN.has(name)).map((name) => PACKAGE_NAME.exec(name)?.[0] ?? '');
    const { dependencies, optionalDependencies } = JSON.parse(await readFile('package.json', 'utf8')) as Manifest;
    expect([...new Set(packages)].sort()).toEqual(Object.keys({ ...dependencies, ...optionalDependencies }).sort());
  });

  it('carries the licence of every package in it', async () => {
    const licences = await readFile(join(dirname(builtProgram()), 'THIRD-PARTY-LICENSES.txt'), 'utf8');
    for (const name of ['zod', 'undici', 'kysely', '@modelcontextprotocol/server']) {
      expect(licences).toMatch(new RegExp(`^${name} \\d+[.]\\d+[.]\\d+ \\(`, 'm'));
    }
  });

  it('names what it is made of in a valid CycloneDX 1.6 document, with what is installed beside it', async () => {
    const document = billOfMaterials.parse(JSON.parse(await readFile(fileOfBuild('sbom.cdx.json'), 'utf8')));
    const validate = cycloneDxValidator();
    validate(document);
    expect(validate.errors).toBeNull();
    const of = (delivery: string): readonly string[] =>
      document.components
        .filter(({ properties }) => properties.some(({ value }) => value === delivery))
        .map(({ purl }) => purl);
    const licences = await readFile(fileOfBuild('THIRD-PARTY-LICENSES.txt'), 'utf8');
    const titles = [...licences.matchAll(/^(@?[a-z\d./-]+) (\d+[.]\d+[.]\d+) \(.*\)$/gm)];
    expect(of('bundled').toSorted()).toEqual(
      titles.map(([, name = '', version = '']) => `pkg:npm/${name.replace('@', '%40')}@${version}`).sort(),
    );
    expect(of('installed').join(' ')).toMatch(/libsodium@.* pkg:npm\/libsql@.* pkg:npm\/pino@/);
  });

  it('loads a command only when it is called', async () => {
    const [program, commandLine] = await loadedFiles(builtProgram());
    expect(program?.imports.filter((name) => name.startsWith('.'))).toHaveLength(1);
    const atOnce = await loadedFiles(commandLine?.path ?? '', 'at once');
    expect(atOnce.length).toBeGreaterThan(1);
    expect(atOnce.filter(({ path }) => /-commands-|\/(serve|mcp|outbound|connect)-/.test(path))).toEqual([]);
  });

  it('has no two files that load each other: their modules could run in the wrong order', async () => {
    for (const { path } of [...(await loadedFiles(builtProgram())), ...(await loadedFiles(library()))]) {
      const [first, ...others] = await loadedFiles(path, 'at once');
      const users = others.filter((file) => file.static.some((name) => join(dirname(file.path), name) === first?.path));
      expect(users.map((user) => user.path)).toEqual([]);
    }
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

const PACKAGE_NAME = /^(@[^/]+\/)?[^/]+/;

const billOfMaterials = z.looseObject({
  components: z.array(z.looseObject({ purl: z.string(), properties: z.array(z.looseObject({ value: z.string() })) })),
});

/** By the schema as CycloneDX publishes it, which asks for two others by these names. */
function cycloneDxValidator(): ValidateFunction {
  const ajv = new Ajv({ strict: false, formats: { 'iri-reference': true, 'idn-email': true } });
  formats.default(ajv);
  for (const name of ['spdx.SNAPSHOT.schema.json', 'jsf-0.82.SNAPSHOT.schema.json'])
    ajv.addSchema({ ...schemaNamed(name), $id: `http://cyclonedx.org/schema/${name}` });
  return ajv.compile(schemaNamed('bom-1.6.SNAPSHOT.schema.json'));
}

function schemaNamed(name: string): Record<string, unknown> {
  const path = toolPath('@cyclonedx/cyclonedx-library', `res/schema/${name}`);
  return z.record(z.string(), z.unknown()).parse(JSON.parse(readFileSync(path, 'utf8')));
}

function fileOfBuild(name: string): string {
  return join(dirname(builtProgram()), name);
}

function library(): string {
  return fileOfBuild('index.js');
}

interface BuiltFile {
  readonly path: string;
  readonly imports: readonly string[];
  /** Those of `imports` without which it does not begin. */
  readonly static: readonly string[];
}

/** The file and all it may ever load, or loads at once, in the order of their first mention. */
async function loadedFiles(entry: string, when: 'ever' | 'at once' = 'ever'): Promise<readonly BuiltFile[]> {
  const files = new Map<string, BuiltFile>();
  const queue = [entry];
  for (let path = queue.shift(); path !== undefined; path = queue.shift()) {
    if (files.has(path)) continue;
    const code = await readFile(path, 'utf8');
    const found = [...code.matchAll(/^(?:import|export)\b[^"'`;]*"([^"\n]+)";$|\bimport\("([^"\n]+)"\)/gm)];
    const imports = found.map(([, fixed, later]) => fixed ?? later ?? '');
    const atOnce = found.flatMap(([, fixed]) => fixed ?? []);
    files.set(path, { path, imports, static: atOnce });
    for (const name of when === 'ever' ? imports : atOnce)
      if (name.startsWith('.')) queue.push(join(dirname(path), name));
  }
  return [...files.values()];
}
