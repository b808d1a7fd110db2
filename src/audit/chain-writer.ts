import { KeywardError, newId, type Random } from '../core/index.ts';
import { readChain } from './record.ts';
import { chainRow, type RecordLine } from './record-line.ts';
import type { AuditHead, AuditRow, AuditStore } from './store.ts';

export interface ChainWriterDeps {
  readonly store: AuditStore;
  readonly random: Random;
}

export interface ChainWriter {
  /** Append the lines in order, in one durable transaction. Throws what the store throws. */
  append(lines: readonly RecordLine[]): Promise<readonly AuditRow[]>;
  /** The same, unless the chain has grown since `head` was read: then nothing is written and false is the answer. */
  appendAt(head: AuditHead, lines: readonly RecordLine[]): Promise<boolean>;
}

interface Attempt {
  chain: string | undefined;
  answer: readonly AuditRow[] | 'moved' | 'named by another';
}

/** Puts records behind one another: sequence, chain id, hash of the one before. */
export function createChainWriter({ store, random }: ChainWriterDeps): ChainWriter {
  let chain: string | undefined;

  async function appendNamed(lines: readonly RecordLine[], at?: AuditHead): Promise<readonly AuditRow[] | 'moved'> {
    chain ??= await readChain(store);
    const tried: Attempt = { chain, answer: 'named by another' };
    await store.append((head) => {
      if (at !== undefined && head?.hash !== at.hash) tried.answer = 'moved';
      else place(tried, lines, head);
      return typeof tried.answer === 'string' ? [] : tried.answer;
    });
    if (tried.answer !== 'named by another') {
      chain = tried.chain;
      return tried.answer;
    }
    chain = await readChain(store);
    if (chain === undefined)
      throw new KeywardError('AUDIT_BROKEN', 'the first record of the audit trail cannot be read');
    return appendNamed(lines, at);
  }

  // The id of the chain stands in its first record: whichever process writes that one chooses it.
  function place(tried: Attempt, lines: readonly RecordLine[], head: AuditHead | undefined): void {
    if (head === undefined) tried.chain = newId(random);
    if (tried.chain !== undefined) tried.answer = follow(lines, tried.chain, head);
  }

  return {
    async append(lines) {
      const rows = await appendNamed(lines);
      return rows === 'moved' ? [] : rows;
    },
    appendAt: async (head, lines) => (await appendNamed(lines, head)) !== 'moved',
  };
}

function follow(lines: readonly RecordLine[], chain: string, head: AuditHead | undefined): readonly AuditRow[] {
  const rows: AuditRow[] = [];
  for (const line of lines) rows.push(chainRow(line, chain, rows.at(-1) ?? head));
  return rows;
}
