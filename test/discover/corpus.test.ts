import { describe, expect, it } from 'vitest';
import { credentialFiles, mcpFiles, scoreOf, sourceFiles } from './corpus.ts';

describe('a corpus of files whose credentials are known', () => {
  it('MCP configurations: 95 % found and no false alert', async () => {
    const { recall, surplus, missed } = await scoreOf(mcpFiles());
    expect(surplus).toEqual([]);
    expect(recall, missed.join(' ')).toBeGreaterThanOrEqual(0.95);
  });

  it('credential files and dotenv: 95 % found, 90 % of the alerts right', async () => {
    const { recall, precision, missed, surplus } = await scoreOf(credentialFiles());
    expect(recall, missed.join(' ')).toBeGreaterThanOrEqual(0.95);
    expect(precision, surplus.join(' ')).toBeGreaterThanOrEqual(0.9);
  });

  it('source code: 80 % found, 87 % of the alerts right', async () => {
    const { recall, precision, missed, surplus } = await scoreOf(sourceFiles());
    expect(recall, missed.join(' ')).toBeGreaterThanOrEqual(0.8);
    expect(precision, surplus.join(' ')).toBeGreaterThanOrEqual(0.87);
  });
});
