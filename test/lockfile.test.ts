import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';

interface LockedPackage {
  readonly version?: string;
  readonly resolved?: string;
  readonly integrity?: string;
  readonly hasInstallScript?: boolean;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}

interface Lockfile {
  readonly packages: Readonly<Record<string, LockedPackage>>;
}

type Versions = Readonly<Record<string, string>>;

const { packages } = JSON.parse(await readFile('package-lock.json', 'utf8')) as Lockfile;
const locked = Object.entries(packages).filter(([path]) => path !== '');

it('locks packages at all', () => {
  expect(locked.length).toBeGreaterThan(20);
});

it('no dependency runs an install script: what arrives is what was published', () => {
  expect(locked.filter(([, entry]) => entry.hasInstallScript === true).map(([path]) => path)).toEqual([]);
});

it('records no registry host: sharedBroker installs from the registry of his own', () => {
  expect(locked.filter(([, entry]) => entry.resolved !== undefined).map(([path]) => path)).toEqual([]);
});

it('knows every package by its hash', () => {
  expect(locked.filter(([, entry]) => entry.integrity?.startsWith('sha512-') !== true).map(([path]) => path)).toEqual(
    [],
  );
});

it('holds the packages for every system: npm ci refuses a lockfile with a gap', () => {
  const names = new Set(locked.map(([path]) => path.replace(/^.*node_modules[/]/, '')));
  const wanted = locked.flatMap(([, { optionalDependencies = {} }]) => Object.keys(optionalDependencies));
  expect(wanted.filter((name) => !names.has(name))).toEqual([]);
});

it('names its own dependencies by exact version', async () => {
  const manifest = JSON.parse(await readFile('package.json', 'utf8')) as Record<string, Record<string, string>>;
  const fields = ['dependencies', 'optionalDependencies', 'devDependencies'];
  const wanted = fields.flatMap((field) => Object.entries(manifest[field] ?? {}));
  expect(wanted.filter(([, range]) => !/^\d+\.\d+\.\d+$/.test(range))).toEqual([]);
});

describe('the clients that only interop tests run', () => {
  const FOLDER = 'test/interop/clients';

  it('are locked by hash and exact version, without a registry host', async () => {
    const { packages: clients } = JSON.parse(await readFile(`${FOLDER}/package-lock.json`, 'utf8')) as Lockfile;
    const manifest = JSON.parse(await readFile(`${FOLDER}/package.json`, 'utf8')) as Record<string, Versions>;
    const entries = Object.entries(clients).filter(([path]) => path !== '');
    const wanted = Object.entries({ ...manifest['devDependencies'], ...manifest['optionalDependencies'] });

    expect(entries.length).toBeGreaterThan(20);
    expect(entries.filter(([, entry]) => entry.resolved !== undefined).map(([path]) => path)).toEqual([]);
    expect(entries.filter(([, entry]) => entry.integrity?.startsWith('sha512-') !== true)).toEqual([]);
    for (const [name, version] of wanted)
      expect([name, clients[`node_modules/${name}`]?.version]).toEqual([name, version]);
  });

  it('run no install script, though one of them has one: npm is told not to in that folder', async () => {
    expect(await readFile(`${FOLDER}/.npmrc`, 'utf8')).toMatch(/^ignore-scripts=true$/m);
  });
});
