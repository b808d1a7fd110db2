import { rename } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { SecretValue, silentLogger, systemRandom } from '../../src/core/index.ts';
import { revealText } from '../../src/core/hazmat.ts';
import { createAgent, revokeAgent } from '../../src/identity/index.ts';
import { loadConfig, processSource } from '../../src/config/index.ts';
import { openReader, type OpenReader } from '../../src/app/open-reader.ts';
import type { ItemDraft } from '../../src/vault/index.ts';
import { anchorFolder } from '../support/anchor-folder.ts';
import { openAgentKit, type AgentKit } from '../support/agent-kit.ts';
import { onTestFinished } from 'vitest';

const SECRET = 'kwtest_reader_4TzB8nWc3YpHs6Jd1GkUaE';

function field(
  id: string,
  value: string,
  more: Partial<ItemDraft['fields'][number]> = {},
): ItemDraft['fields'][number] {
  return { id, type: 'concealed', value: SecretValue.fromText(value), ...more };
}

const ITEM: ItemDraft = {
  title: 'Database',
  fields: [
    field('username', 'admin', { type: 'text' }),
    field('password', SECRET),
    field('f1', 'inside', { label: 'password', section: 'replica' }),
    field('f2', 'one', { label: 'port', section: 'a' }),
    field('f3', 'two', { label: 'port', section: 'b' }),
    field('f4', 'otpauth://totp/x?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ', {
      type: 'otp',
      label: 'one-time password',
    }),
    field('f5', 'text of the file', { type: 'file', label: 'ca.pem' }),
  ],
};

interface Scene {
  readonly kit: AgentKit;
  readonly reader: OpenReader;
  readonly agentId: string;
}

async function open(can: 'use' | 'read'): Promise<Scene> {
  const kit = await openAgentKit();
  await anchorFolder(kit);
  await kit.owner.createItem(kit.vaultId, ITEM);
  const deps = {
    store: kit.storage.identity,
    owner: kit.owner,
    clock: { ...kit.clock, now: Date.now },
    random: systemRandom,
  };
  const draft = { name: 'job', vaultIds: [kit.vaultId], can, expiresInMs: 60_000 } as const;
  const { agent, token } = await createAgent(deps, draft);
  const reader = await openReader({
    config: loadConfig({ ...processSource(), env: { KEYWARD_HOME: kit.folder, KEYWARD_KEYCHAIN: 'off' } }),
    logger: silentLogger,
    token,
    session: { transport: 'library', connection_id: 'c', client: { name: 'my-job', version: '1.0', claimed: true } },
  });
  onTestFinished(() => reader.close());
  return { kit, reader, agentId: agent.id };
}

async function textOf(reader: OpenReader, reference: string): Promise<string> {
  const resolution = await reader.resolve(reference);
  return resolution.kind === 'resolved' ? revealText(resolution.value) : resolution.code;
}

