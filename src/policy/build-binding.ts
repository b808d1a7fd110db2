import { parseBinding, type Binding } from './binding-schema.ts';
import { DEFAULT_HEADERS } from './judge-terms.ts';
import { PRIVATE_NETWORKS } from './private-networks.ts';
import type { Approval, ResponsePolicy } from './rule-schema.ts';

/** A binding as command-line flags say it. */
export interface BindingFlags {
  /** Origins; several are one item used with several hosts. */
  readonly urls: readonly string[];
  readonly auth: { readonly scheme: string; readonly name?: string };
  /** Rules in their short form. Without any, reading is allowed and nothing else. */
  readonly allow?: readonly string[] | undefined;
  readonly approval?: Approval | undefined;
  /** True for every private range, or the networks as CIDR. */
  readonly allowPrivateNetwork?: boolean | readonly string[] | undefined;
  /** Request headers allowed beside the default ones. */
  readonly allowHeaders?: readonly string[] | undefined;
  readonly query?: 'any' | 'deny' | readonly string[] | undefined;
  readonly response?: ResponsePolicy | undefined;
  /** Such as `60/min`. */
  readonly rate?: string | undefined;
  readonly maxRedirects?: number | undefined;
}

/** Make a binding from flags. Throws `ITEM_INVALID` naming what is wrong. */
export function buildBinding(flags: BindingFlags): Binding {
  const { urls, auth, approval, query, response, rate, maxRedirects } = flags;
  return parseBinding({
    origins: urls,
    auth,
    rules: flags.allow === undefined || flags.allow.length === 0 ? ['read-only /**'] : flags.allow,
    privateNetworks: privateNetworks(flags.allowPrivateNetwork),
    ...(approval && { approval }),
    ...(query && { query }),
    ...(response && { response }),
    ...(rate && { rate }),
    ...(flags.allowHeaders?.length && { headers: [...DEFAULT_HEADERS, ...flags.allowHeaders] }),
    ...(maxRedirects && { redirects: { max: maxRedirects } }),
  });
}

function privateNetworks(flag: BindingFlags['allowPrivateNetwork']): readonly string[] {
  if (typeof flag === 'object') return flag;
  return flag === true ? PRIVATE_NETWORKS : [];
}
