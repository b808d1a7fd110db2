import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { formatVerifierKey, makeVerifierKey, pruneTrail } from '../../../src/audit/index.ts';
import { auditKeyFromSeed } from '../../../src/audit/checkpoint/audit-key.ts';
import { cosign } from '../../../src/audit/checkpoint/cosignature.ts';
import { formatSignature } from '../../../src/audit/checkpoint/signed-note.ts';
import { canonicalJson, sha256Hex } from '../../../src/core/index.ts';
import { checkpointedTrail } from '../checkpointed-trail.ts';
import { SESSION } from '../trail-fixture.ts';

const SCRIPT = 'docs/verify/verify.py';
const hasPython = spawnSync('python3', ['--version']).status === 0;
const folder = mkdtempSync(join(tmpdir(), 'keyward-verify-'));

afterAll(() => rmSync(folder, { recursive: true }));

const made = await checkpointedTrail();
await made.calls(4);
await made.checkpoint();
await made.calls(6);
await made.checkpoint();
await made.calls(1);
const lines = made.lines();
const key = formatVerifierKey(made.verifierKey());
const notes = made.notes.map(({ note }) => note);

function verify(
  of: readonly string[],
  kept: readonly string[] = notes,
  witnesses: readonly string[] = [],
): { status: number | null; stdout: string } {
  const paths = [of.map((line) => `${line}\n`).join(''), ...kept].map((text, index) => {
    const path = join(folder, String(index));
    writeFileSync(path, text);
    return path;
  });
  const [path = '', ...checkpoints] = paths;
  return spawnSync('python3', [SCRIPT, path, key, ...witnesses, ...checkpoints], { encoding: 'utf8' });
}

const forged = (at: number): string => canonicalJson({ ...JSON.parse(lines[at] ?? ''), call_id: 'forged' });

function rechained(at: number): string[] {
  const out = lines.with(at, forged(at)).slice(0, at + 1);
  for (const line of lines.slice(at + 1))
    out.push(canonicalJson({ ...JSON.parse(line), prev: sha256Hex(out.at(-1) ?? '') }));
  return out;
}

it('the independent verifier is at most 180 lines', () => {
  expect(readFileSync(SCRIPT, 'utf8').trimEnd().split('\n').length).toBeLessThanOrEqual(180);
});

describe.skipIf(!hasPython)('the independent verifier (skipped where there is no python3)', () => {
  it('finds a whole export intact, and says up to where it is attested', () => {
    expect(verify(lines)).toMatchObject({ status: 0, stdout: 'intact: 24 records, attested up to 21\n' });
    expect(verify(lines, [])).toMatchObject({ status: 0, stdout: 'intact: 24 records, attested up to 21\n' });
  });

  it.each([
    ['edited', () => lines.with(5, forged(5)), /record 7 does not follow/],
    ['deleted', () => lines.toSpliced(5, 1), /record 6 should stand here, found 7/],
    ['inserted', () => lines.toSpliced(5, 0, forged(5)), /record 7 should stand here, found 6/],
    ['swapped', () => lines.with(5, lines[6] ?? '').with(6, lines[5] ?? ''), /record 6 should stand here, found 7/],
    ['missing from the end', () => lines.slice(0, 15), /truncated: records 16 to 21 are missing/],
    ['written anew from one on', () => rechained(12), /rolled back: records 9 to 21 are not those/],
    ['no JSON', () => lines.with(3, 'x'), /broken/],
    ['with a blank', () => lines.with(-1, `${lines.at(-1)} `), /not in canonical form/],
    ['with a member twice', () => lines.with(-1, (lines.at(-1) ?? '').replace('"v":1', '"v":1,"v":1')), /canonical/],
    ['with an escape', () => lines.with(-1, (lines.at(-1) ?? '').replace('"type"', '"\\u0074ype"')), /canonical/],
    ['blank', () => [...lines, ''], /blank/],
  ])('finds records %s', (_case, tampered, why) => {
    const result = verify(tampered());
    expect(result.stdout).toMatch(why);
    expect(result.status).toBe(8);
  });

  it('demands the co-signature of a witness, and says how far it reaches', () => {
    const signer = auditKeyFromSeed(new Uint8Array(32).fill(7));
    const witness = formatVerifierKey(makeVerifierKey('test/witness', 'witness', signer.publicKey));
    const line = (text: string): string =>
      formatSignature(cosign(text, 1_790_000_000, { name: 'test/witness', signer }));
    const text = notes[0]?.split('\n\n')[0] ?? '';
    const cosigned = `${notes[0]}${line(`${text}\n`)}`;
    expect(verify(lines, [cosigned], [witness])).toMatchObject({
      status: 0,
      stdout: 'co-signed by test/witness up to 8\nintact: 24 records, attested up to 21\n',
    });
    const otherText = `${notes[0]}${line('keyward-audit/other\n8\nAAAA\n')}`;
    for (const kept of [notes[0] ?? '', otherText]) {
      expect(verify(lines, [kept], [witness])).toMatchObject({
        status: 8,
        stdout: 'broken: no checkpoint was co-signed by test/witness\n',
      });
    }
  });

  it('does not believe a checkpoint that was changed', () => {
    expect(verify(lines, [notes[0]?.replace('\n8\n', '\n9\n') ?? '']).status).toBe(8);
  });

  it('finds the rest of a pruned trail intact', async () => {
    const { clock } = made;
    clock.advance(3_600_000);
    await pruneTrail({ ...made, session: SESSION }, 60_000);
    await made.calls(1);
    expect(verify(made.lines(), [])).toMatchObject({ status: 0 });
    expect(verify(made.lines().slice(1), [])).toMatchObject({ status: 8 });
  });
});
