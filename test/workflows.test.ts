import { access, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';

const FOLDER = '.github/workflows';

const step = z.looseObject({ uses: z.string().optional(), run: z.string().optional() });
const workflow = z.looseObject({ jobs: z.record(z.string(), z.looseObject({ steps: z.array(step) })) });
const manifest = z.looseObject({ scripts: z.record(z.string(), z.string()) });

const files = await readdir(FOLDER);
const workflows = await Promise.all(
  files.map(async (name) => ({ name, ...workflow.parse(parse(await readFile(join(FOLDER, name), 'utf8'))) })),
);
const steps = workflows.flatMap(({ jobs }) => Object.values(jobs).flatMap((job) => job.steps));
const commands = steps.flatMap(({ run }) => run ?? []);

describe('the workflows', () => {
  it('are there, and do something', () => {
    expect(files).toEqual(expect.arrayContaining(['check.yml', 'release.yml']));
    expect(commands.length).toBeGreaterThan(10);
  });

  it('run only scripts that package.json has', async () => {
    const { scripts } = manifest.parse(JSON.parse(await readFile('package.json', 'utf8')));
    const named = commands.flatMap((command) =>
      [...command.matchAll(/\bnpm (?:run )?([a-z:]+)/g)].map(([, name]) => name),
    );
    const ofNpm = new Set(['ci', 'pack', 'publish']);
    expect(named).toContain('package:check');
    expect(named.filter((name = '') => !ofNpm.has(name) && scripts[name] === undefined)).toEqual([]);
  });

  it('run only programs of this repository that are there', async () => {
    const programs = commands.filter((command) => command.startsWith('.'));
    expect(programs.length).toBeGreaterThan(0);
    await expect(Promise.all(programs.map(async (path) => access(path)))).resolves.toBeDefined();
  });

  it('use other actions by commit, so that what they do cannot change', () => {
    const actions = steps.flatMap(({ uses }) => uses ?? []);
    expect(actions.length).toBeGreaterThan(5);
    expect(actions.filter((action) => !/^[\w.-]+\/[\w./-]+@[0-9a-f]{40}$/.test(action))).toEqual([]);
  });
});

it('the forms for issues are readable', async () => {
  const names = await readdir('.github/ISSUE_TEMPLATE');
  const forms = await Promise.all(
    names.map(async (name): Promise<unknown> => parse(await readFile(join('.github/ISSUE_TEMPLATE', name), 'utf8'))),
  );
  expect(forms.length).toBeGreaterThan(2);
  const form = z.looseObject({ body: z.array(z.looseObject({ type: z.string() })) });
  expect(forms.filter((one) => !form.safeParse(one).success)).toHaveLength(1);
});
