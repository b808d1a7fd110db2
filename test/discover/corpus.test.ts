import { describe, expect, it } from 'vitest';
import { credentialFiles, mcpFiles, scoreOf, sourceFiles } from './corpus.ts';

describe('a corpus of files whose credentials are known', () => {
  it('MCP configurations: 95 % found and no false alert', async () => {
    const { recall, surplus, missed } = await scoreOf(mcpFiles());
    expect(surplus).toEqual([]);
    if (recall < 1) console.log(`missed: ${missed.join(' ')}`);
    expect(recall).toBeGreaterThanOrEqual(0.95);
  });

  it('credential files and dotenv: 95 % found, 90 % of the alerts right', async () => {
    const { recall, precision, missed, surplus } = await scoreOf(credentialFiles());
    if (recall < 1) console.log(`missed: ${missed.join(' ')}`);
    expect(recall).toBeGreaterThanOrEqual(0.95);
    if (precision < 1) console.log(`surplus: ${surplus.join(' ')}`);
    expect(precision).toBeGreaterThanOrEqual(0.9);
  });

  it('source code: 80 % found, 87 % of the alerts right', async () => {
    const { recall, precision, missed, surplus } = await scoreOf(sourceFiles());
    if (recall < 1) console.log(`missed: ${missed.join(' ')}`);
    expect(recall).toBeGreaterThanOrEqual(0.8);
    if (precision < 1) console.log(`surplus: ${surplus.join(' ')}`);
    expect(precision).toBeGreaterThanOrEqual(0.87);
  });
});
