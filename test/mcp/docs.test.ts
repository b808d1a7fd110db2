import { access, readFile } from 'node:fs/promises';
import { expect, it } from 'vitest';
import { TOOLS } from '../../src/mcp/index.ts';
import { uriTemplateOf } from '../../src/mcp/define-resource.ts';
import { PROMPTS } from '../../src/mcp/prompts/index.ts';
import { RESOURCE_FAMILIES, RESOURCES } from '../../src/mcp/resources/index.ts';

it('docs/MCP.md has a row for every tool, resource and prompt, and for no other; the README one for every tool', async () => {
  const names = [
    ...TOOLS.map(({ name }) => name),
    ...RESOURCES.map(({ uri }) => uri),
    ...RESOURCE_FAMILIES.map(uriTemplateOf),
    ...PROMPTS.map(({ name }) => name),
  ];
  const rowsOf = async (file: string): Promise<readonly (string | undefined)[]> =>
    [...(await readFile(file, 'utf8')).matchAll(/^\| `([^`]+)` \|/gm)].map(([, name]) => name);

  const rows = await rowsOf('docs/MCP.md');
  expect([rows.length, new Set(rows)]).toEqual([names.length, new Set(names)]);
  expect(await rowsOf('README.md')).toEqual(expect.arrayContaining(TOOLS.map(({ name }) => name)));
});

it('docs/MCP.md names tests that are there, for each of the seventeen demands', async () => {
  const text = await readFile(new URL('../../docs/MCP.md', import.meta.url), 'utf8');
  const rows = [...text.matchAll(/^\| (\d+) \| .* \|$/gm)];
  expect(new Set(rows.map(([, number]) => Number(number)))).toEqual(
    new Set(Array.from({ length: 17 }, (_, at) => at + 1)),
  );
  const paths = rows.flatMap(([row]) => [...row.matchAll(/`(test\/[^`]+)`/g)].map(([, path]) => path ?? ''));
  expect(paths.length).toBeGreaterThan(17);
  const there = await Promise.all(
    paths.map(async (path) => access(new URL(`../../${path}`, import.meta.url)).then(() => path)),
  );
  expect(there).toEqual(paths);
});
