import { SecretValue } from '../../core/index.ts';
import { revealBytes } from '../../core/hazmat.ts';
import { createScrubber } from '../create-scrubber.ts';
import type { KnownSecret, ScrubbedBody, ScrubLimits } from '../scrubber.ts';

/** A body to scrub, as it goes to a worker: secrets as bytes, which live there as long as the job. */
export interface Job {
  readonly secrets: readonly JobSecret[];
  readonly limits: ScrubLimits;
  readonly bytes: Uint8Array;
  readonly contentType: string | undefined;
  readonly truncated: boolean;
}

interface JobSecret {
  readonly name: string;
  readonly bytes: Uint8Array;
  readonly publicPrefix?: string;
  readonly match?: 'whole';
}

export function jobSecrets(secrets: readonly KnownSecret[]): JobSecret[] {
  return secrets.map(({ value, ...secret }) => ({ ...secret, bytes: revealBytes(value) }));
}

export function runJob({ secrets, limits, bytes, contentType, truncated }: Job): ScrubbedBody {
  const known = secrets.map(({ bytes: secret, ...rest }) => ({ ...rest, value: SecretValue.fromBytes(secret) }));
  return createScrubber({ secrets: known, limits }).body(bytes, contentType, { truncated });
}
