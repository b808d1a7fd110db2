import type { OwnOriginBinding, ProposedBinding, Service } from '../../catalog/index.ts';
import { KeywardError } from '../../core/index.ts';
import { METHODS, parseBinding, parseRule, type Binding } from '../../policy/index.ts';
import type { BindingFlagsGiven } from '../item/binding-options.ts';

export interface ServiceChoice {
  readonly service: Service;
  readonly spends: boolean;
  readonly writes: boolean;
}

export interface Proposal {
  /** The flags with what the catalog adds; what was given stays. */
  readonly flags: BindingFlagsGiven;
  readonly username: string | undefined;
  /** The binding made of the flags, with the parts that flags cannot say. */
  readonly complete: (binding: Binding) => Binding;
  /** For the person, beside the result. */
  readonly remarks: readonly string[];
}

/**
 * Fill in from the catalog what the person did not say. Throws `CONFIG_INVALID` when the service needs an origin of
 * the person's own and none was given, and when nothing can be proposed and the flags do not say it all.
 */
export function proposeBinding(choice: ServiceChoice, given: BindingFlagsGiven): Proposal {
  const { service } = choice;
  if (given.binding !== undefined)
    throw new KeywardError('CONFIG_INVALID', '--binding holds all settings: leave --service out');
  const proposed = service.binding ?? service.ownOrigin;
  if (proposed === undefined) return withoutProposal(service, given);
  const isListed = given.allow === undefined;
  return {
    flags: fill(choice, proposed, given),
    username: proposed.username,
    complete: (binding) => (isListed ? complete(choice, proposed, binding) : binding),
    remarks: [...cautions(service, proposed), ...(isListed ? leftOut(choice, proposed) : [])],
  };
}

type Proposed = ProposedBinding | OwnOriginBinding;

function withoutProposal({ id, notBound = '' }: Service, given: BindingFlagsGiven): Proposal {
  const reason = `the catalog proposes no binding for ${id}: ${notBound}`;
  if (given.url === undefined || given.auth === undefined)
    throw new KeywardError('CONFIG_INVALID', reason, { hint: 'say where it may go with --url and --auth' });
  return { flags: given, username: undefined, complete: (binding) => binding, remarks: [reason] };
}

function fill(choice: ServiceChoice, proposed: Proposed, given: BindingFlagsGiven): BindingFlagsGiven {
  const url = given.url ?? ('origins' in proposed ? proposed.origins : undefined);
  if (url === undefined) throw needsUrl(choice.service, proposed);
  const headers = [...new Set([...(proposed.headers ?? []), ...(given.allowHeader ?? [])])];
  return {
    ...given,
    url,
    auth: given.auth ?? [proposed.auth],
    allow: given.allow ?? rulesOf(choice, proposed),
    ...(headers.length > 0 && { allowHeader: headers }),
  };
}

function needsUrl({ id }: Service, proposed: Proposed): KeywardError {
  const pattern = 'pattern' in proposed ? `: ${proposed.pattern ?? ''}` : '';
  return new KeywardError('CONFIG_INVALID', `${id} runs at an origin of your own${pattern}`, {
    hint: 'give it with --url',
  });
}

// A binding allows something: with no call that only reads, everything stays denied until more is allowed by name.
function rulesOf(choice: ServiceChoice, proposed: Proposed): readonly string[] {
  const { read, spend = [], write, deny, graphql } = proposed;
  const queries = graphql === undefined ? [] : [`POST ${graphql}`];
  const allowed = [...read, ...queries, ...(choice.spends ? spend : []), ...(choice.writes ? write : [])];
  if (allowed.length === 0) throw nothingReads(choice.service);
  return [...allowed, ...deny.map((rule) => `!${rule}`)];
}

function nothingReads({ id }: Service): KeywardError {
  return new KeywardError('CONFIG_INVALID', `no call of ${id} is known to only read`, {
    hint: 'add --service-spends or --service-writes, or say with --allow what may be called',
  });
}

// Each write asks whatever `--approval` says of the rest; GraphQL tells reading from writing by the body alone.
function complete({ writes }: ServiceChoice, { write, graphql }: Proposed, binding: Binding): Binding {
  const asking = writes ? write.map((rule) => keyOf(parseRule(rule))) : [];
  const queries = graphql === undefined ? undefined : keyOf(parseRule(`POST ${graphql}`));
  const rules = binding.rules.map((rule) => ({
    ...rule,
    ...(asking.includes(keyOf(rule)) && { approval: 'always' }),
    ...(keyOf(rule) === queries && { body: { json: [{ pointer: '/query', graphql: 'query' }] } }),
  }));
  return parseBinding({ ...binding, rules });
}

function keyOf({
  effect,
  methods,
  path,
}: {
  effect?: string | undefined;
  methods: readonly string[];
  path: string;
}): string {
  return `${effect ?? 'allow'} ${METHODS.filter((method) => methods.includes(method)).join(',')} ${path}`;
}

function cautions({ id, getWrites }: Service, { valuePrefix }: Proposed): readonly string[] {
  return [
    ...(getWrites === true ? [`${id} also writes by GET: allow no more of it than you know to read`] : []),
    ...(valuePrefix === undefined
      ? []
      : [`${id} wants ${JSON.stringify(valuePrefix)} before the credential: store it with it`]),
  ];
}

function leftOut({ spends, writes }: ServiceChoice, { spend = [], write }: Proposed): readonly string[] {
  return [
    ...(spends || spend.length === 0
      ? []
      : [`not allowed, costs money (--service-spends adds it): ${spend.join('; ')}`]),
    ...(writes || write.length === 0
      ? []
      : [`not allowed, writes (--service-writes adds it, and asks): ${write.join('; ')}`]),
  ];
}
