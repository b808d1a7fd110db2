import { readFile } from 'node:fs/promises';
import { KeywardError, type Auths } from '../../core/index.ts';
import { parseAuth } from '../../outbound/index.ts';
import { buildBinding, parseBinding, type Binding, type BindingFlags } from '../../policy/index.ts';
import type { BindingFlagsGiven } from './binding-options.ts';
import { parseResponse } from './parse-response.ts';
import { readAuthority } from './read-authority.ts';

/**
 * The binding that the options describe; `undefined` when none of them was given.
 *
 * Throws `ITEM_INVALID` for a binding that makes no sense, and `CONFIG_INVALID` for options that do not
 * make one together.
 */
export async function newBinding(given: BindingFlagsGiven): Promise<Binding | undefined> {
  const file = await bindingFile(given);
  if (file !== undefined) return file;
  if (!hasAny(given)) return undefined;
  const { url, auth } = given;
  if (url === undefined) throw missing('--url', 'where it may go');
  if (auth === undefined) throw missing('--auth', 'how it is placed');
  return buildBinding({ ...terms(given), tls: await tlsOf(given, {}), urls: url, auth: authOf(auth) });
}

/** The binding `before` with what the options say instead; `undefined` when none of them was given. */
export async function changedBinding(before: Binding, given: BindingFlagsGiven): Promise<Binding | undefined> {
  const file = await bindingFile(given);
  if (file !== undefined) return file;
  if (!hasAny(given)) return undefined;
  const { url = before.origins, auth } = given;
  const said = buildBinding({ ...terms(given), urls: url, auth: auth === undefined ? before.auth : authOf(auth) });
  const replaced = REPLACED_PARTS.filter(([flag]) => given[flag] !== undefined).map(([, part]) => [part, said[part]]);
  const tls = await tlsOf(given, before.tls ?? {});
  return parseBinding({
    ...before,
    ...(tls && { tls }),
    origins: said.origins,
    auth: said.auth,
    ...Object.fromEntries(replaced),
  });
}

/** Which option says which part of a binding. Origins and placement are there always. */
const REPLACED_PARTS = [
  ['allow', 'rules'],
  ['approval', 'approval'],
  ['approvalTier', 'approvalTier'],
  ['bounded', 'bounded'],
  ['allowPrivateNetwork', 'privateNetworks'],
  ['allowHeader', 'headers'],
  ['query', 'query'],
  ['response', 'response'],
  ['rate', 'rate'],
  ['redirects', 'redirects'],
  ['allowWeakSecret', 'allowWeakSecret'],
] as const;

function terms(given: BindingFlagsGiven): Omit<BindingFlags, 'urls' | 'auth' | 'tls'> {
  return {
    allow: given.allow,
    approval: given.approval,
    approvalTier: given.approvalTier,
    bounded: given.bounded,
    allowPrivateNetwork: given.allowPrivateNetwork,
    allowHeaders: given.allowHeader,
    query: given.query === undefined ? undefined : queryOf(given.query),
    response: given.response === undefined ? undefined : parseResponse(given.response),
    rate: given.rate,
    maxRedirects: given.redirects,
    allowWeakSecret: given.allowWeakSecret,
  };
}

/** Authority and pins are two demands: a new one of the first leaves the second as it was. */
async function tlsOf(
  { tlsCa, tlsPin }: BindingFlagsGiven,
  before: NonNullable<BindingFlags['tls']>,
): Promise<BindingFlags['tls']> {
  if (tlsCa === undefined && tlsPin === undefined) return undefined;
  return {
    ...before,
    ...(tlsCa === undefined ? {} : { ca: await readAuthority(tlsCa) }),
    ...(tlsPin === undefined ? {} : { pins: tlsPin }),
  };
}

async function bindingFile(given: BindingFlagsGiven): Promise<Binding | undefined> {
  const { binding: path, ...others } = given;
  if (path === undefined) return undefined;
  if (hasAny(others))
    throw new KeywardError('CONFIG_INVALID', '--binding holds all settings: leave the other options about it out');
  return parseBinding(await readJson(path));
}

async function readJson(path: string): Promise<unknown> {
  try {
    return JSON.parse(await readFile(path, 'utf8'));
  } catch (cause) {
    throw new KeywardError('CONFIG_INVALID', '--binding names a file that cannot be read as JSON', { cause });
  }
}

function hasAny(given: object): boolean {
  return Object.values(given).some((value) => value !== undefined);
}

function authOf(texts: readonly string[]): Auths {
  const list = texts.map(parseAuth);
  const [only, ...others] = list;
  return only !== undefined && others.length === 0 ? only : list;
}

function queryOf(text: string): NonNullable<BindingFlags['query']> {
  return text === 'any' || text === 'deny' ? text : text.split(',');
}

function missing(option: string, what: string): KeywardError {
  return new KeywardError('CONFIG_INVALID', `${option} is missing: it says ${what}`, {
    hint: 'see `keyward item create --help`',
  });
}
