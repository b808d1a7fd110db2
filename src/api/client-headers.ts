import { z } from 'zod';

const MAX_CLAIM_CHARS = 128;

/** Who a client says it is. All of it is its own word. */
export const clientHeadersSchema = z.object({
  'keyward-integration': z
    .string()
    .max(2_048)
    .regex(/^[^/]+\/[^/]+$/)
    .optional()
    .describe('Name and version of the program, each percent-encoded: `nightly-report/1.0.0`. For the record.'),
  'keyward-session': z
    .string()
    .regex(/^[a-z2-7]{26}$/)
    .optional()
    .describe('One for each client object, so that its requests are found together. For the record.'),
});

export interface ClientHeaders {
  readonly client?: { readonly name: string; readonly version: string; readonly claimed: true };
  readonly clientSession?: string;
}

/** As a client sends them. */
export function clientHeaders({ client, clientSession }: ClientHeaders): Readonly<Record<string, string>> {
  const { name, version } = client ?? {};
  return {
    ...(name === undefined || version === undefined
      ? {}
      : { 'keyward-integration': `${encodeURIComponent(name)}/${encodeURIComponent(version)}` }),
    ...(clientSession === undefined ? {} : { 'keyward-session': clientSession }),
  };
}

/** As a server reads them. What is not of this form was not said. */
export function readClientHeaders(headers: Headers): ClientHeaders {
  const { data } = clientHeadersSchema.safeParse({
    'keyward-integration': headers.get('keyward-integration') ?? undefined,
    'keyward-session': headers.get('keyward-session') ?? undefined,
  });
  const [name, version] = (data?.['keyward-integration'] ?? '').split('/').map(decode);
  const clientSession = data?.['keyward-session'];
  return {
    ...(name === undefined || version === undefined ? {} : { client: { name, version, claimed: true } }),
    ...(clientSession === undefined ? {} : { clientSession }),
  };
}

function decode(text: string): string | undefined {
  try {
    return decodeURIComponent(text).toWellFormed().slice(0, MAX_CLAIM_CHARS);
  } catch {
    return undefined;
  }
}
