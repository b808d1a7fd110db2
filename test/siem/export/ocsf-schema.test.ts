import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { findExportFormat } from '../../../src/siem/index.ts';
import { ALL_TYPES, recordOf } from './nasty-record.ts';

interface Attribute {
  readonly type: string;
  readonly object?: string;
  readonly array?: boolean;
  readonly required?: boolean;
  readonly profiles?: readonly string[];
  readonly enum?: readonly string[];
}

interface Shape {
  readonly constraints: { readonly at_least_one?: readonly string[]; readonly just_one?: readonly string[] };
  readonly attributes: Readonly<Record<string, Attribute>>;
}

interface Schema {
  readonly version: string;
  readonly classes: Readonly<Record<string, Shape & { readonly name: string; readonly profiles: readonly string[] }>>;
  readonly objects: Readonly<Record<string, Shape>>;
}

type Values = Readonly<Record<string, unknown>>;

const schema: Schema = JSON.parse(readFileSync(new URL('../../audit/export/ocsf-1.8.0.json', import.meta.url), 'utf8'));

function isObject(value: unknown): value is Values {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Everything that is wrong with an event by the schema: unknown, missing, of the wrong type, not in the list. */
function faults(event: Values): string[] {
  const shape = schema.classes[String(event['class_uid'])];
  if (shape === undefined) return [`no class ${String(event['class_uid'])}`];
  const metadata = isObject(event['metadata']) ? event['metadata'] : {};
  const profiles = Array.isArray(metadata['profiles']) ? metadata['profiles'] : [];
  const foreign = profiles
    .filter((profile) => !shape.profiles.includes(profile))
    .map((profile) => `profile ${profile}`);
  return [...foreign, ...faultsOf(event, shape, { path: '', profiles })];
}

function faultsOf(values: Values, shape: Shape, at: { path: string; profiles: readonly string[] }): string[] {
  const found: string[] = [];
  for (const [name, value] of Object.entries(values)) {
    const attribute = shape.attributes[name];
    if (attribute === undefined) found.push(`${at.path}${name} is unknown`);
    else if (attribute.profiles !== undefined && !attribute.profiles.some((profile) => at.profiles.includes(profile))) {
      found.push(`${at.path}${name} belongs to a profile that is not named`);
    } else found.push(...faultsOfValue(value, attribute, { path: `${at.path}${name}`, profiles: at.profiles }));
  }
  for (const [name, { required, profiles }] of Object.entries(shape.attributes)) {
    const applies = profiles === undefined || profiles.some((profile) => at.profiles.includes(profile));
    if (required === true && applies && values[name] === undefined) found.push(`${at.path}${name} is missing`);
  }
  const { at_least_one: some, just_one: one } = shape.constraints;
  if (some !== undefined && !some.some((name) => values[name] !== undefined))
    found.push(`${at.path} needs one of ${some.join()}`);
  if (one !== undefined && one.filter((name) => values[name] !== undefined).length !== 1)
    found.push(`${at.path} needs just one of ${one.join()}`);
  return found;
}

function faultsOfValue(
  value: unknown,
  attribute: Attribute,
  at: { path: string; profiles: readonly string[] },
): string[] {
  if (attribute.array === true) {
    if (!Array.isArray(value)) return [`${at.path} is no array`];
    return value.flatMap((element) => faultsOfValue(element, { ...attribute, array: false }, at));
  }
  if (attribute.enum !== undefined && !attribute.enum.includes(String(value)))
    return [`${at.path} may not be ${String(value)}`];
  if (attribute.object !== undefined) {
    const shape = schema.objects[attribute.object];
    if (shape === undefined || !isObject(value)) return [`${at.path} is no ${attribute.object}`];
    return attribute.object === 'object' ? [] : faultsOf(value, shape, { ...at, path: `${at.path}.` });
  }
  return isOfType(value, attribute.type) ? [] : [`${at.path} is no ${attribute.type}`];
}

function isOfType(value: unknown, type: string): boolean {
  if (type === 'boolean_t') return typeof value === 'boolean';
  if (type === 'integer_t' || type === 'long_t' || type === 'timestamp_t') return Number.isSafeInteger(value);
  if (type === 'port_t') return Number.isSafeInteger(value) && Number(value) >= 0 && Number(value) <= 65_535;
  return typeof value === 'string';
}

const convert = (...of: Parameters<typeof recordOf>): Values => {
  const event: unknown = JSON.parse(
    findExportFormat('ocsf')?.encode([recordOf(...of)], { productVersion: '1.2.3' }) ?? '',
  );
  return isObject(event) ? event : {};
};

describe('OCSF events', () => {
  it('are checked against version 1.8.0', () => {
    expect(schema.version).toBe('1.8.0');
    expect(faults({ class_uid: 6003 })).toContain('actor is missing');
    expect(faults({ ...convert('call.outcome'), extra: 1 })).toEqual(['extra is unknown']);
    expect(faults({ ...convert('call.outcome'), activity_id: 12 })).toEqual(['activity_id may not be 12']);
  });

  it.each(ALL_TYPES)('for %s are valid, with everything known and with nothing', (type) => {
    expect(faults(convert(type))).toEqual([]);
    const bare = { call_id: undefined, grant_id: undefined, agent: undefined, item: undefined, vault: undefined };
    const none = {
      ...bare,
      request: undefined,
      outcome: undefined,
      detail: undefined,
      session: { principal: { kind: 'unknown' } },
    } as const;
    expect(faults(convert(type, 'x', none))).toEqual([]);
    const denied = convert(type, 'x', { outcome: { result: 'denied', code: 'POLICY_LOCKED' } });
    expect(faults(denied)).toEqual([]);
  });

  it('over HTTP with a trace are valid', () => {
    const session = {
      principal: { kind: 'owner' },
      transport: 'http',
      remote: { address: '127.0.0.1' },
      trace: '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01',
      client: { name: 'c', version: '1', claimed: true },
    } as const;
    for (const type of ALL_TYPES) expect(faults(convert(type, 'x', { session }))).toEqual([]);
  });

  it.each([
    ['call.outcome', 600302],
    ['session.refused', 300201],
    ['agent.created', 300301],
    ['vault.created', 300401],
    ['agent.suspended', 300412],
    ['grant.added', 300501],
    ['anomaly.raised', 200401],
  ] as const)('for %s are of the class meant for it', (type, uid) => {
    expect(convert(type)).toMatchObject({ type_uid: uid });
  });

  it('carry the chain under unmapped, which 1.8 has no field for', () => {
    expect(convert('call.outcome')).toMatchObject({
      unmapped: { prev_fingerprint: '0'.repeat(64), serialization: 'JCS', algorithm: 'SHA-256' },
    });
  });
});
