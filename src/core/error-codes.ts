/** Who may be told the sentence of an error. `internal` is told only to the operator's log. */
export type Audience = 'agent' | 'operator' | 'internal';

export interface ErrorFacts {
  readonly audience: Audience;
  readonly httpStatus: number;
  readonly exitCode: number;
  /** True when the same call may succeed later without anybody changing anything. */
  readonly retryable: boolean;
  readonly hint: string;
}

/** Exit codes of the command line: the one documented table. */
export const EXIT_CODES = {
  ok: 0,
  unexpected: 1,
  usage: 2,
  notFound: 3,
  denied: 4,
  locked: 5,
  conflict: 6,
  unavailable: 7,
  tampered: 8,
  exposed: 9,
  cannotStart: 126,
  noProgram: 127,
} as const;

const { unexpected, usage, notFound, denied, locked, conflict, unavailable, tampered, cannotStart, noProgram } =
  EXIT_CODES;

type Row = readonly [audience: Audience, httpStatus: number, exitCode: number, hint: string];

const facts = (...[audience, httpStatus, exitCode, hint]: Row): ErrorFacts => ({
  audience,
  httpStatus,
  exitCode,
  hint,
  retryable: false,
});

const retryable = (...row: Row): ErrorFacts => ({ ...facts(...row), retryable: true });

