import { describe, expect, it } from 'vitest';
import { type ExportRequest, exportTrail, findExportFormat } from '../../../src/siem/index.ts';
import { pruneTrail, verifyExport } from '../../../src/audit/index.ts';
import { jsonl } from '../../../src/siem/export/jsonl.ts';
import { checkpointedTrail, type CheckpointedTrail } from '../../audit/checkpointed-trail.ts';
import { SESSION } from '../../audit/trail-fixture.ts';

async function text(made: CheckpointedTrail, request: Partial<ExportRequest> = {}): Promise<string> {
  let out = '';
  for await (const chunk of exportTrail(made.store, { format: jsonl, productVersion: '1', ...request }))
    out += chunk.text;
  return out;
}

describe('an export', () => {
  it('as JSONL is the whole trail over many pages, and verifies', async () => {
    const made = await checkpointedTrail();
    await made.calls(300);
    await made.checkpoint();
    const lines = (await text(made)).trimEnd().split('\n');
    expect(lines).toHaveLength(601);
    expect(await verifyExport(() => lines, { keys: [made.verifierKey()] })).toMatchObject({
      kind: 'intact',
      attested: 600,
    });
  });

  it('goes on from where the last one ended', async () => {
    const made = await checkpointedTrail();
    await made.calls(3);
    const chunks = [];
    for await (const chunk of exportTrail(made.store, { format: jsonl, productVersion: '1' })) chunks.push(chunk);
    const seq = chunks.at(-1)?.seq ?? 0;
    expect(seq).toBe(6);
    expect(await text(made, { afterSeq: seq })).toBe('');
    await made.calls(1);
    expect((await text(made, { afterSeq: seq })).split('\n')).toHaveLength(3);
  });

  it('holds only what the filter lets through', async () => {
    const made = await checkpointedTrail();
    await made.calls(3);
    expect((await text(made, { filter: { types: ['call.intent'] } })).split('\n')).toHaveLength(4);
  });

  it('begins with the header of its format, also when there is nothing in it', async () => {
    const format = findExportFormat('csv') ?? jsonl;
    expect(await text(await checkpointedTrail(), { format })).toMatch(/^seq,at,type,.*\r\n$/);
  });

  it('leaves out what a crashed pruning had not yet taken away, and so verifies', async () => {
    const made = await checkpointedTrail();
    await made.calls(5);
    made.clock.advance(3_600_000);
    await made.calls(1);
    const dies = { ...made.store, prune: async () => Promise.reject(new Error('killed')) };
    await expect(pruneTrail({ ...made, store: dies, session: SESSION }, 60_000)).rejects.toThrow('killed');
    const lines = (await text(made)).trimEnd().split('\n');
    expect(await verifyExport(() => lines, { keys: [made.verifierKey()] })).toMatchObject({
      kind: 'intact',
      first: 11,
    });
  });
});
