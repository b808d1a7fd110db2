import { readdirSync, readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { COMMANDS } from '../../src/cli/commands/index.ts';
import { EXIT_CODE_MEANINGS } from '../../src/cli/exit-codes.ts';
import { VERSION } from '../../src/cli/version.ts';
import { ERROR_CODES, EXIT_CODES } from '../../src/core/index.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const cliPage = readFileSync(`${root}docs/CLI.md`, 'utf8');

const commands = COMMANDS.map(({ words, load }) => [words, load] as const);

describe('the list of commands', () => {
  it('has every command there is, each in a file named after it', () => {
    const paths = readdirSync(`${root}src/cli`, { recursive: true, encoding: 'utf8' }).filter((path) =>
      path.endsWith('.ts'),
    );
    const files = paths.filter((path) => readFileSync(`${root}src/cli/${path}`, 'utf8').includes('= defineCommand({'));
    const names = files.map((path) => basename(path, '.ts').replace(/-command$/, ''));
    expect(names.toSorted()).toEqual(COMMANDS.map(({ words }) => words.replace(' ', '-')).toSorted());
  });

  it.each(commands)('`keyward %s` has an example that begins with it or pipes into it', async (words, load) => {
    const { examples } = await load();
    expect(examples.some((example) => example.includes(`keyward ${words}`))).toBe(true);
  });

  it.each(commands)('`keyward %s` and each of its options is in docs/CLI.md', async (words, load) => {
    const section = cliPage.split(/^### /m).find((part) => part.startsWith(`\`keyward ${words}`));
    expect(section).toBeDefined();
    const { options = [] } = await load();
    for (const { flags } of options) expect(section).toContain(flags.split(' ')[0]);
  });
});

describe('exit codes', () => {
  it('are each explained once, in --help and in docs/CLI.md', () => {
    expect(EXIT_CODE_MEANINGS.map(([code]) => code)).toEqual(Object.values(EXIT_CODES).toSorted((a, b) => a - b));
    for (const [code, meaning] of EXIT_CODE_MEANINGS) expect(cliPage).toContain(`| ${code} | ${meaning} |`);
  });

  it('are the only ones an error may have', () => {
    const known: readonly number[] = Object.values(EXIT_CODES);
    for (const { exitCode } of Object.values(ERROR_CODES)) expect(known).toContain(exitCode);
  });
});

it('the version is that of the package', () => {
  const manifest = z.object({ version: z.string() }).parse(JSON.parse(readFileSync(`${root}package.json`, 'utf8')));
  expect(VERSION).toBe(manifest.version);
});
