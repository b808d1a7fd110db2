import { describe, expect, it } from 'vitest';
import { KeywardError, systemRandom } from '../../src/core/index.ts';
import { createAgent, credentialOf, identifyHolder } from '../../src/identity/index.ts';
import { createSealedReads } from '../../src/sealed/index.ts';
import { openAgentKit } from '../support/agent-kit.ts';

const SESSION = { transport: 'http', connection_id: 'connection-of-the-test' } as const;

async function openDesk() {
  const kit = await openAgentKit();
  const item = await kit.addItem('api', { urls: ['http://127.0.0.1:9'], auth: { scheme: 'bearer' } });
  const deps = { store: kit.storage.identity, owner: kit.owner, clock: kit.clock, random: systemRandom };
  const made = await createAgent(deps, { name: 'job', vaultIds: [kit.vaultId], can: 'read', expiresInMs: 60_000 });
  const holder = await identifyHolder(deps, credentialOf(made.token) ?? '');
  if (holder.kind === 'refused') throw new Error(holder.because);
  const written: string[] = [];
  let failsFrom = Number.POSITIVE_INFINITY;
  const sealed = createSealedReads({
    store: {
      ...kit.storage.vaults,
      async getItem(vaultId, itemId) {
        written.push('row');
        return kit.storage.vaults.getItem(vaultId, itemId);
      },
    },
    trail: {
      async record(event) {
        if (written.filter((each) => each !== 'row').length >= failsFrom)
          throw new KeywardError('AUDIT_UNWRITABLE', 'full');
        written.push(`${event.type} ${event.outcome?.result ?? ''}`.trim());
        return kit.trail.record(event);
      },
    },
    change: () => '1',
    random: systemRandom,
  });
  return {
    written,
    failFrom: (count: number) => (failsFrom = count),
    open: async () => sealed.open({ holder, session: SESSION }, { vaultId: kit.vaultId, itemId: item.id, version: 1 }),
    sealed,
    incoming: { holder, session: SESSION },
    vaultId: kit.vaultId,
  };
}

describe('the sealed desk', () => {
  it('records a read before and after it takes the values out, and then hands them over', async () => {
    const { open, written } = await openDesk();
    expect(await open()).toMatchObject({ kind: 'handed', rows: { version: 1, details: expect.any(Uint8Array) } });
    expect(written).toEqual(['row', 'change.intent', 'row', 'item.resolved ok']);
  });

  it.each([0, 1])('hands nothing over when the trail takes %s records and no more', async (count) => {
    const { open, failFrom } = await openDesk();
    failFrom(count);
    const answer = await open();
    expect(answer).toMatchObject({ kind: 'refused', code: 'AUDIT_UNWRITABLE' });
    expect(answer).not.toHaveProperty('rows');
  });

  it('hands out overviews without values, and keys, only with their record', async () => {
    const { sealed, incoming, vaultId, written, failFrom } = await openDesk();
    expect(await sealed.items(incoming, { vaultId })).toMatchObject({
      rows: [expect.not.objectContaining({ details: expect.anything() })],
    });
    expect(await sealed.agent(incoming)).toMatchObject({ rows: { record: { sealedKeys: [{ vaultId }] } } });
    expect(written).toEqual(['items.listed', 'session.opened']);
    failFrom(0);
    expect(await sealed.items(incoming, { vaultId })).toMatchObject({ kind: 'refused', code: 'AUDIT_UNWRITABLE' });
    expect(await sealed.agent(incoming)).toMatchObject({ kind: 'refused', code: 'AUDIT_UNWRITABLE' });
  });

  it('knows no vault that was not granted', async () => {
    const { sealed, incoming } = await openDesk();
    expect(await sealed.items(incoming, { vaultId: 'another' })).toMatchObject({
      kind: 'refused',
      code: 'VAULT_NOT_FOUND',
    });
  });
});
