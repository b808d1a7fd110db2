import { describe, expect, it } from 'vitest';
import { childEnvironment } from '../../src/run/child-environment.ts';
import { parseEnvFile } from '../../src/run/env-file.ts';

function read(text: string, inherited: Record<string, string> = {}): Record<string, string> {
  return Object.fromEntries(childEnvironment({ inherited, envFiles: [text], platform: 'linux' }).plain);
}

describe('an env file', () => {
  it.each([
    ['A=b', { A: 'b' }],
    ['A = b c  ', { A: 'b c' }],
    ['export A=b\r\nB=c\r\n', { A: 'b', B: 'c' }],
    ['\ufeff# note\n\nA=b # note\nB=b#c', { A: 'b', B: 'b#c' }],
    ['A=\nB=""', { A: '', B: '' }],
    ['A= # note\nB=#b\nC=\t# note', { A: '', B: '#b', C: '' }],
    [`A="two\nlines" # note\nB='x # y'`, { A: 'two\nlines', B: 'x # y' }],
    ['A="say \\"hi\\"\\n\\\\"', { A: 'say "hi"\n\\' }],
    ['JSON={"a":"b"}', { JSON: '{"a":"b"}' }],
    ['P=C:\\new\\table', { P: 'C:\\new\\table' }],
    [`P='C:\\new'`, { P: 'C:\\new' }],
    ['A=1\nB=$A-${A}-${C:-three}-$NONE-\\$A', { A: '1', B: '1-1-three--$A' }],
    [`A=1\nB='$A'`, { A: '1', B: '$A' }],
    ['A=1\nB="\\\\$A \\$A"', { A: '1', B: '\\1 $A' }],
    ['A=1\nA=2', { A: '2' }],
    ['N=X\n${N}_Y=1', { N: 'X', X_Y: '1' }],
  ])('%j', (text, expected) => {
    expect(read(text)).toEqual(expected);
  });

  it('goes over the environment, and takes its variables', () => {
    expect(read('A=$HOME/x', { A: 'old', HOME: '/h' })).toEqual({ A: '/h/x', HOME: '/h' });
  });

  it.each([
    ['win32', { Path: 'C:\\mine' }],
    ['linux', { PATH: 'C:\\system', Path: 'C:\\mine' }],
  ] as const)('on %s names a variable in its case or not', (platform, expected) => {
    const { plain } = childEnvironment({ inherited: { PATH: 'C:\\system' }, envFiles: ['Path=C:\\mine'], platform });
    expect(Object.fromEntries(plain)).toEqual(expected);
  });

  it('gives variables of Windows by their names in any case', () => {
    const inherited = { AppData: 'C:\\a' };
    const { plain } = childEnvironment({ inherited, envFiles: ['A=$APPDATA\nb=1\nC=$B'], platform: 'win32' });
    expect(Object.fromEntries(plain)).toEqual({ AppData: 'C:\\a', A: 'C:\\a', b: '1', C: '1' });
  });

  it('alone can hand on what is withheld, unless it is a reference', () => {
    const sources = { envFiles: [], platform: 'linux', withheld: ['TOKEN'] } as const;
    expect(childEnvironment({ ...sources, inherited: { TOKEN: 'kwa_x' } }).plain.size).toBe(0);
    expect(childEnvironment({ ...sources, inherited: { TOKEN: 'op://v/i/f' } }).templates.size).toBe(1);
    const meant = childEnvironment({ ...sources, inherited: { TOKEN: 'kwa_x' }, envFiles: ['TOKEN=$TOKEN'] });
    expect(meant.plain.get('TOKEN')).toBe('kwa_x');
  });

  it.each(['A', '=b', 'A="open', `A='open`, 'A="b" c', 'A B=c', '9=1', 'A-$=1'])('refuses %j', (text) => {
    const failure = (() => {
      try {
        return read(`X=1\n${text}\n`);
      } catch (error) {
        return error;
      }
    })();
    expect(failure).toMatchObject({ code: 'ENV_FILE_INVALID' });
  });

  it('names the line that cannot be read', () => {
    expect(() => parseEnvFile('A="x\ny"\n\nnothing')).toThrow('line 4 of');
  });
});

describe('references', () => {
  it.each([
    ['A=op://v/i/f', { A: ['op://v/i/f'] }],
    ['A="op://my vault/my item/f"', { A: ['op://my vault/my item/f'] }],
    ['A=postgres://u:op://v/i/f@host/db', { A: ['postgres://u:', 'op://v/i/f', '@host/db'] }],
    ['A="x {{ op://my vault/i/f }} y"', { A: ['x ', 'op://my vault/i/f', ' y'] }],
    ['E=dev\nA=op://$E/i/f?attribute=otp', { A: ['op://dev/i/f?attribute=otp'] }],
    [`A='op://v/i/f'`, { A: ['op://v/i/f'] }],
    ['A=op://v/i/f\nA=plain', {}],
  ])('%j', (text, expected) => {
    const { templates } = childEnvironment({ inherited: {}, envFiles: [text], platform: 'linux' });
    const shown = Array.from(templates, ([name, parts]) => [name, parts.map((part) => part.text)]);
    expect(Object.fromEntries(shown)).toEqual(expected);
  });

  it('of the environment are whole values', () => {
    const inherited = { A: 'op://v/i/f', B: 'see op://v/i/f', C: 'OP://v/i/f' };
    const { plain, templates } = childEnvironment({ inherited, envFiles: [], platform: 'linux' });
    expect([...templates.keys()]).toEqual(['A']);
    expect([...plain.keys()]).toEqual(['B', 'C']);
  });
});
