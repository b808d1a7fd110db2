import { lookup } from 'node:dns/promises';
import { createWorkloadVerifier, type WorkloadVerifier } from '../../identity/index.ts';
import { createPoster } from '../../outbound/index.ts';
import type { Workshop } from '../owner/open-data-folder.ts';

/** Do something that needs the keys of issuers, which are asked for over the guarded way out. */
export async function withWorkloadVerifier<T>(
  { config, clock, logger }: Workshop,
  work: (verify: WorkloadVerifier) => Promise<T>,
): Promise<T> {
  const poster = createPoster({
    logger,
    lookup: async (hostname) => lookup(hostname, { all: true }),
    ownListeners: () => [],
    egressProxy: config.egressProxy === undefined ? undefined : { url: config.egressProxy },
  });
  try {
    return await work(createWorkloadVerifier({ fetchDocument: poster.get, clock }));
  } finally {
    await poster.close();
  }
}