describe('an agent with `read`', () => {
  it.each([
    ['op://ai-agents/Database/password', SECRET],
    ['op://AI-AGENTS/database/PASSWORD', SECRET],
    ['op://ai-agents/Database/replica/password', 'inside'],
    ['op://ai-agents/Database/f1', 'inside'],
    ['op://ai-agents/Database/a/port', 'one'],
    ['op://ai-agents/Database/port', 'ITEM_AMBIGUOUS'],
    ['op://ai-agents/Database/nothing', 'ITEM_FIELD_NOT_FOUND'],
    ['op://ai-agents/nothing/password', 'ITEM_NOT_FOUND'],
    ['op://nowhere/Database/password', 'VAULT_NOT_FOUND'],
    ['op://ai-agents/Database', 'REFERENCE_INVALID'],
    ['op://ai-agents/Database/one-time password?attribute=otp', expect.stringMatching(/^[0-9]{6}$/)],
    ['op://ai-agents/Database/password?attribute=otp', 'REFERENCE_UNSUPPORTED'],
    ['op://ai-agents/Database/password?ssh-format=openssh', 'REFERENCE_UNSUPPORTED'],
    ['op://ai-agents/Database/password?attribute=type', 'concealed'],
    ['op://ai-agents/Database/password?attribute=purpose', 'PASSWORD'],
    ['op://ai-agents/Database/username?attribute=type', 'string'],
    ['op://ai-agents/Database/f1?attribute=title', 'password'],
    ['op://ai-agents/Database/replica/password?attribute=id', 'f1'],
    ['op://ai-agents/Database/ca.pem', 'text of the file'],
    ['op://ai-agents/Database/ca.pem?attribute=content', 'text of the file'],
    ['op://ai-agents/Database/ca.pem?attribute=size', '16'],
    ['op://ai-agents/Database/ca.pem?attribute=name', 'ca.pem'],
    ['op://ai-agents/Database/ca.pem?attribute=purpose', 'REFERENCE_UNSUPPORTED'],
    ['op://ai-agents/Database/password?attribute=size', 'REFERENCE_UNSUPPORTED'],
  ])('resolves %s to %s', async (reference, expected) => {
    const { reader } = await open('read');
    expect(await textOf(reader, reference)).toEqual(expected);
  });

  it('leaves an intent before and an outcome after each read, with what the integration claims to be', async () => {
    const { kit, reader, agentId } = await open('read');
    const resolutions = await reader.resolveAll([
      'op://ai-agents/Database/password',
      'op://ai-agents/Database/password',
      'op://ai-agents/Database/nothing',
    ]);
    expect(Array.from(resolutions, ([, { kind }]) => kind)).toEqual(['resolved', 'unresolved']);
    const records = (await kit.trail.list({ limit: 10 }))
      .toReversed()
      .filter(({ type }) => type !== 'owner.initialised');
    expect(records.map(({ type, outcome }) => [type, outcome])).toEqual(
      expect.arrayContaining([
        ['change.intent', undefined],
        ['item.resolved', { result: 'ok' }],
        ['item.resolved', { result: 'denied', code: 'ITEM_FIELD_NOT_FOUND' }],
      ]),
    );
    expect(records).toHaveLength(3);
    expect(records.find(({ type }) => type === 'change.intent')).toMatchObject({
      agent: { id: agentId, name: 'job' },
      item: { title: 'Database' },
      vault: { name: 'ai-agents' },
      detail: { change: 'item.resolved', field: 'password', attribute: 'value' },
      session: { principal: { kind: 'agent', id: agentId }, client: { name: 'my-job', claimed: true } },
    });
    expect(JSON.stringify(records)).not.toContain(SECRET);
  });

  it('reads nothing when the trail cannot be written', async () => {
    const { kit, reader } = await open('read');
    await rename(join(kit.folder, 'audit.db'), join(kit.folder, 'moved.db'));
    const { kind } = await reader.resolve('op://ai-agents/Database/password');
    expect(kind).toBe('unresolved');
  });

  it('is refused from the moment it is revoked', async () => {
    const { kit, reader, agentId } = await open('read');
    expect(await textOf(reader, 'op://ai-agents/Database/password')).toBe(SECRET);
    await revokeAgent(
      { store: kit.storage.identity, owner: kit.owner, clock: kit.clock, random: systemRandom },
      agentId,
    );
    expect(await textOf(reader, 'op://ai-agents/Database/password')).toBe('IDENTITY_TOKEN_INVALID');
    expect(await kit.recorded()).toContain('item.resolved IDENTITY_TOKEN_INVALID');
  });
});

describe('an agent with `use`', () => {
  it.each([
    ['op://ai-agents/Database/password'],
    ['op://ai-agents/Database/username'],
    ['op://ai-agents/Database/one-time password?attribute=otp'],
    ['op://ai-agents/Database/password?attribute=type'],
  ])('is refused %s, which is recorded, and nothing is opened', async (reference) => {
    const { kit, reader } = await open('use');
    expect(await textOf(reader, reference)).toBe('IDENTITY_NOT_PERMITTED');
    expect(await kit.recorded()).toEqual(['owner.initialised', 'item.resolved IDENTITY_NOT_PERMITTED']);
  });
});
