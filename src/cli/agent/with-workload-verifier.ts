import type { Runtime } from '../../app/index.ts';
import { createWorkloadVerifier, type WorkloadVerifier } from '../../identity/index.ts';

/** Do something that needs the keys of issuers, which are asked for over the guarded network. */
export async function withWorkloadVerifier<T>(
  { network, clock }: Pick<Runtime, 'network' | 'clock'>,
  work: (verify: WorkloadVerifier) => Promise<T>,
): Promise<T> {
  return work(createWorkloadVerifier({ fetchDocument: network.http.get, clock }));
}
