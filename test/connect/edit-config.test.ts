import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addEntry, findEntry, removeEntry } from '../../src/connect/index.ts';
import { isKeywardError } from '../../src/core/index.ts';
import { byDepth } from '../support/depth.ts';

const JSON_FILE = { format: 'json', section: 'mcpServers' } as const;
const TOML_FILE = { format: 'toml', section: 'mcp_servers' } as const;
const ENTRY = { command: '/usr/bin/node', args: ['/opt/keyward/bin.js', 'mcp', '--agent-token', 'cursor'] };

type Target = typeof JSON_FILE | typeof TOML_FILE;

function add(text: string, target: Target): { readonly text: string; readonly inserted: string } {
  const edit = addEntry(text, target, ENTRY);
  if (edit.kind === 'same') throw new Error('nothing was added');
  return edit;
}

function remove(text: string, target: Target, inserted?: string): string {
  const edit = removeEntry(text, target, inserted);
  return edit.kind === 'same' ? text : edit.text;
}

const JSON_TEXTS: readonly (readonly [what: string, text: string])[] = [
  ['an empty object', '{}'],
  ['an empty object over lines', '{\n}\n'],
  ['an empty section', '{\n  "mcpServers": {}\n}\n'],
  ['an empty section over lines', '{\n  "mcpServers": {\n  }\n}\n'],
  ['no section', '{\n    "theme": "dark"\n}'],
  ['another server', '{\n  "mcpServers": {\n    "gh": { "command": "gh" }\n  },\n  "z": 1\n}\n'],
  ['everything on one line', '{"a":[1,2],"mcpServers":{"gh":{"command":"gh"}},"z":null}'],
  ['tabs', '{\n\t"mcpServers": {\n\t\t"gh": {}\n\t}\n}'],
  ['Windows line ends', '{\r\n  "mcpServers": {\r\n    "gh": {}\r\n  }\r\n}\r\n'],
  ['a byte order mark', '\uFEFF{\n  "mcpServers": {}\n}\n'],
  [
    'comments and trailing commas',
    '// top\n{ // opened\n  // about gh\n  "mcpServers": { /* here\n and there */ // servers\n    "gh": {}, // gh\n    // last\n  }, // end\n}\n// bottom\n',
  ],
];

const TOML_TEXTS: readonly (readonly [what: string, text: string])[] = [
  ['one setting', 'model = "o3"\n'],
  ['no line end at the end', '# mine\n[mcp_servers.gh]\ncommand = "gh"'],
  ['a table after it', '[a]\nb = 1979-05-27T07:32:00Z\nc = 9007199254740993\n\n# about d\n[d]\ne = 1\n'],
  ['Windows line ends', 'model = "o3"\r\n\r\n[x]\r\ny = 1\r\n'],
];

const TEXTS = [
  ...JSON_TEXTS.map(([what, text]) => ['JSON', what, JSON_FILE, text] as const),
  ...TOML_TEXTS.map(([what, text]) => ['TOML', what, TOML_FILE, text] as const),
];

describe.each(TEXTS)('%s with %s', (_, _what, target, text) => {
  it('gets the entry, once, and is the same byte for byte when it is taken out', () => {
    const { text: added, inserted } = add(text, target);
    expect(findEntry(added, target)).toEqual(ENTRY);
    expect(addEntry(added, target, ENTRY)).toEqual({ kind: 'same' });
    expect(remove(added, target, inserted)).toBe(text);
  });

  it('keeps every byte it had, in its order', () => {
    const { text: added, inserted } = add(text, target);
    expect(added.split(inserted).join('')).toBe(text);
  });

  it('loses the entry alone when its client has moved things meanwhile', () => {
    const added = add(text, target).text;
    const left = remove(added, target);
    expect(findEntry(left, target)).toBeUndefined();
    for (const word of text.match(/[a-z]+/g) ?? []) expect(left).toContain(word);
  });
});

