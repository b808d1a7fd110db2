import { systemClock, systemRandom } from '../core/index.ts';
import { ready } from '../crypto/index.ts';
import { openRemote, type RemoteOptions } from '../remote/index.ts';
import type { ClientBackend } from '../sdk/index.ts';

/** Throws `IDENTITY_TOKEN_INVALID`, `CONFIG_INVALID` and `SERVER_*`. */
export async function openRemoteBackend(
  options: Omit<RemoteOptions, 'clock' | 'random'>,
): Promise<{ readonly backend: ClientBackend; close(): void }> {
  await ready();
  const { broker, reader, close } = await openRemote({ ...options, clock: systemClock, random: systemRandom });
  return { backend: { ...broker, ...reader }, close };
}
