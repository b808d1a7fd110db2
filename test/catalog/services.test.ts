import { describe, expect, it } from 'vitest';

import { compileShape, findService, SERVICES, tokenShapes, type ServiceShape } from '../../src/catalog/index.ts';
import { parseAuth } from '../../src/outbound/index.ts';
import { parseBinding, parseOrigin, parseRule } from '../../src/policy/index.ts';

const SHAPES = tokenShapes();
const BOUND = SERVICES.flatMap(({ id, getWrites, binding, ownOrigin }) => {
  const proposed = binding ?? (ownOrigin && { ...ownOrigin, origins: ['https://customer.example'] });
  return proposed === undefined ? [] : [{ id, getWrites, binding: proposed }];
});

describe('the catalog', () => {
  it('knows at least 150 services, each with an id of its own', () => {
    expect(SERVICES.length).toBeGreaterThanOrEqual(150);
    expect(new Set(SERVICES.map(({ id }) => id)).size).toBe(SERVICES.length);
    expect(SERVICES.filter(({ id }) => !/^[a-z0-9]+(?:-[a-z0-9]+)*$/.test(id))).toEqual([]);
  });

  it('finds a service by id or name, whatever the capitals', () => {
    for (const service of SERVICES) {
      expect(findService(service.id.toUpperCase())).toBe(service);
      expect(findService(service.name.toLowerCase())).toBe(service);
    }
    expect(findService('no such service')).toBeUndefined();
  });

  it('gives every shape an id of its own, and shares none it does not have', () => {
    const ids = SHAPES.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    expect(SERVICES.flatMap(({ sharedShapes = [] }) => sharedShapes).filter((id) => !ids.includes(id))).toEqual([]);
  });

  it('says of every service where its credentials may go, or why it cannot', () => {
    const saying = SERVICES.map(({ id, binding, ownOrigin, notBound }) => ({
      id,
      said: [binding, ownOrigin, notBound].filter((part) => part !== undefined).length,
    }));
    expect(saying.filter(({ said }) => said !== 1)).toEqual([]);
  });
});

describe.each(SHAPES)('the shape $id', (shape) => {
  const sample = shape.sample?.() ?? '';

  it('is told by a fixed text or by a word nearby', () => {
    expect(shape.prefixes.length + shape.keywords.length).toBeGreaterThan(0);
    expect(shape.keywords.filter((word) => word !== word.toLowerCase())).toEqual([]);
    expect(sample.length).toBeLessThanOrEqual(shape.maxLength);
    if (shape.prefixes.length > 0) expect(shape.prefixes.some((prefix) => heldAt(sample, prefix, shape))).toBe(true);
  });

  it('matches its own sample whole, inside a text and not inside a word', () => {
    expect(matches(shape, `x="${sample}";`)).toEqual([sample]);
    if (shape.boundary === 'word') expect(matches(shape, `a${sample}`)).not.toContain(sample);
    expect(entropyOf(sample)).toBeGreaterThanOrEqual(shape.minEntropy ?? 0);
  });

  it('is the only one that its sample has', () => {
    expect(shapesOf(sample, shape).filter(({ service }) => service !== shape.service)).toEqual([]);
    if (shape.prefixes.length > 0) expect(shapesOf(sample, shape).map(({ id }) => id)).toEqual([shape.id]);
  });

  it('holds its checksum, and not after a change', () => {
    if (shape.checksum === undefined) return;
    expect(shape.checksum(sample)).toBe(true);
    for (let at = shape.prefixes[0]?.length ?? 0; at < sample.length; at += 1) {
      const other = sample[at] === 'a' ? 'b' : 'a';
      const changed = sample.slice(0, at) + other + sample.slice(at + 1);
      if (matches(shape, changed).length > 0) expect(shape.checksum(changed)).toBe(false);
    }
  });

  it('is tried in linear time on 20 KB of its own beginning', () => {
    const starts = [...shape.prefixes, ...shape.keywords, sample.slice(0, -1), sample.slice(0, sample.length >> 1)];
    const texts = starts.flatMap((start) => [start, `${start}.`, `${start} `].map((piece) => fill(piece)));
    const pattern = compileShape(shape, 'g');
    texts[0]?.match(pattern);
    for (const text of texts) expect(fastest(() => text.match(pattern))).toBeLessThan(20);
  });
});