/** Every code Keyward answers with. Codes are public API: a removed or changed code is a breaking change. */
export const ERROR_CODES = {
  INTERNAL: facts('internal', 500, unexpected, 'look up the call id in `keyward audit list`'),
  CONFIG_INVALID: facts('operator', 400, usage, 'see `keyward --help`'),
  CLIENT_CLOSED: facts('operator', 409, usage, 'make another client with createClient'),
  CLIENT_TOKEN_KEPT: facts('operator', 403, denied, 'make the client without `sendToken: false`'),
  SERVER_UNREACHABLE: retryable('operator', 502, unavailable, 'check that `keyward serve` is up, and its address'),
  SERVER_TLS_FAILED: facts(
    'operator',
    502,
    unavailable,
    'check the address, and give the authority of the server as `ca`',
  ),
  SERVER_BUSY: retryable('operator', 503, unavailable, 'wait, then try again'),
  SERVER_ANSWER_INVALID: facts('operator', 502, unavailable, 'check that a Keyward of this version is at that address'),
  REQUEST_INVALID: facts('agent', 400, usage, 'see /v1/openapi.json for what may be asked, and how'),
  CLI_CANCELLED: facts('operator', 499, denied, 'nothing was changed'),
  CLI_TERMINAL_REQUIRED: facts('operator', 403, denied, 'run it yourself at a terminal, without a pipe'),
  CONFIG_UNSAFE_PROCESS: facts('operator', 500, usage, 'start Keyward without that flag or variable'),

  IDENTITY_TOKEN_INVALID: facts('agent', 401, denied, 'ask the owner for a new agent token'),
  IDENTITY_TOKEN_USED_UP: facts('agent', 403, denied, 'ask the owner for a token with more uses'),
  IDENTITY_NOT_PERMITTED: facts('agent', 403, denied, 'ask the owner for a grant'),
  IDENTITY_AGENT_NOT_FOUND: facts('operator', 404, notFound, 'see `keyward agent list`'),
  IDENTITY_AGENT_EXISTS: facts('operator', 409, conflict, 'choose another name, or rotate the agent'),
  IDENTITY_STATEMENT_TAMPERED: facts(
    'operator',
    500,
    tampered,
    'the database was changed by something else: restore a backup',
  ),

  ITEM_NOT_FOUND: facts('agent', 404, notFound, 'call list_items for what may be used'),
  ITEM_AMBIGUOUS: facts('agent', 409, conflict, 'name it as vault/title or by its id'),
  ITEM_CURSOR_INVALID: facts('agent', 400, usage, 'list from the beginning, without a cursor'),
  ITEM_EXISTS: facts('operator', 409, conflict, 'edit the item, or choose another title'),
  ITEM_INVALID: facts('operator', 400, usage, 'see `keyward item create --help`'),
  ITEM_CHANGED: retryable('operator', 409, conflict, 'another process changed the item: read it again and repeat'),
  ITEM_NOT_BOUND: facts('agent', 403, denied, 'the owner must bind the item to a destination with `keyward item edit`'),
  ITEM_DELETED: facts('agent', 410, notFound, 'the owner must restore the item in its store, or bind another one'),
  ITEM_FIELD_NOT_FOUND: facts('operator', 404, notFound, 'see `keyward item get`'),

  ITEM_FIELD_UNUSABLE: facts('operator', 422, usage, 'store the field again, with a value that fits its type'),

  REFERENCE_INVALID: facts('operator', 400, usage, 'write it as op://vault/item/[section/]field'),
  REFERENCE_UNSUPPORTED: facts('operator', 400, usage, 'leave the attribute out, or name another field'),

  REFERENCES_UNRESOLVED: facts('operator', 404, notFound, 'nothing was started or written: see the lines above'),
  ENV_FILE_INVALID: facts('operator', 400, usage, 'write KEY=VALUE lines, values with quotes inside in quotes'),
  RUN_PROGRAM_NOT_FOUND: facts('operator', 404, noProgram, 'name a program in PATH, or its path'),
  RUN_PROGRAM_UNUSABLE: facts('operator', 403, cannotStart, 'name a file that may be executed'),

  OUTPUT_EXISTS: facts('operator', 409, conflict, 'choose another name, or pass --force'),
  OUTPUT_UNWRITABLE: facts('operator', 500, unavailable, 'check the folder it is to be in'),

  STORE_DENIED: facts('agent', 403, denied, 'the owner must let Keyward read that item in its store'),
  STORE_UNAVAILABLE: retryable('agent', 503, unavailable, 'wait until the store can be reached, then call again'),
  STORE_RATE_LIMITED: retryable('agent', 429, unavailable, 'wait, then call again'),

  VAULT_NOT_FOUND: facts('operator', 404, notFound, 'see `keyward vault list`'),
  VAULT_EXISTS: facts('operator', 409, conflict, 'choose another name'),
  VAULT_NOT_EMPTY: facts('operator', 409, conflict, 'delete its items first, or pass --force'),
  VAULT_KEY_CHANGED: retryable('agent', 409, conflict, 'the key of the vault was just replaced: repeat the call'),
  VAULT_LOCKED: facts('operator', 423, locked, 'give the passphrase, or an agent token'),
  VAULT_UNLOCK_FAILED: facts('operator', 401, locked, 'check the passphrase and the owner key'),
  VAULT_RECORD_TAMPERED: facts(
    'operator',
    500,
    tampered,
    'the database was changed by something else: restore a backup',
  ),
  VAULT_FOLDER_UNSAFE: facts('operator', 500, denied, 'the data folder must be 0700 and its files 0600, owned by you'),

  MCP_ARGUMENTS_INVALID: facts('agent', 400, usage, 'send the arguments that tools/list describes'),
  MCP_ARGUMENTS_TOO_LARGE: facts('agent', 413, usage, 'send less at once'),

  RESPONSE_CUT: facts('agent', 502, unavailable, 'ask for less, or leave out select and read the beginning'),

  POLICY_REQUEST_INVALID: facts('agent', 400, denied, 'send each part of the request once, in its plain form'),
  POLICY_REQUEST_TOO_LARGE: facts('agent', 413, denied, 'send less at once'),
  POLICY_URL_REFUSED: facts('agent', 400, denied, 'send one absolute http(s) URL in its plain form'),
  POLICY_ORIGIN_NOT_BOUND: facts('agent', 403, denied, 'use an origin of this item'),
  POLICY_METHOD_NOT_ALLOWED: facts('agent', 403, denied, 'use a method this item allows'),
  POLICY_PATH_REFUSED: facts(
    'agent',
    400,
    denied,
    'send the path in its plain form; for a service that takes encoded text as one segment, its owner writes `*%` in the rule',
  ),
  POLICY_PATH_NOT_ALLOWED: facts('agent', 403, denied, 'use a path this item allows'),
  POLICY_QUERY_NOT_ALLOWED: facts('agent', 403, denied, 'leave out that query parameter'),
  POLICY_HEADER_REFUSED: facts('agent', 403, denied, 'leave out that header'),
  POLICY_BODY_NOT_ALLOWED: facts('agent', 403, denied, 'send a body this item allows'),
  POLICY_BODY_TOO_LARGE: facts('agent', 413, denied, 'send a smaller body'),
  POLICY_PLACEHOLDER_REFUSED: facts('agent', 400, denied, 'leave the credential out: Keyward places it itself'),
  POLICY_RATE_EXCEEDED: retryable('agent', 429, denied, 'wait, then call again'),
  POLICY_OUTSIDE_TIME_WINDOW: retryable('agent', 403, denied, 'call again inside the allowed hours'),
  POLICY_SECRET_TOO_SHORT: facts(
    'agent',
    403,
    denied,
    'the owner must store a longer secret or choose a narrower response mode',
  ),
  POLICY_LOCKED: facts(
    'agent',
    403,
    denied,
    'wait, or ask the owner to look at the audit trail and to run `keyward item unlock`',
  ),
  APPROVAL_REQUIRED: facts('agent', 403, denied, 'make the call: a person is asked then, and may say yes or no'),
  APPROVAL_PENDING: retryable('agent', 202, denied, 'a person was asked: send the identical request again'),
  APPROVAL_NOT_SHOWN: retryable(
    'agent',
    403,
    denied,
    'no approver could be asked yet: tell the owner, then send it again',
  ),
  APPROVAL_DENIED: facts('agent', 403, denied, 'a person said no to this request: do not repeat it'),
  APPROVAL_EXPIRED: retryable(
    'agent',
    403,
    denied,
    'no approver answered in time, or the approval was not used: ask again',
  ),
  APPROVAL_VOID: retryable('agent', 403, denied, 'something changed after the yes: send the request again'),
  APPROVAL_TOO_MANY: retryable('agent', 429, denied, 'wait until a person has answered what is pending'),
  APPROVAL_COOLING_DOWN: retryable('agent', 429, denied, 'a person said no: wait, or ask for something else'),
  APPROVAL_PLAN_REFUSED: facts('agent', 400, denied, 'propose fewer or other steps, or send the requests one by one'),
  APPROVAL_NOT_FOUND: facts('operator', 404, notFound, 'list what waits, and answer what is shown there'),
  APPROVAL_NOT_PERMITTED: facts(
    'operator',
    403,
    denied,
    'answer as a permitted approver, in the way the binding requires',
  ),
  APPROVAL_ANSWERED: facts('operator', 409, conflict, 'it has been answered or has ended: nothing was changed'),

  OUTBOUND_ADDRESS_REFUSED: facts('agent', 403, denied, 'the owner must bind the item to that address'),
  OUTBOUND_UNREACHABLE: retryable('agent', 502, unavailable, 'check that the service is up'),
  OUTBOUND_TLS_FAILED: facts('agent', 502, unavailable, 'the server did not prove its identity'),
  OUTBOUND_TIMEOUT: retryable('agent', 504, unavailable, 'try again later'),
  OUTBOUND_CANCELLED: retryable('agent', 499, unavailable, 'the caller went away'),
  OUTBOUND_RESPONSE_INVALID: facts(
    'agent',
    502,
    unavailable,
    'the service answered with something that is not plain HTTP',
  ),
  OUTBOUND_RESPONSE_TOO_LARGE: facts('agent', 502, unavailable, 'ask for less, for instance a page'),
  OUTBOUND_CODING_UNSUPPORTED: facts('agent', 502, unavailable, 'the operator can run Keyward on a newer Node.js'),
  OUTBOUND_REDIRECT_REFUSED: facts('agent', 502, unavailable, 'call the address it points to, if the item allows it'),
  OUTBOUND_SECRET_UNUSABLE: facts('agent', 500, unavailable, 'the owner must store a secret that fits its placement'),

  CONNECT_CONFIG_UNUSABLE: facts('operator', 409, usage, 'repair the file, or see `keyward connect CLIENT --print`'),
  CONNECT_CONFIG_CHANGED: retryable(
    'operator',
    409,
    conflict,
    'the client wrote its file meanwhile: repeat the command',
  ),

  REDACTION_BUDGET_EXCEEDED: facts(
    'agent',
    502,
    unavailable,
    'ask for less of the answer: looking for secrets in all of it takes too long',
  ),
  ITEM_SECRET_TOO_WEAK: facts(
    'agent',
    403,
    denied,
    'the owner must store a secret that cannot be guessed, allow this one, or choose a narrower response mode',
  ),
  RESPONSE_WITHHELD: facts('agent', 502, unavailable, 'the answer could not be shown safely'),

  AUDIT_UNWRITABLE: retryable('agent', 503, unavailable, 'calls resume when the audit trail can be written again'),
  AUDIT_OUTCOME_UNRECORDED: facts(
    'agent',
    500,
    unavailable,
    'the call may have been made: look at the service before you repeat it; the operator finds it as unknown in the trail',
  ),
  AUDIT_NOT_FOUND: facts('operator', 404, notFound, 'see `keyward audit list`'),
  SINK_REFUSED: retryable('operator', 502, unavailable, 'look at the log of the sink: what it refuses is sent again'),
  SINK_UNAUTHORIZED: facts('operator', 502, unavailable, 'give the sink in config.json a credential that it accepts'),
  AUDIT_BROKEN: facts('operator', 500, tampered, 'run `keyward audit verify`'),

  SCAN_GIT_FAILED: facts(
    'operator',
    400,
    usage,
    'check that it is a git repository of yours, and that git is installed',
  ),
  SCAN_BASELINE_INVALID: facts('operator', 400, usage, 'write it anew with --write-baseline'),

  STORAGE_UNAVAILABLE: retryable('operator', 503, unavailable, 'check the data folder and the disk'),
  STORAGE_CONFLICT: retryable('operator', 409, conflict, 'repeat the command'),
  STORAGE_MIGRATION_FAILED: facts(
    'operator',
    500,
    unavailable,
    'the data folder belongs to a newer Keyward, or is damaged',
  ),
} as const satisfies Record<string, ErrorFacts>;

export type ErrorCode = keyof typeof ERROR_CODES;
