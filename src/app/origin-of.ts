import { hostname } from 'node:os';
import type { Config } from '../config/index.ts';
import { sha256Hex } from '../core/index.ts';

const ID_CHARS = 32;

/** Which machine, and which installation on it, records come from: for collectors that hear of several. */
export function originOf({ home }: Pick<Config, 'home'>): { readonly hostname: string; readonly instance: string } {
  const host = hostname();
  return { hostname: host, instance: sha256Hex(`${host}\n${home}`).slice(0, ID_CHARS) };
}