describe.each(BOUND)('the proposed binding of $id', ({ binding, getWrites }) => {
  const { origins, read, spend = [], write, deny, graphql, headers = [], auth } = binding;

  it('goes to https origins, and nowhere else', () => {
    expect(origins.map((origin) => parseOrigin(origin))).toEqual(origins);
    expect(origins.filter((origin) => !origin.startsWith('https://'))).toEqual([]);
  });

  it('is made of rules and placements that a binding takes', () => {
    const parsed = parseAuth(auth);
    const { scheme } = parsed;
    const name = 'name' in parsed ? parsed.name : undefined;
    for (const rule of [...read, ...spend, ...write, ...deny]) expect(parseRule(rule).effect).toBeUndefined();
    const queries = graphql === undefined ? [] : [`POST ${graphql}`];
    const rules = [...read, ...queries, ...spend, ...write, ...deny.map((rule) => `!${rule}`)];
    expect(() =>
      parseBinding({ origins, auth: name === undefined ? { scheme } : { scheme, name }, rules, headers }),
    ).not.toThrow();
  });

  it('reads by GET and POST alone, and claims no path wholesale where GET writes', () => {
    expect(read.filter((rule) => !/^(?:GET|POST|GET,POST) /.test(rule))).toEqual([]);
    if (getWrites === true) expect(read.filter((rule) => rule.includes('**'))).toEqual([]);
    expect(read.filter((rule) => [...write, ...deny].includes(rule))).toEqual([]);
  });
});

it('has no token in its own source', async () => {
  const { readdir, readFile } = await import('node:fs/promises');
  const folder = new URL('../../src/catalog/', import.meta.url);
  const files = (await readdir(folder, { recursive: true })).filter((name) => name.endsWith('.ts'));
  const sources = await Promise.all(files.map(async (name) => readFile(new URL(name, folder), 'utf8')));
  const found = SHAPES.filter(({ secret, prefixes }) => secret && prefixes.length > 0).flatMap((shape) =>
    sources.flatMap((source) => matches(shape, source)),
  );
  expect(files.length).toBeGreaterThan(150);
  expect(found).toEqual([]);
});

function matches(shape: ServiceShape, text: string): readonly string[] {
  return text.match(compileShape(shape, 'g')) ?? [];
}

/** The shapes that the whole of a token has: by its text, or also by a word of the one it was made of. */
function shapesOf(sample: string, made: ServiceShape): readonly ServiceShape[] {
  const word = made.keywords[0] ?? '';
  return SHAPES.filter(
    (shape) =>
      (shape.prefixes.length > 0 || shape.keywords.some((keyword) => word.includes(keyword))) &&
      matches(shape, sample)[0] === sample,
  );
}

function heldAt(sample: string, prefix: string, { lead = { min: 0, max: 0 } }: ServiceShape): boolean {
  const at = sample.indexOf(prefix, lead.min);
  return at >= lead.min && at <= lead.max;
}

function entropyOf(token: string): number {
  const counts = [...token].reduce(
    (all, letter) => all.set(letter, (all.get(letter) ?? 0) + 1),
    new Map<string, number>(),
  );
  const shares = [...counts.values()].map((count) => count / token.length);
  return shares.reduce((bits, share) => bits - share * Math.log2(share), 0);
}

function fill(piece: string): string {
  return piece.repeat(Math.ceil(20_000 / piece.length));
}

/** Milliseconds of the fastest of three runs: a machine that is busy with something else proves nothing. */
function fastest(work: () => void): number {
  const times = [1, 2, 3].map(() => {
    const start = process.cpuUsage();
    work();
    const { user, system } = process.cpuUsage(start);
    return (user + system) / 1_000;
  });
  return Math.min(...times);
}
