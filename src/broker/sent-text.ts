import type { CanonicalRequest } from '../policy/index.ts';

/** What an agent chose of a request: everything it could try a guess with. */
export interface SentText {
  /** As it stands, each part on a line; and the values alone, laid end to end, as a service may put them together. */
  readonly forms: readonly [lines: string, joined: string];
  readonly bytes: number;
}

/** The words of the agent in a request. The credential is no part of it: it is placed later. */
export function sentText({ url, segments, headers, body }: CanonicalRequest): SentText {
  const query = [...url.searchParams];
  const text = body === undefined ? '' : Buffer.from(body.bytes).toString('utf8');
  const values = [...segments, ...query.map(([, value]) => value), ...headers.map(([, value]) => value), text];
  const lines = [...segments, ...query.flat(), ...headers.flat(), text].join('\n');
  return { forms: [lines, values.join('')], bytes: Buffer.byteLength(lines, 'utf8') };
}
