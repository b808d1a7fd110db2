import { describe, expect, it } from 'vitest';
import { CANARY } from '../support/agent-kit.ts';
import { startRemoteKit, type Json, type RemoteKit } from '../support/remote-kit.ts';

const DB = 'op://deploy/db/credential';

/** Answers that were genuine, by path. */
async function prepare() {
  const kit = await startRemoteKit();
  const { here } = kit;
  await here.json(['item', 'create', 'deploy/other'], 'other value');
  await here.json(['vault', 'create', 'elsewhere']);
  await here.json(['item', 'create', 'elsewhere/db'], 'value of another agent');
  const token = await kit.agent('job', ['--vault', 'deploy', '--can', 'read']);
  const stranger = await kit.agent('stranger', ['--vault', 'elsewhere', '--can', 'read']);
  return { kit, token, stranger };
}

/** What the server answers to a client that is not lied to. */
async function genuine(
  kit: RemoteKit,
  token: string,
  reference: string,
): Promise<readonly { readonly path: string; readonly answer: Json }[]> {
  const from = kit.crossed.length;
  await (await kit.client(token)).secrets.resolve(reference);
  return kit.crossed.slice(from).map(({ path, answered }) => ({ path, answer: JSON.parse(answered) }));
}

const isOpen = (path: string): boolean => path.endsWith('/open');
const isAgent = (path: string): boolean => path.endsWith('/agent');
const isFound = (path: string): boolean => path.includes('title_hash');

