import { lookup } from 'node:dns/promises';
import { createWorkloadVerifier, type WorkloadVerifier } from '../../identity/index.ts';
import { createOperatorHttpClient } from '../../outbound/index.ts';
import { createLogger } from '../logger.ts';
import type { Workshop } from '../owner/open-data-folder.ts';

/** Do something that needs the keys of issuers, which are asked for over the guarded way out. */
export async function withWorkloadVerifier<T>(
  { config, clock }: Workshop,
  work: (verify: WorkloadVerifier) => Promise<T>,
): Promise<T> {
  const client = createOperatorHttpClient({
    logger: createLogger(config.logLevel),
    lookup: async (hostname) => lookup(hostname, { all: true }),
    ownListeners: () => [],
    egressProxy: config.egressProxy === undefined ? undefined : { url: config.egressProxy },
  });
  try {
    return await work(createWorkloadVerifier({ fetchDocument: client.get, clock }));
  } finally {
    await client.close();
  }
}
