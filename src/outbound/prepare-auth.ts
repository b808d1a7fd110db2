import { authList, KeywardError, type SecretValue } from '../core/index.ts';
import { revealText } from '../core/hazmat.ts';
import {
  resolveAuth,
  type AnyScheme,
  type AuthConfig,
  type AuthConfigs,
  type AuthField,
  type Authorizer,
  type Placement,
} from './schemes/index.ts';

export interface Credential {
  readonly auth: AuthConfigs;
  readonly fields: ReadonlyMap<string, SecretValue>;
  /** Ids of fields that are placed and are no secret, such as an account's id: what holds them is not reported. */
  readonly publicFields?: ReadonlySet<string> | undefined;
}

/**
 * Make the credential of a call ready to be placed in each of its attempts.
 *
 * Throws `OUTBOUND_SECRET_UNUSABLE` when a needed field is missing, empty, not UTF-8, holds a control
 * character or does not fit the placement; the message tells nothing of the value. Throws
 * `ITEM_INVALID` when the auth part is of none of the schemes.
 */
export function prepareAuth(credential: Credential, schemes?: readonly AnyScheme[]): Authorizer {
  const parts = authList(credential.auth).map((auth) => prepareOne(auth, credential, schemes));
  return {
    authorize: async (request, attempt) =>
      joined(await Promise.all(parts.map(async (part) => part.authorize(request, attempt)))),
  };
}

function prepareOne(
  auth: AuthConfig,
  { fields, publicFields }: Credential,
  schemes: readonly AnyScheme[] | undefined,
): Authorizer {
  const scheme = resolveAuth(auth, schemes);
  const texts = new Map(scheme.fields.map((field) => [field.id, fieldText(fields.get(field.id), field)]));
  const authorizer = scheme.prepare((id) => texts.get(id) ?? '');
  if (authorizer === undefined) throw unusable();
  const isPublic = publicFields !== undefined && scheme.fields.every(({ id }) => publicFields.has(id));
  if (!isPublic) return authorizer;
  return {
    authorize: async (request, attempt) => ({ ...(await authorizer.authorize(request, attempt)), secrets: [] }),
  };
}

function joined(placements: readonly Placement[]): Placement {
  const [only, ...others] = placements;
  if (only !== undefined && others.length === 0) return only;
  const path = placements.find((placement) => placement.path !== undefined)?.path;
  return {
    headers: placements.flatMap(({ headers = [] }) => headers),
    query: placements.flatMap(({ query = [] }) => query),
    json: placements.flatMap(({ json = [] }) => json),
    form: placements.flatMap(({ form = [] }) => form),
    ...(path && { path }),
    secrets: placements.flatMap(({ secrets }) => secrets),
  };
}

function fieldText(value: SecretValue | undefined, { required, mayBeEmpty }: AuthField): string {
  if (required && value === undefined) throw unusable();
  const text = value === undefined ? '' : decode(value);
  // A control character splits headers (CR, LF), ends strings in servers written in C (NUL), and is never part of a key.
  if ((required && mayBeEmpty !== true && text === '') || /\p{Cc}/u.test(text)) throw unusable();
  return text;
}

function decode(value: SecretValue): string {
  try {
    return revealText(value);
  } catch {
    throw unusable();
  }
}

function unusable(): KeywardError {
  return new KeywardError('OUTBOUND_SECRET_UNUSABLE', "the item's secret does not fit the way it is placed");
}
