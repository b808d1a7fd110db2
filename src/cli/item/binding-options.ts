import { z } from 'zod';
import { APPROVAL_TIERS, APPROVALS } from '../../policy/index.ts';
import type { OptionHelp } from '../define-command.ts';

/** Where a secret may go, as options of `item create` and `item edit`. */
export const BINDING_OPTIONS: readonly OptionHelp[] = [
  { flags: '--url <origin>', description: 'where it may go: https://host, or http://127.0.0.1:8080', repeatable: true },
  {
    flags: '--auth <placement>',
    description:
      'how it is placed: bearer, basic, header:NAME, query:NAME, cookie:NAME, path:/bot{credential}, json:/MEMBER or ' +
      'form:NAME; =FIELD behind it for another field; once for each secret',
    repeatable: true,
  },
  {
    flags: '--allow <rule>',
    description:
      'what may be called: "GET,POST /v1/**", "read-only /v1/*", "!DELETE /v1/**"; reading only when left out',
    repeatable: true,
  },
  { flags: '--approval <when>', description: 'when a person is asked: never, writes, always, session or anomaly' },
  {
    flags: '--approval-tier <tier>',
    description: 'whose yes counts: confirm (yours alone), or convenience (a dialog of the client too)',
  },
  { flags: '--bounded <uses/minutes>', description: 'how far one yes may reach: 20/15m; one request when left out' },
  {
    flags: '--allow-private-network [cidr]',
    description: 'names may resolve to private addresses: to any, or within this range',
    repeatable: true,
  },
  {
    flags: '--allow-header <name>',
    description: 'a request header the agent may set beside the usual ones',
    repeatable: true,
  },
  { flags: '--query <rule>', description: 'query parameters: any, deny, or a list of names such as page,limit' },
  {
    flags: '--response <mode>',
    description: 'what the agent sees: scrubbed, status-only, or projection:/id,/data/name',
  },
  { flags: '--rate <rate>', description: 'how often at most: 60/min' },
  {
    flags: '--redirects <count>',
    description: 'redirects to follow within the same origin, at most 3; none when left out',
  },
  { flags: '--tls-ca <file>', description: 'believe this private authority alone, a PEM file' },
  {
    flags: '--tls-pin <pin>',
    description: "the server's public key as sha256/BASE64; with several, one must match",
    repeatable: true,
  },
  {
    flags: '--allow-weak-secret',
    description: 'use a secret that is easy to guess, though agents are shown the answers of the service',
  },
  { flags: '--binding <file>', description: 'all of the above as a JSON file, instead of them: see docs/BINDINGS.md' },
];

const texts = z.array(z.string()).readonly();

/** The same options as they arrive. What they mean is for `policy` to judge. */
export const bindingFlags = {
  url: texts.optional(),
  auth: texts.optional(),
  allow: texts.optional(),
  approval: z.enum(APPROVALS, 'expected never, writes, always, session or anomaly').optional(),
  approvalTier: z.enum(APPROVAL_TIERS, 'expected confirm or convenience').optional(),
  bounded: z.string().optional(),
  allowPrivateNetwork: z.union([z.literal(true), texts]).optional(),
  allowHeader: texts.optional(),
  query: z.string().optional(),
  response: z.string().optional(),
  rate: z.string().optional(),
  redirects: z.coerce
    .number('expected a number')
    .int('expected a number')
    .min(1, 'expected 1 to 3')
    .max(3, 'expected 1 to 3')
    .optional(),
  tlsCa: z.string().optional(),
  tlsPin: texts.optional(),
  allowWeakSecret: z.literal(true).optional(),
  binding: z.string().optional(),
};

export type BindingFlagsGiven = z.infer<z.ZodObject<typeof bindingFlags>>;
