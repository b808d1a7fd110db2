import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { z } from 'zod';
import { bundleScript } from '../../scripts/bundle-script.mjs';
import { systemClock } from '../../src/core/index.ts';
import {
  createAgent,
  deleteAgent,
  describeAgent,
  expireAgent,
  issueTaskToken,
  revokeAgent,
  rotateAgent,
  sealToAgents,
} from '../../src/identity/index.ts';
import { HOUR_MS, openIdentityKit, type IdentityKit } from '../support/identity-kit.ts';
import { byDepth } from '../support/depth.ts';

const PROCESSES = byDepth({ few: 2, everything: 3 });
const CALLERS = byDepth({ few: 4, everything: 16 });
const MAX_USES = byDepth({ few: 5, everything: 30 });

let script: string;
beforeAll(async () => void (script = await bundleScript(join(import.meta.dirname, 'children/use-token.ts'))));

const counts = z.record(z.string(), z.int());

/** A program that runs with this token. `callAll` has its callers in it open the item at once. */
async function startProgram(folder: string, token: string) {
  const child = spawn(process.execPath, [script, folder, token, 'stripe', String(CALLERS)], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const lines = createInterface(child.stdout)[Symbol.asyncIterator]();
  onTestFinished(async () => {
    child.stdin.end();
    if (child.exitCode === null) await once(child, 'close');
  });
  await lines.next();
  return {
    async callAll() {
      child.stdin.write('\n');
      return counts.parse(JSON.parse(String((await lines.next()).value)));
    },
  };
}

async function startPrograms(kit: IdentityKit, token: string) {
  const programs = await Promise.all(Array.from({ length: PROCESSES }, () => startProgram(kit.folder, token)));
  return async () => {
    const all = await Promise.all(programs.map((program) => program.callAll()));
    const sums: Record<string, number> = {};
    for (const [answer, count] of all.flatMap((each) => Object.entries(each))) {
      sums[answer] = (sums[answer] ?? 0) + count;
    }
    return sums;
  };
}

const EVERY = PROCESSES * CALLERS;

describe(`an agent used by ${CALLERS} callers in each of ${PROCESSES} processes`, () => {
  it('goes on through a rotation with overlap and new vault keys, and ends with the old token', async () => {
    const { kit, deps } = await openKit();
    const callAll = await startPrograms(kit, kit.token);
    expect(await callAll()).toEqual({ found: EVERY });
    const { token } = await rotateAgent(deps, 'claude', { expiresInMs: HOUR_MS, overlapMs: HOUR_MS });
    await kit.owner.rotateVaultKey(kit.pay.id, (vaultKey) => sealToAgents(deps, vaultKey));
    expect(await callAll()).toEqual({ found: EVERY });
    const callWithNew = await startPrograms(kit, token);
    expect(await callWithNew()).toEqual({ found: EVERY });
    await expireAgent(deps, 'claude', { at: systemClock.now() });
    expect(await callAll()).toEqual({ expired: EVERY });
    expect(await callWithNew()).toEqual({ expired: EVERY });
  });

  it('is refused everywhere on the next call after its revocation, or its deletion', async () => {
    const { kit, deps } = await openKit();
    const other = await createAgent(deps, { name: 'other', vaultIds: [kit.pay.id], can: 'use', expiresInMs: HOUR_MS });
    const callAll = await startPrograms(kit, kit.token);
    const callOther = await startPrograms(kit, other.token);
    expect(await callAll()).toEqual({ found: EVERY });
    await revokeAgent(deps, 'claude');
    expect(await callAll()).toEqual({ revoked: EVERY });
    expect(await callOther()).toEqual({ found: EVERY });
    await deleteAgent(deps, 'other');
    expect(await callOther()).toEqual({ unknown: EVERY });
  });

  it('opens as many items with a task token as that may, over all of them', async () => {
    const { kit, deps } = await openKit();
    const order = { kind: 'task', expiresInMs: HOUR_MS, maxUses: MAX_USES } as const;
    const { token } = await issueTaskToken(deps, 'claude', order);
    const callAll = await startPrograms(kit, token);
    expect(await callAll()).toEqual({ found: MAX_USES, IDENTITY_TOKEN_USED_UP: EVERY - MAX_USES });
    expect(await callAll()).toEqual({ IDENTITY_TOKEN_USED_UP: EVERY });
    const { tokens } = await describeAgent(deps, 'claude');
    expect(tokens.find(({ kind }) => kind === 'task')).toMatchObject({ maxUses: MAX_USES, uses: MAX_USES });
  });
});

// Other processes go by the clock of the machine, so tokens must too.
async function openKit() {
  const kit = await openIdentityKit();
  const deps = { ...kit.deps, clock: systemClock };
  await deleteAgent(deps, 'claude');
  const order = { name: 'claude', vaultIds: [kit.pay.id], can: 'use', expiresInMs: HOUR_MS } as const;
  const { token } = await createAgent(deps, order);
  return { kit: { ...kit, token }, deps };
}
