import type { Auths } from '../core/index.ts';
import { parseBinding, type Binding } from './binding-schema.ts';
import { DEFAULT_HEADERS } from './default-headers.ts';
import { PRIVATE_NETWORKS } from './private-networks.ts';
import type { Approval, ApprovalTier, ResponsePolicy } from './rule-schema.ts';

/** A binding as command-line flags say it. */
export interface BindingFlags {
  /** Origins; several are one item used with several hosts. */
  readonly urls: readonly string[];
  /** One placement, or one for each secret of the item. */
  readonly auth: Auths | { readonly scheme: string; readonly name?: string };
  /** Rules in their short form. Without any, reading is allowed and nothing else. */
  readonly allow?: readonly string[] | undefined;
  readonly approval?: Approval | undefined;
  readonly approvalTier?: ApprovalTier | undefined;
  /** Such as `20/15m`: how far one yes may reach. */
  readonly bounded?: string | undefined;
  /** True for every private range, or the networks as CIDR. */
  readonly allowPrivateNetwork?: boolean | readonly string[] | undefined;
  /** Request headers allowed beside the default ones. */
  readonly allowHeaders?: readonly string[] | undefined;
  readonly query?: 'any' | 'deny' | readonly string[] | undefined;
  readonly response?: ResponsePolicy | undefined;
  /** Such as `60/min`. */
  readonly rate?: string | undefined;
  readonly maxRedirects?: number | undefined;
  /** Use a secret that is easy to guess in the mode `scrubbed`. */
  readonly allowWeakSecret?: boolean | undefined;
  /** Whom its servers must be: a private authority in PEM, public keys as `sha256/BASE64`. */
  readonly tls?: { readonly ca?: string; readonly pins?: readonly string[] } | undefined;
}

/** Make a binding from flags. Throws `ITEM_INVALID` naming what is wrong. */
export function buildBinding(flags: BindingFlags): Binding {
  const {
    urls,
    auth,
    allow = [],
    approval,
    approvalTier,
    bounded,
    query,
    response,
    rate,
    tls,
    maxRedirects = 0,
    allowHeaders = [],
  } = flags;
  const parts = {
    origins: urls,
    auth,
    rules: allow.length === 0 ? ['read-only /**'] : allow,
    privateNetworks: privateNetworks(flags.allowPrivateNetwork),
    approval,
    approvalTier,
    bounded,
    query,
    response,
    rate,
    headers: allowHeaders.length === 0 ? undefined : [...DEFAULT_HEADERS, ...allowHeaders],
    redirects: maxRedirects === 0 ? undefined : { max: maxRedirects },
    tls,
    allowWeakSecret: flags.allowWeakSecret === true ? true : undefined,
  };
  return parseBinding(Object.fromEntries(Object.entries(parts).filter(([, part]) => part !== undefined)));
}

function privateNetworks(flag: BindingFlags['allowPrivateNetwork']): readonly string[] {
  if (typeof flag === 'object') return flag;
  return flag === true ? PRIVATE_NETWORKS : [];
}
