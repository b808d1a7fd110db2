import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createReader } from './export-fields.ts';
import { fullRecord, leavesOf } from './full-record.ts';
import type { ExportRecord } from '../../../src/siem/export/export-format.ts';
import { ALL_TYPES } from './nasty-record.ts';
import { MEMBER_FIELDS, type TabledFormat } from '../../../src/siem/export/member-fields.ts';
import { EXPORT_FORMATS, findExportFormat } from '../../../src/siem/index.ts';
import { readRecord } from '../../../src/audit/index.ts';
import { sha256Hex } from '../../../src/core/index.ts';
import { startKeyward } from '../../support/keyward.ts';

const OPTIONS = { productVersion: '1.2.3', hostname: 'box', instance: 'folder1' };
const TABLED = EXPORT_FORMATS.map(({ name }) => name).filter((name) => name !== 'jsonl' && name !== '1password');

const encode = (name: string, record: ExportRecord): string => findExportFormat(name)?.encode([record], OPTIONS) ?? '';

// As a value may be written: a number of milliseconds in nanoseconds, a result in the words of the format.
const WRITTEN_OTHERWISE = new Set(['v', 'outcome.result', 'session.transport', 'outcome.duration_ms', 'at']);

describe.each(TABLED)('%s', (name) => {
  const fields = createReader(name);

  it.each(ALL_TYPES)('has a field for every member that a record of the type %s can have', (type) => {
    const record = fullRecord(type);
    const values = [...fields(encode(name, record)).values()].join('\n');
    const lost = leavesOf(record.record).filter(
      ([path, value]) => !WRITTEN_OTHERWISE.has(path) && !values.includes(value),
    );
    expect(lost).toEqual([]);
  });

  it('puts each member into the field that the table names', () => {
    const format = name as TabledFormat;
    for (const type of ALL_TYPES) {
      const record = fullRecord(type);
      const found = fields(encode(name, record));
      const leaves = new Map(leavesOf(record.record));
      for (const [path, named] of Object.entries(MEMBER_FIELDS)) {
        const [field, value] = [named[format], leaves.get(path)];
        if (field === undefined || value === undefined) continue;
        expect(found.has(field), `${path} of ${type} in ${field}`).toBe(true);
        if (!WRITTEN_OTHERWISE.has(path)) expect(found.get(field), `${path} of ${type}`).toContain(value);
      }
    }
  });

  it('says on which machine it happened, where the format has a place for it', () => {
    const values = [...fields(encode(name, fullRecord('call.outcome'))).values()].join('\n');
    if (name !== 'csv') expect(values).toContain('box');
  });
});

it('no member of a real record is lost in any format', async () => {
  const keyward = await startKeyward();
  await keyward.prepare({
    title: 'stripe',
    secret: 'sk_live_0123456789abcdef',
    flags: ['--url', 'https://api.stripe.test', '--auth', 'bearer'],
  });
  await keyward.json(['item', 'edit', 'ai-agents/stripe', '--allow', 'GET /v1/**', '--yes']);
  await keyward.json(['agent', 'token', 'claude-desktop', '--ttl', '1h', '--max-uses', '3']);
  await keyward.json(['agent', 'rotate', 'claude-desktop', '--overlap', '1h']);
  await keyward.json(['agent', 'revoke', 'claude-desktop']);
  const output = join(keyward.home, 'trail.jsonl');
  await keyward.json(['audit', 'export', '--output', output]);
  const texts = (await readFile(output, 'utf8')).trimEnd().split('\n');
  const types = new Set<string>();
  for (const text of texts) {
    const record = readRecord(text);
    if (record === undefined) throw new Error('a record cannot be read');
    types.add(record.type);
    for (const name of TABLED) {
      const written = encode(name, { record, text, hash: sha256Hex(text) });
      const values = [...createReader(name)(written).values()].join('\n');
      const lost = leavesOf(record).filter(([path, value]) => !WRITTEN_OTHERWISE.has(path) && !values.includes(value));
      expect(lost, `${record.type} as ${name}`).toEqual([]);
    }
  }
  expect([...types]).toEqual(expect.arrayContaining(['change.intent', 'item.edited', 'agent.rotated']));
});

