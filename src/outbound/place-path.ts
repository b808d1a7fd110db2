import { KeywardError } from '../core/index.ts';
import type { Placement } from './schemes/index.ts';

/**
 * The path as it is sent: the segments the caller wrote in the place of the credential become those that hold it.
 * Throws `POLICY_PATH_NOT_ALLOWED` when the path does not begin with them.
 */
export function placePath(pathname: string, placed: Placement['path']): string {
  if (placed === undefined) return pathname;
  const path = replacedSegments(pathname, placed.written, placed.sent);
  if (path !== undefined) return path;
  throw new KeywardError('POLICY_PATH_NOT_ALLOWED', 'the path lacks the segment that Keyward puts the credential in');
}

/** The path as the caller would write it; `undefined` when it does not begin with the credential. */
export function unplacePath(pathname: string, placed: NonNullable<Placement['path']>): string | undefined {
  return replacedSegments(pathname, placed.sent.map(decoded), placed.written);
}

function replacedSegments(pathname: string, from: readonly string[], to: readonly string[]): string | undefined {
  const segments = pathname.slice(1).split('/');
  if (!from.every((segment, index) => decoded(segments[index] ?? '') === segment)) return undefined;
  return `/${[...to, ...segments.slice(from.length)].join('/')}`;
}

function decoded(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}
