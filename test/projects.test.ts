import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { deepFiles, filesAtBothDepths, processFiles, pureFiles } from '../.config/test-projects.mjs';

/** What a test file must not do that shares its process with others. */
const NOTICED_BY_OTHERS = [
  /process\.env\[[^\]]+\] *=/,
  /delete process\.env/,
  /process\.(?:umask|chdir|exit)\(/,
  /vi\.(?:mock|doMock|spyOn|stub\w+|useFakeTimers)\(/,
  /globalThis\.\w+ *=[^=]/,
  /from 'node:child_process'/,
];

function faultsOf(text: string): readonly string[] {
  return NOTICED_BY_OTHERS.filter((pattern) => pattern.test(text)).map(({ source }) => source);
}

describe('the projects of the tests', () => {
  it('share out every file, each to one of them', () => {
    const all = [...deepFiles, ...pureFiles, ...processFiles];
    expect(new Set(all).size).toBe(all.length);
    for (const files of [deepFiles, pureFiles, processFiles, filesAtBothDepths]) expect(files).not.toEqual([]);
    expect(deepFiles.filter((path) => filesAtBothDepths.includes(path))).toEqual([]);
    expect(filesAtBothDepths).toContain('test/adversary/hostile-model.test.ts');
  });

  it('have nothing in `pure` that the next file in the same process would notice', () => {
    const faults = pureFiles.map((path) => [path, faultsOf(readFileSync(path, 'utf8'))] as const);
    expect(faults.filter(([, found]) => found.length > 0)).toEqual([]);
  });

  it('would find it', () => {
    const seeds = [`process.env['A'] = 'b';`, `process.umask(0);`, `vi.useFakeTimers();`, `vi.mock('./x.ts');`];
    expect(seeds.map((seed) => faultsOf(seed).length)).toEqual([1, 1, 1, 1]);
  });

  it('run every file that asks how deep it goes, itself or by a neighbour, at both depths', () => {
    const asking = [...pureFiles, ...processFiles].filter((path) => {
      const text = readFileSync(path, 'utf8');
      return (
        text.includes('depth.ts') ||
        (dirname(path) === join('test', 'journeys', 'destination') && text.includes('./vectors.ts'))
      );
    });
    expect(asking.filter((path) => path !== 'test/projects.test.ts' && !filesAtBothDepths.includes(path))).toEqual([]);
  });
});
