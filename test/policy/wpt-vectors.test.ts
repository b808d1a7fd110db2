import { existsSync, readFileSync } from 'node:fs';

import { describe, expect, it } from 'vitest';
import { z } from 'zod';

import { canonicalise, parseOrigin } from '../../src/policy/index.ts';
import { get } from './requests.ts';

const FOLDER = '../shared/vectors/';
const SKIPPED = 'skipped where the shared vectors are not checked out';
const isThere = existsSync(FOLDER);

const urlCase = z.object({
  input: z.string(),
  base: z.string().nullable(),
  href: z.string().optional(),
  failure: z.boolean().optional(),
});
const nameCase = z.object({ input: z.string(), output: z.string().nullable() });

// The files hold comments between their cases.
function read<T>(name: string, schema: z.ZodType<T>): readonly T[] {
  if (!isThere) return [];
  const entries = z.array(z.unknown()).parse(JSON.parse(readFileSync(`${FOLDER}${name}`, 'utf8')));
  return entries.filter((entry) => typeof entry === 'object').map((entry) => schema.parse(entry));
}

describe.skipIf(!isThere)(`the URL standard's own tests (${SKIPPED})`, () => {
  const cases = read('wpt-urltestdata.json', urlCase);

  it('what does not parse by the standard is refused', () => {
    for (const { input } of cases.filter(({ failure, base }) => failure === true && base === null)) {
      expect([input, canonicalise(get(input)).kind]).toEqual([input, 'refused']);
    }
  });

  it('what is accepted means what the standard says, without its fragment', () => {
    let accepted = 0;
    for (const { input, href = '' } of cases) {
      const result = canonicalise(get(input));
      if (result.kind === 'refused') continue;
      accepted += 1;
      expect(result.request.url.href).toBe(href.replace(/#.*$/, ''));
    }
    expect(accepted).toBeGreaterThan(50);
  });
});

describe.skipIf(!isThere)(`international names (${SKIPPED})`, () => {
  const cases = [...read('wpt-toascii.json', nameCase), ...read('wpt-IdnaTestV2.json', nameCase)];
  const asked = (input: string): string | undefined => {
    const result = canonicalise(get(`https://${input}/`));
    return result.kind === 'refused' ? undefined : result.request.url.hostname;
  };
  const bound = (input: string): string | undefined => {
    try {
      return new URL(parseOrigin(`https://${input}`)).hostname;
    } catch {
      return undefined;
    }
  };

  it("an agent's URL has the name the standard gives it, or is refused", () => {
    let accepted = 0;
    for (const { input, output } of cases) {
      const host = asked(input);
      if (host === undefined) continue;
      accepted += 1;
      expect([input, host]).toEqual([input, output]);
    }
    expect(accepted).toBeGreaterThan(50);
  });

  // Which name that is depends on the Unicode version of the running Node; `describeBinding` shows it to the owner.
  it("an owner's origin is a plain ASCII name that stays what it is, or is refused", () => {
    let accepted = 0;
    for (const { input } of cases) {
      const host = bound(input);
      if (host === undefined) continue;
      accepted += 1;
      expect([host, bound(host)]).toEqual([expect.stringMatching(/^[a-z0-9.-]+$/), host]);
    }
    expect(accepted).toBeGreaterThan(200);
  });
});
