import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { CLIENTS_FOLDER, whyNotInstalled } from './installed.ts';
import { CLIENTS, type InteropClient, type Transport } from './matrix.ts';

const skipped = whyNotInstalled();

it('the README says what is run: every client with its version, transports and protocol versions, and no other', async () => {
  const { devDependencies } = await manifestOf('package.json');
  const rows = CLIENTS.map((client) => rowOf(client, devDependencies?.[client.package] ?? 'unknown'));
  const readme = await readFile('README.md', 'utf8');
  const shown = readme.split('\n').filter((line) => /^\| .* `@[\w-]+[/][\w-]+` \d/.test(line));

  expect(shown).toEqual(rows);
});

describe.skipIf(skipped !== undefined)(
  `what is installed${skipped === undefined ? '' : ` (skipped: ${skipped})`}`,
  () => {
    it.each(CLIENTS)('of $package is the version that is named', async ({ package: name }) => {
      const { devDependencies } = await manifestOf('package.json');
      expect((await manifestOf(`node_modules/${name}/package.json`)).version).toBe(devDependencies?.[name]);
    });
  },
);

interface Manifest {
  readonly version?: string;
  readonly devDependencies?: Readonly<Record<string, string>>;
}

async function manifestOf(file: string): Promise<Manifest> {
  return JSON.parse(await readFile(join(CLIENTS_FOLDER, file), 'utf8')) as Manifest;
}

function rowOf({ label, package: name, runs }: InteropClient, version: string): string {
  const spoken = (transport: Transport): string => {
    const versions = runs.filter((run) => run.transport === transport).map(({ speaks }) => speaks);
    return [...new Set(versions)].toSorted().join(', ') || 'has none';
  };
  return `| ${[label, `\`${name}\` ${version}`, spoken('stdio'), spoken('http'), spoken('sse')].join(' | ')} |`;
}
