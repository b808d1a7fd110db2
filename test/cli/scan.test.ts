import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { credentialFiles, folderWith, mcpFiles, sourceFiles } from '../discover/corpus.ts';
import { githubToken, password } from '../discover/fakes.ts';
import { commandLineAt, openCommandLine } from '../support/command-line.ts';

describe('`keyward scan`', () => {
  it('exits 9 when an alert stands, 0 when none does, 7 when nothing could be read', async () => {
    const { cli } = await openCommandLine();
    const folder = await folderWith([
      { path: 'bad.txt', text: githubToken() },
      { path: 'good.txt', text: 'nothing here\n' },
    ]);
    expect((await cli(['scan', folder])).code).toBe(9);
    expect((await cli(['scan', join(folder, 'good.txt')])).code).toBe(0);
    expect((await cli(['scan', join(folder, 'gone')])).code).toBe(7);
  });

  it('prints as JSON exactly what is promised, with a masked value', async () => {
    const { cli } = await openCommandLine();
    const token = githubToken();
    const [found] = JSON.parse((await cli(['scan', '-', '--json'], `key ${token}\n`)).stdout);
    expect(Object.keys(found)).toEqual(['file', 'line', 'rule', 'severity', 'masked', 'fingerprint']);
    expect(found).toMatchObject({
      file: '-',
      line: 1,
      rule: 'github-token',
      severity: 'alert',
      masked: `${token.slice(0, 8)}…`,
    });
  });

  it('shows no value of a planted corpus, in text, JSON, SARIF or a baseline', async () => {
    const { cli } = await openCommandLine();
    const files = [...mcpFiles(), ...credentialFiles(), ...sourceFiles()];
    const folder = await folderWith(files);
    const baseline = join(folder, '..', `${folder.split('/').at(-1)}.baseline`);
    const outputs = [
      await cli(['scan', folder, '--write-baseline', baseline]),
      await cli(['scan', folder, '--json']),
      await cli(['scan', folder, '--sarif']),
    ];
    const shown = [...outputs.flatMap(({ stdout, stderr }) => [stdout, stderr]), await readFile(baseline, 'utf8')].join(
      '\n',
    );
    // Long random runs of the marked lines; names of settings and files are shown, values are not.
    const values = files.flatMap(({ text, secrets }) =>
      secrets.flatMap((line) => text.split('\n')[line - 1]?.match(/(?<![\w])(?=\w*\d)[A-Za-z0-9_-]{16,}/g) ?? []),
    );
    expect(values.length).toBeGreaterThan(40);
    for (const value of values) expect(shown.includes(value.slice(-10))).toBe(false);
  });

  it('leaves out what a baseline names and what a comment allows', async () => {
    const { cli } = await openCommandLine();
    const folder = await folderWith([{ path: '.env', text: `DB_PASSWORD=${password()}\n` }]);
    const baseline = join(await folderWith([]), 'baseline');
    expect((await cli(['scan', folder, '--write-baseline', baseline])).code).toBe(9);
    expect((await cli(['scan', folder, '--baseline', baseline])).code).toBe(0);
    expect((await cli(['scan', '-'], `k = "${githubToken()}" # keyward:allow\n`)).code).toBe(0);
  });

  it('makes no data folder, and says that nothing was recorded', async () => {
    const home = join(await folderWith([]), 'none');
    const { stderr, code } = await commandLineAt(home).cli(['scan', '-'], 'nothing\n');
    expect({ code, made: existsSync(home) }).toEqual({ code: 0, made: false });
    expect(stderr).toContain('nothing was recorded');
  });

  it('gives one value the same fingerprint every time on one installation', async () => {
    const { cli } = await openCommandLine();
    const run = async (text: string): Promise<string> =>
      JSON.parse((await cli(['scan', '-', '--json'], text)).stdout)[0].fingerprint;
    const token = githubToken();
    expect(await run(token)).toBe(await run(`x\n${token}\n`));
  });
});
