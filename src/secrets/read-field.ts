import { KeywardError, SecretValue, type Clock, type Random } from '../core/index.ts';
import { oneTimeCode, openSshPrivateKey } from '../vault/index.ts';
import type { LocatedField } from './locate.ts';
import type { SecretReference } from './reference.ts';
import type { FieldSummary, ReadStore } from './secret-store.ts';

export interface ReadFieldDeps {
  readonly store: Pick<ReadStore, 'open'>;
  readonly clock: Clock;
  readonly random: Random;
}

/**
 * Decrypt what the reference asks for of its field: the value, the code of this moment, a key in another format.
 *
 * Throws `REFERENCE_UNSUPPORTED` when the field has no such attribute, `ITEM_FIELD_UNUSABLE` when its value is
 * not what its type says, `ITEM_CHANGED`, `ITEM_NOT_FOUND` and `VAULT_RECORD_TAMPERED`.
 */
export async function readField(
  deps: ReadFieldDeps,
  { item, field }: LocatedField,
  { attribute, sshFormat }: SecretReference,
): Promise<SecretValue> {
  const value = async (): Promise<SecretValue> => {
    const requested = { field: field.id, attribute: attribute ?? sshFormat ?? 'value' };
    const opened = (await deps.store.open(item, requested)).get(field.id);
    if (opened === undefined) throw new TypeError('the store does not give what it listed');
    return opened;
  };
  if (sshFormat !== undefined) {
    if (field.type !== 'ssh_key') throw unsupported('only an SSH key has an ssh-format');
    return openSshPrivateKey({ value: await value(), comment: item.title, random: deps.random });
  }
  if (attribute === undefined || attribute === 'value') return value();
  if (attribute === 'otp') {
    if (field.type !== 'otp') throw unsupported('only a one-time password has the attribute otp');
    return oneTimeCode(await value(), deps.clock.now());
  }
  const isOfFiles = attribute === 'content' || attribute === 'size' || attribute === 'name';
  if (isOfFiles && field.type !== 'file') throw unsupported(`only a file has the attribute ${attribute}`);
  if (attribute === 'purpose' && field.type === 'file') throw unsupported('a file has no purpose');
  return attribute === 'content' ? value() : SecretValue.fromText(factOf(field, attribute));
}

/** As 1Password calls them. */
const PURPOSES: ReadonlyMap<string, string> = new Map([
  ['username', 'USERNAME'],
  ['password', 'PASSWORD'],
  ['notesPlain', 'NOTES'],
]);
const TYPE_NAMES: ReadonlyMap<string, string> = new Map([
  ['text', 'string'],
  ['month_year', 'monthyear'],
  ['ssh_key', 'sshkey'],
]);

type Fact = 'type' | 'id' | 'title' | 'purpose' | 'size' | 'name';

function factOf(field: FieldSummary, attribute: Fact): string {
  switch (attribute) {
    case 'type':
      return TYPE_NAMES.get(field.type) ?? field.type;
    case 'id':
      return field.id;
    case 'title':
    case 'name':
      return field.label;
    case 'purpose':
      return PURPOSES.get(field.id) ?? '';
    case 'size':
      if (field.byteLength === undefined) throw unsupported('the store does not tell the size of this field');
      return String(field.byteLength);
  }
}

function unsupported(message: string): KeywardError {
  return new KeywardError('REFERENCE_UNSUPPORTED', message);
}