describe('what stands in well-known fields', () => {
  const json = (name: string, ...of: Parameters<typeof fullRecord>) => JSON.parse(encode(name, fullRecord(...of)));

  it('ECS: a document of its own for each record, the machine, the address, the rule', () => {
    const [intent, outcome] = [json('ecs', 'call.intent'), json('ecs', 'call.outcome')];
    expect(intent.event.id).not.toBe(outcome.event.id);
    expect(outcome).toMatchObject({
      host: { name: 'box', hostname: 'box' },
      source: { address: '192.0.2.7', ip: '192.0.2.7' },
      rule: { name: 'v-rule' },
      keyward: { call: { id: 'v-call' } },
    });
    expect(json('ecs', 'call.intent', { outcome: undefined }).http).not.toHaveProperty('response');
  });

  it('ECS: only types that ECS expects of the category', () => {
    for (const type of ALL_TYPES) {
      for (const result of ['ok', 'denied', 'failed'] as const) {
        const { event } = json('ecs', type, { outcome: { result } });
        expect(EXPECTED_ECS_TYPES[event.category[0]], `${type} ${result}`).toContain(event.type[0]);
      }
    }
  });

  it('OCSF: privileges are what was granted', () => {
    const created = (vaults: readonly { id: string; name: string }[], can: string) =>
      json('ocsf', 'agent.created', { detail: { name: 'a', can, vaults: [...vaults] } }).privileges;
    expect(created([{ id: 'v1', name: 'build' }], 'read')).toEqual(['read']);
    expect(created([], 'use')).toEqual([]);
    expect(json('ocsf', 'agent.token_issued', { detail: { kind: 'audit' } }).privileges).toEqual([
      'read the audit trail',
    ]);
    expect(json('ocsf', 'agent.token_issued', { detail: { kind: 'deprovision' } }).privileges).toEqual([
      'delete the agent',
    ]);
    expect(json('ocsf', 'agent.token_issued', { detail: { kind: 'task', can: 'use' } }).privileges).toEqual(['use']);
    expect(json('ocsf', 'agent.rotated', { detail: {} })).not.toHaveProperty('privileges');
  });

  it('OCSF: a finding says which agent it is about', () => {
    expect(json('ocsf', 'anomaly.raised').resources).toContainEqual(
      expect.objectContaining({ uid: 'v-agent', name: 'v-agent-of-record', type: 'agent' }),
    );
  });

  it('OTLP: the machine and the installation', () => {
    const { attributes } = json('otlp', 'call.outcome').resourceLogs[0].resource;
    expect(attributes).toContainEqual({ key: 'host.name', value: { stringValue: 'box' } });
    expect(attributes).toContainEqual({ key: 'service.instance.id', value: { stringValue: 'folder1' } });
  });

  it.each(['cef', 'syslog'])('%s: a change by the owner says which agent it is about', (name) => {
    const owner = { principal: { kind: 'owner' }, transport: 'cli', connection_id: 'c' } as const;
    const line = encode(name, fullRecord('agent.created', { session: owner }));
    expect(line).toContain('Agent created, by owner, agent v-agent-of-record');
  });
});

const EXPECTED_ECS_TYPES: Readonly<Record<string, readonly string[]>> = {
  api: ['access', 'admin', 'allowed', 'change', 'creation', 'deletion', 'denied', 'end', 'info', 'start', 'user'],
  session: ['start', 'end', 'info'],
  iam: ['admin', 'change', 'creation', 'deletion', 'group', 'info', 'user'],
  process: ['access', 'change', 'end', 'info', 'start'],
  intrusion_detection: ['allowed', 'denied', 'info'],
  configuration: ['access', 'change', 'creation', 'deletion', 'info'],
};
