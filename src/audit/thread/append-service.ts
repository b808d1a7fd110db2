import type { MessagePort } from 'node:worker_threads';
import { isKeywardError, type Random } from '../../core/index.ts';
import { createChainWriter } from '../chain-writer.ts';
import type { AuditStore } from '../store.ts';
import { CLOSE, READY, type ThreadAnswer, type ThreadRequest } from './messages.ts';

export interface AppendServiceDeps {
  /** A connection of this thread's own. */
  readonly store: AuditStore;
  readonly random: Random;
  readonly port: MessagePort;
}

/** The far end of `createAppendThread`: append what comes, in order, each batch as one durable commit. */
export function serveAppends({ store, random, port }: AppendServiceDeps): void {
  const chain = createChainWriter({ store, random });
  const answer = (message: ThreadAnswer): void => port.postMessage(message);
  const handle = async (request: ThreadRequest): Promise<void> => {
    if (request === CLOSE) {
      await store.close();
      port.close();
      return;
    }
    try {
      answer((await chain.append(request)).map(({ seq, hash }) => ({ seq, hash })));
    } catch (error) {
      answer({ code: isKeywardError(error) ? error.code : 'INTERNAL' });
    }
  };
  let last = Promise.resolve();
  port.on('message', (request: ThreadRequest) => {
    last = last.then(() => handle(request));
  });
  answer(READY);
}