describe('a server that lies', () => {
  it('gets nothing opened by swapped rows, fields, vaults or keys', { timeout: 60_000 }, async () => {
    const { kit, token, stranger } = await prepare();
    const own = await genuine(kit, token, DB);
    const other = await genuine(kit, token, 'op://deploy/other/credential');
    const theirs = await genuine(kit, stranger, 'op://elsewhere/db/credential');
    const pick = (answers: typeof own, which: (path: string) => boolean): Json =>
      answers.find(({ path }) => which(path))?.answer;

    const lies: Readonly<Record<string, (path: string, answer: Json) => Json>> = {
      'another item, whole, in answer to a title': (path, answer) => (isFound(path) ? pick(other, isFound) : answer),
      'the overview of another item under this id': (path, answer) =>
        isFound(path) ? replaced(answer, { overview: pick(other, isFound).items[0].overview }) : answer,
      'the values of another item under this id': (path, answer) =>
        isOpen(path) ? { ...answer, item: { ...answer.item, details: pick(other, isOpen).item.details } } : answer,
      'another item, whole, to be opened': (path, answer) => (isOpen(path) ? pick(other, isOpen) : answer),
      'an item of another vault': (path, answer) => (isFound(path) ? pick(theirs, isFound) : answer),
      'an item of another vault under this one': (path, answer) =>
        isFound(path)
          ? replaced(answer, { ...pick(theirs, isFound).items[0], vault_id: answer.items[0].vault_id })
          : answer,
      'overview and values changed places': (path, answer) =>
        isOpen(path) ? { ...answer, item: { ...answer.item, details: answer.item.overview } } : answer,
      'a version that was never sealed': (path, answer) => (isFound(path) ? replaced(answer, { version: 2 }) : answer),
      'the key of another vault': (path, answer) =>
        isAgent(path)
          ? {
              ...answer,
              sealed_keys: answer.sealed_keys.map((row: Json) => ({
                ...row,
                sealed_key: pick(theirs, isAgent).sealed_keys[0].sealed_key,
              })),
            }
          : answer,
      'another vault as this one': (path, answer) =>
        isAgent(path)
          ? {
              ...answer,
              vaults: answer.vaults.map((row: Json) => ({ ...pick(theirs, isAgent).vaults[0], id: row.id })),
            }
          : answer,
      'another agent': (path, answer) => (isAgent(path) ? pick(theirs, isAgent) : answer),
      'another owner': (path, answer) =>
        isAgent(path)
          ? { ...answer, token: { ...answer.token, owner_mac: pick(theirs, isAgent).token.owner_mac } }
          : answer,
      'a grant that was changed': (path, answer) =>
        isAgent(path)
          ? {
              ...answer,
              grants: answer.grants.map((row: Json) => ({
                ...row,
                statement: rewritten(row.statement, '"can":"read"', '"can":"use" '),
              })),
            }
          : answer,
    };
    const ends: Record<string, string> = {};
    for (const [name, lie] of Object.entries(lies)) {
      kit.tamper = lie;
      const [end] = await Promise.allSettled([(async () => (await kit.client(token)).secrets.resolve(DB))()]);
      ends[name] = end.status === 'rejected' ? end.reason.code : end.value;
    }
    expect(
      new Set(
        Object.keys(lies)
          .filter((name) => !(ends[name] ?? '').endsWith('_TAMPERED'))
          .map((name) => `${name}: ${ends[name]}`),
      ),
    ).toEqual(new Set());
  });

  it('is not believed with an older version by a client that has seen a later one', { timeout: 30_000 }, async () => {
    const { kit, token } = await prepare();
    const before = await genuine(kit, token, DB);
    await kit.here.json(['item', 'edit', 'deploy/db', '--secret'], 'another value');
    const client = await kit.client(token);
    expect(await client.secrets.resolve(DB)).toBe('another value');

    // The old values under the number of the new version.
    kit.tamper = (path, answer) =>
      isOpen(path)
        ? {
            ...answer,
            item: { ...answer.item, details: before.find((each) => isOpen(each.path))?.answer.item.details },
          }
        : answer;
    await expect(client.secrets.resolve(DB)).rejects.toMatchObject({ code: 'VAULT_RECORD_TAMPERED' });
    // The whole old row.
    kit.tamper = (path, answer) => {
      const old = before.find((each) => each.path.split('?')[0] === path.split('?')[0] && !isAgent(path))?.answer;
      return isAgent(path) ? { ...answer, change: 'another' } : (old ?? answer);
    };
    await kit.here.json(['item', 'create', 'deploy/third'], 'a change');
    await expect(client.secrets.resolve(DB)).rejects.toMatchObject({ code: 'VAULT_RECORD_TAMPERED' });
    kit.tamper = undefined;
    expect(await client.secrets.resolve(DB)).toBe('another value');
  });

  it('gets no token by saying that the agent may only use', { timeout: 30_000 }, async () => {
    const { kit, token } = await prepare();
    const user = await kit.agent('user', ['--vault', 'deploy']);
    const theirs = await genuine(kit, token, DB);
    await kit.client(user);
    const uses = JSON.parse(kit.crossed.at(-1)?.answered ?? '');
    const client = await kit.client(token);
    kit.tamper = (path, answer) => (isAgent(path) ? { ...answer, grants: uses.grants, sealed_keys: [] } : answer);
    await expect(client.items.list()).rejects.toMatchObject({ code: 'IDENTITY_STATEMENT_TAMPERED' });
    expect(theirs.length).toBeGreaterThan(0);
    expect(kit.crossed.filter(({ authorization }) => authorization.includes(token))).toEqual([]);
  });

  it('is no server when it answers something else', { timeout: 30_000 }, async () => {
    const { kit, token } = await prepare();
    const client = await kit.client(token);
    kit.tamper = (path, answer) => (isOpen(path) ? { ...answer, item: { secret: CANARY } } : answer);
    await expect(client.secrets.resolve(DB)).rejects.toMatchObject({ code: 'SERVER_ANSWER_INVALID' });
  });
});

function replaced(answer: Json, members: Json): Json {
  return { ...answer, items: answer.items.map((row: Json) => ({ ...row, ...members })) };
}

function rewritten(statement: string, from: string, to: string): string {
  const text = Buffer.from(statement, 'base64url').toString();
  return Buffer.from(text.replace(from, to)).toString('base64url');
}
