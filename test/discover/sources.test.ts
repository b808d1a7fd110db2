import { execFileSync } from 'node:child_process';
import { symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import {
  historySource,
  machineSource,
  pathSource,
  scan,
  stagedSource,
  stdinSource,
  type Finding,
  type ScanItem,
  type ScanSource,
} from '../../src/discover/index.ts';
import { folderWith } from './corpus.ts';
import { githubToken } from './fakes.ts';

const KEY = new Uint8Array(32);
const itemsOf = async (source: ScanSource): Promise<readonly ScanItem[]> => (await scan({ source, key: KEY })).items;
const findingsOf = async (source: ScanSource): Promise<readonly Finding[]> =>
  (await itemsOf(source)).filter((item): item is Finding => 'rule' in item);

const env = { PATH: process.env['PATH'] };
const IDENTITY = ['-c', 'user.name=Ada', '-c', 'user.email=ada@corp.dev', '-c', 'init.defaultBranch=main'];
const git = (folder: string, ...args: readonly string[]): string =>
  execFileSync('git', [...IDENTITY, ...args], { cwd: folder, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });

describe('a folder', () => {
  it('names what is not read, and why, and follows no link out of it', async () => {
    const outside = await folderWith([{ path: 'far.env', text: `T=${githubToken()}\n` }]);
    const folder = await folderWith([{ path: 'a.bin', text: Buffer.from([1, 0, 2]) }]);
    symlinkSync(outside, join(folder, 'out'));
    symlinkSync('.', join(folder, 'loop'));
    symlinkSync('gone', join(folder, 'dead'));
    const named = (await itemsOf(pathSource(folder))).map((item) => ({
      ...item,
      file: item.file.slice(folder.length + 1),
    }));
    expect(named).toEqual([
      { file: 'a.bin', skipped: 'binary' },
      { file: 'dead', skipped: 'a link that leads nowhere' },
      { file: 'loop', skipped: 'a link in a circle' },
      { file: 'out', skipped: 'a link out of the scanned folder' },
    ]);
  });

  it('reads UTF-16, and counts two credentials on a line as two', async () => {
    const text = `\ufeffA=${githubToken()} B=${githubToken()}\n`;
    const folder = await folderWith([{ path: 'history.txt', text: Buffer.from(text, 'utf16le') }]);
    expect((await findingsOf(pathSource(folder))).map(({ line }) => line)).toEqual([1, 1]);
  });

  it('that cannot be read at all is no clean one', async () => {
    const folder = await folderWith([]);
    expect((await scan({ source: pathSource(join(folder, 'gone')), key: KEY })).readNothing).toBe(true);
    expect((await scan({ source: pathSource(folder), key: KEY })).readNothing).toBe(true);
  });

  it('of another key has other fingerprints for the same value', async () => {
    const folder = await folderWith([{ path: 'a', text: `${githubToken()}\n` }]);
    const other = await scan({ source: pathSource(folder), key: new Uint8Array(32).fill(1) });
    const [mine] = await findingsOf(pathSource(folder));
    expect(other.items).not.toContainEqual(expect.objectContaining({ fingerprint: mine?.fingerprint }));
  });
});

it('standard input longer than a part has each credential once, on its line', async () => {
  const filler = `${'x'.repeat(1_023)}\n`.repeat(16 * 1024 - 32);
  const stream = Readable.from([Buffer.from(filler), Buffer.from(`t ${githubToken()}\n${filler}u ${githubToken()}\n`)]);
  const lines = (await findingsOf(stdinSource(stream))).map(({ line }) => line);
  expect(lines).toEqual([16 * 1024 - 31, 2 * (16 * 1024 - 32) + 2]);
});

it('known locations of a machine are read below its home folder', async () => {
  const homedir = await folderWith([
    { path: '.cursor/mcp.json', text: `{"mcpServers":{"a":{"env":{"T":"${githubToken()}"}}}}` },
    { path: '.claude/projects/p/s.jsonl', text: `{"text":"use ${githubToken()}"}\n` },
    { path: '.bash_history', text: `export T=${githubToken()}\n` },
    { path: 'Documents/notes.txt', text: githubToken() },
  ]);
  const files = (await findingsOf(machineSource({ homedir, platform: 'darwin', env: {} }))).map(({ file }) => file);
  expect(
    files
      .filter((file) => file.startsWith(homedir))
      .map((file) => file.slice(homedir.length + 1))
      .sort(),
  ).toEqual(['.bash_history', '.claude/projects/p/s.jsonl', '.cursor/mcp.json']);
});

describe('a git repository', () => {
  it('has what is staged scanned, and not what the file is now', async () => {
    const folder = await folderWith([{ path: 'a.txt', text: `${githubToken()}\n` }]);
    git(folder, 'init');
    git(folder, 'add', 'a.txt');
    writeFileSync(join(folder, 'a.txt'), 'clean\n');
    expect((await findingsOf(stagedSource({ folder, env }))).map(({ file }) => file)).toEqual(['a.txt']);
  });

  it('has its whole history scanned: deleted, amended, stashed, with the commit that brought it in', async () => {
    const folder = await folderWith([{ path: '.env', text: `DB_PASSWORD=kd93mfQ!x\n` }]);
    git(folder, 'init');
    git(folder, 'add', '.');
    git(folder, 'commit', '-m', 'one');
    const first = git(folder, 'rev-parse', 'HEAD').trim();
    writeFileSync(join(folder, '.env'), `DB_PASSWORD=kd93mfQ!x\nOTHER=1\n`);
    git(folder, 'commit', '-am', 'same secret in another version');
    git(folder, 'rm', '.env');
    git(folder, 'commit', '-m', 'gone');
    writeFileSync(join(folder, 'b.txt'), `${githubToken()}\n`);
    git(folder, 'add', '.');
    git(folder, 'stash');
    writeFileSync(join(folder, 'c.txt'), `${githubToken()}\n`);
    git(folder, 'hash-object', '-w', 'c.txt');
    const found = await findingsOf(historySource({ folder, env }));
    expect(found.map(({ file }) => file.replace(/^blob:.*/, 'blob')).sort()).toEqual(['.env', 'b.txt', 'blob']);
    expect(found.find(({ file }) => file === '.env')?.history).toMatchObject({
      commit: first,
      author: 'Ada <ada@corp.dev>',
    });
  });

  it('that is none is a coded error', async () => {
    const folder = await folderWith([]);
    await expect(
      itemsOf(historySource({ folder, env: { ...env, GIT_DIR: join(folder, 'none') } })),
    ).rejects.toMatchObject({
      code: 'SCAN_GIT_FAILED',
    });
  });
});