it('comes first in its object, so that comments stay beside what they are about', () => {
  const text = '{ // opened\n  "mcpServers": { // servers\n    // about gh\n    "gh": {} // gh\n  }\n}\n';
  const lines = add(text, JSON_FILE).text.split('\n');
  expect(lines.slice(0, 3)).toEqual(['{ // opened', '  "mcpServers": { // servers', '    "keyward": {']);
  expect(lines.slice(-6)).toEqual(['    },', '    // about gh', '    "gh": {} // gh', '  }', '}', '']);
});

describe('an entry of another kind', () => {
  it('is replaced where it is, and others stay', () => {
    const text = '{\n  "mcpServers": {\n    "gh": {}, // gh\n    "keyward": { "command": "keyward" } // old\n  }\n}\n';
    const { text: added } = add(text, JSON_FILE);
    expect(findEntry(added, JSON_FILE)).toEqual(ENTRY);
    expect(added).toContain('"gh": {} // gh');
    expect(added).not.toContain('"command": "keyward"');
  });

  it('is replaced in TOML with the tables in it, and the comment of the next table stays', () => {
    const text =
      '[mcp_servers."keyward"]\ncommand = "x"\n\n[mcp_servers.keyward.env]\nA = "1"\n\n# about gh\n[mcp_servers.gh]\ncommand = "gh"\n';
    const { text: added } = add(text, TOML_FILE);
    expect(findEntry(added, TOML_FILE)).toEqual(ENTRY);
    expect(added).toContain('# about gh\n[mcp_servers.gh]\ncommand = "gh"\n');
    expect(added).not.toContain('A = "1"');
  });
});

describe('a text that cannot be changed safely', () => {
  it.each([
    ['JSON', JSON_FILE, '{ "a": '],
    ['JSON', JSON_FILE, '[]'],
    ['JSON', JSON_FILE, '"text"'],
    ['JSON', JSON_FILE, '{ "mcpServers": [] }'],
    ['JSON', JSON_FILE, '{ "mcpServers": null }'],
    ['JSON', JSON_FILE, '{ "mcpServers": {}, "mcpServers": { "gh": {} } }'],
    ['TOML', TOML_FILE, 'a = '],
    ['TOML', TOML_FILE, 'mcp_servers = { gh = { command = "gh" } }\n'],
    ['TOML', TOML_FILE, 'mcp_servers = 1\n'],
  ])('is refused: %s %#', (_, target, text) => {
    expect(() => addEntry(text, target, ENTRY)).toThrow(expect.objectContaining({ code: 'CONNECT_CONFIG_UNUSABLE' }));
  });

  it('is refused in TOML when what looks like our table is part of a text', () => {
    const text = 'note = """\n[mcp_servers.keyward]\n"""\n[mcp_servers]\nkeyward = { command = "x" }\n';
    expect(() => removeEntry(text, TOML_FILE)).toThrow(expect.objectContaining({ code: 'CONNECT_CONFIG_UNUSABLE' }));
  });
});

it('whatever the JSON, other values stay and the way back is exact, or it is refused', () => {
  const server = fc.record({ command: fc.string(), args: fc.array(fc.string(), { maxLength: 2 }) });
  const config = fc.tuple(
    fc.dictionary(fc.string(), fc.jsonValue({ maxDepth: 2 }), { maxKeys: 3 }),
    fc.option(fc.dictionary(fc.string(), server, { maxKeys: 3 }), { nil: undefined }),
    fc.constantFrom(undefined, 1, 2, '\t'),
  );
  fc.assert(
    fc.property(config, ([others, mcpServers, indent]) => {
      const text = JSON.stringify({ ...others, ...(mcpServers === undefined ? {} : { mcpServers }) }, null, indent);
      try {
        const { text: added, inserted } = add(text, JSON_FILE);
        expect(remove(added, JSON_FILE, inserted)).toBe(text);
      } catch (error) {
        if (!isKeywardError(error, 'CONNECT_CONFIG_UNUSABLE')) throw error;
        expect(text).toMatch(/__proto__|"mcpServers": ?[^{]/);
      }
    }),
    { numRuns: byDepth({ few: 60, everything: 300 }) },
  );
});
