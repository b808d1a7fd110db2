import { describe, expect, it } from 'vitest';
import { startKeyward } from '../support/keyward.ts';

const SECRET = 'canary-on-the-command-line';

describe('a command line that makes no sense', () => {
  it.each([
    [['vaultt']],
    [['vault', 'make', 'x']],
    [['vault', 'create']],
    [['vault', 'create', 'a', 'b']],
    [['item', 'list', '--frob']],
    [['item', 'create', 'no-slash']],
    [['item', 'create', 'v/i', '--auth', 'bearer']],
    [['item', 'create', 'v/i', '--url', 'https://api.example.com']],
    [['item', 'create', 'v/i', '--url', 'https://api.example.com/path', '--auth', 'bearer']],
    [['item', 'create', 'v/i', '--url', 'https://api.example.com', '--auth', 'magic']],
    [['item', 'create', 'v/i', '--url', 'https://api.example.com', '--auth', 'bearer', '--allow', 'FETCH /']],
    [['item', 'create', 'v/i', '--url', 'https://api.example.com', '--auth', 'bearer', '--approval', 'maybe']],
    [['item', 'create', 'v/i', '--url', 'https://api.example.com', '--auth', 'bearer', '--response', 'some']],
    [['item', 'create', 'v/i', '--url', 'https://api.example.com', '--auth', 'bearer', '--redirects', '9']],
    [['item', 'create', 'v/i', '--binding', '/nowhere.json']],
    [['agent', 'create', 'bot', '--expires-in', 'soon']],
    [['agent', 'create', 'bot', '--can', 'write']],
    [['agent', 'create', 'Bad Name']],
    [['audit', 'list', '--limit', 'many']],
    [['audit', 'verify', '--head', 'deadbeef']],
  ])('%j ends with 2, a sentence and nothing on stdout', async (args) => {
    const { cli } = await startKeyward();
    const { code, stdout, stderr } = await cli(args);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toMatch(/^keyward: .* \((CONFIG|ITEM)_INVALID\)$/m);
    expect(stderr).not.toMatch(/^\s+at /m);
  });

  it.each([
    [['item', 'create', 'v/i', `--password=${SECRET}`]],
    [['item', 'create', 'v/i', '--secret', SECRET]],
    [['item', 'create', 'v/i', SECRET]],
    [['item', 'create', 'v/i', '--field', `password=${SECRET}`]],
    [['item', 'create', 'v/i', '--field', SECRET]],
  ])('a secret put into it (%j) is not repeated', async (args) => {
    const { cli } = await startKeyward();
    const { code, stdout, stderr } = await cli(args);
    expect(code).toBe(2);
    expect(`${stdout}${stderr}`).not.toContain(SECRET);
  });

  it('with --json is explained as one JSON object on stderr', async () => {
    const { cli } = await startKeyward();
    const { code, stdout, stderr } = await cli(['vault', 'create', '--json']);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(JSON.parse(stderr)).toEqual({
      error: {
        code: 'CONFIG_INVALID',
        message: "missing required argument 'name'",
        hint: 'see `keyward vault create --help`',
      },
    });
  });
});

describe('help', () => {
  it('names every command group, and the exit codes', async () => {
    const { cli } = await startKeyward();
    const { code, stdout } = await cli(['--help']);
    expect(code).toBe(0);
    for (const word of ['init', 'vault', 'item', 'agent', 'mcp', 'audit', 'doctor', 'Exit codes:'])
      expect(stdout).toContain(word);
  });

  it.each([[['item', 'create', '--help']], [['help', 'item', 'create']]])(
    '%j shows options and examples',
    async (args) => {
      const { cli } = await startKeyward();
      const { code, stdout } = await cli(args);
      expect(code).toBe(0);
      for (const word of ['--url <origin>', '--auth', 'Examples:', 'printf %s "$KEY"']) expect(stdout).toContain(word);
    },
  );

  it('is what a lone group name gets, with the exit code of a wrong use', async () => {
    const { cli } = await startKeyward();
    const { code, stdout, stderr } = await cli(['vault']);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toContain('Usage: keyward vault');
  });

  it('makes no data folder', async () => {
    const { cli } = await startKeyward();
    await cli(['--help']);
    const { stdout } = await cli(['doctor']);
    expect(stdout).not.toContain('owner.key');
  });
});
