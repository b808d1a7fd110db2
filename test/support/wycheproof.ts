import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { z } from 'zod';

/** Where the shared test vectors lie, beside the repository. */
const FOLDER = resolve(import.meta.dirname, '../../../shared/vectors');

/** A Wycheproof file, flattened: every test with the properties of its group. */
export function wycheproof<Shape extends z.ZodRawShape>(name: string, shape: Shape): Wycheproof<Shape> {
  const path = resolve(FOLDER, `wycheproof-${name}_test.json`);
  if (!existsSync(path))
    return { present: false, title: `${name} (skipped: no shared vectors beside the repository)`, cases: [] };
  const group = z.looseObject({ tests: z.array(z.looseObject({})) });
  const { testGroups } = z.looseObject({ testGroups: z.array(group) }).parse(JSON.parse(readFileSync(path, 'utf8')));
  const flat = testGroups.flatMap(({ tests, ...rest }) => tests.map((test) => ({ ...rest, ...test })));
  return { present: true, title: `${name} vectors of Wycheproof`, cases: z.array(z.object(shape)).parse(flat) };
}

export interface Wycheproof<Shape extends z.ZodRawShape> {
  readonly present: boolean;
  readonly title: string;
  readonly cases: readonly z.infer<z.ZodObject<Shape>>[];
}
