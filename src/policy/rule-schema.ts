import { z } from 'zod';

import { isHeaderName } from './judge-headers.ts';
import { isRefusedHeader } from './refused-headers.ts';
import { isReadMethod, NAMED_METHODS } from './judge-method.ts';
import { isJsonPointer } from './json-pointer.ts';
import { BINDING_LIMITS, REQUEST_LIMITS } from './limits.ts';
import { parseBounded } from './bounded.ts';
import { parseRule, readMethods, ruleProblem } from './parse-rule.ts';
import { pathGlobProblem } from './path-glob.ts';
import { BODY_KINDS } from './request.ts';
import { DAYS, isTimeZone } from './time-window.ts';

/** A zod check made of a function that says what is wrong. */
export function checked(problemOf: (text: string) => string | undefined): z.ZodType<string, string> {
  return z.string().superRefine((text, context) => {
    const message = problemOf(text);
    if (message !== undefined) context.addIssue({ code: 'custom', message });
  });
}

const names = z.array(z.string().min(1).max(128)).max(BINDING_LIMITS.names).readonly();

const headerNames = z
  .array(checked(headerProblem).transform((name) => name.toLowerCase()))
  .max(BINDING_LIMITS.names)
  .readonly();

const pointer = z.string().refine(isJsonPointer, 'a JSON pointer is written as /data/id');
const scalar = z.union([z.string().max(1_024), z.number(), z.boolean(), z.null()]);

const jsonCondition = z.union([
  z.strictObject({ pointer, oneOf: z.array(scalar).min(1).max(BINDING_LIMITS.values).readonly() }).readonly(),
  z.strictObject({ pointer, absent: z.literal(true) }).readonly(),
  z.strictObject({ pointer, graphql: z.literal('query') }).readonly(),
]);

const bodyShape = {
  kinds: z.array(z.enum(BODY_KINDS)).max(BODY_KINDS.length).readonly().exactOptional(),
  maxBytes: z.int().min(0).max(REQUEST_LIMITS.bodyBytes).exactOptional(),
};
const json = z.array(jsonCondition).min(1).max(BINDING_LIMITS.jsonConditions).readonly().exactOptional();

const clock = z.string().regex(/^(?:[01][0-9]|2[0-3]):[0-5][0-9]$|^24:00$/, 'a time of day is written as 09:30');

const hours = z
  .strictObject({
    days: z.array(z.enum(DAYS)).min(1).max(7).readonly().exactOptional(),
    from: clock,
    to: clock,
    timeZone: z.string().max(64).refine(isTimeZone, 'not a time zone, such as Europe/Berlin').default('UTC'),
  })
  .readonly();

const response = z.discriminatedUnion('mode', [
  z.strictObject({ mode: z.literal('status_only') }).readonly(),
  z
    .strictObject({
      mode: z.literal('projection'),
      pointers: z.array(pointer).max(BINDING_LIMITS.names).readonly(),
      headers: names,
    })
    .readonly(),
  z.strictObject({ mode: z.literal('scrubbed') }).readonly(),
]);

export const APPROVALS = ['never', 'writes', 'always', 'session', 'anomaly'] as const;
export const APPROVAL_TIERS = ['convenience', 'confirm'] as const;

/** What may be said for a whole binding, and instead for one of its rules. */
export const termsShape = {
  query: z.union([z.enum(['any', 'deny']), names]).exactOptional(),
  headers: headerNames.exactOptional(),
  body: z.strictObject(bodyShape).readonly().exactOptional(),
  hours: hours.exactOptional(),
  response: response.exactOptional(),
  approval: z.enum(APPROVALS).exactOptional(),
  approvalTier: z.enum(APPROVAL_TIERS).exactOptional(),
  bounded: z
    .string()
    .refine(
      (text) => parseBounded(text) !== undefined,
      'a bounded yes is written as 20/15m: uses, and at most 15 minutes',
    )
    .exactOptional(),
};

const methods = z.preprocess(
  (value) => (typeof value === 'string' ? readMethods(value) : value),
  z.array(z.enum(NAMED_METHODS)).min(1, 'methods are read-only, read-write, or a list such as GET,POST').readonly(),
);

const ruleParts = z.strictObject({
  effect: z.enum(['allow', 'deny']).exactOptional(),
  methods,
  path: checked(pathGlobProblem),
  /** Each `*` of the path is a `*%`: one segment, which may hold encoded separators, percent signs, `;`, or nothing. */
  encoded: z.literal(true).exactOptional(),
  /** A GET may carry a body, as Elasticsearch takes it. */
  getBody: z.literal(true).exactOptional(),
  ...termsShape,
  body: z
    .strictObject({ ...bodyShape, json })
    .readonly()
    .exactOptional(),
});

const ruleObject = ruleParts
  .superRefine((rule, context) => {
    const message = ruleTermsProblem(rule);
    if (message !== undefined) context.addIssue({ code: 'custom', message });
  })
  .readonly();

/** A rule in its long form, or as the short text `parseRule` reads. */
export const ruleSchema = z.preprocess((value, context) => {
  if (typeof value !== 'string') return value;
  const message = ruleProblem(value);
  if (message === undefined) return parseRule(value);
  context.addIssue({ code: 'custom', message });
  return z.NEVER;
}, ruleObject);

export type Rule = z.output<typeof ruleSchema>;
export type ResponsePolicy = z.output<typeof response>;
export type JsonCondition = z.output<typeof jsonCondition>;
export type Approval = (typeof APPROVALS)[number];
export type ApprovalTier = (typeof APPROVAL_TIERS)[number];

function headerProblem(name: string): string | undefined {
  if (!isHeaderName(name)) return 'a header name is a plain token';
  return isRefusedHeader(name.toLowerCase()) ? 'header cannot be set by the caller' : undefined;
}

function ruleTermsProblem(rule: z.output<typeof ruleParts>): string | undefined {
  const { effect, methods: _methods, path: _path, ...terms } = rule;
  if (effect === 'deny' && Object.keys(terms).length > 0)
    return 'a rule that denies says methods and a path, and nothing else';
  if (rule.body?.json === undefined) return undefined;
  if (rule.methods.some((method) => isReadMethod(method) && !(rule.getBody === true && method === 'GET')))
    return 'conditions on the JSON body are for methods that carry one';
  const kinds = rule.body.kinds ?? ['json'];
  return kinds.length === 1 && kinds[0] === 'json'
    ? undefined
    : 'conditions on the JSON body allow no other kind of body';
}
