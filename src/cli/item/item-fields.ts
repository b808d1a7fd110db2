import { KeywardError, SecretValue } from '../../core/index.ts';
import { authFields } from '../../outbound/index.ts';
import type { Binding } from '../../policy/index.ts';
import type { FieldDraft, FieldInfo } from '../../vault/index.ts';

/** The field that holds the secret: the last one its placement takes, as `password` of basic. */
export function secretFieldId(binding: Binding | undefined): string {
  return (binding && authFields(binding.auth).at(-1)?.id) ?? 'credential';
}

export function secretField(binding: Binding | undefined, value: SecretValue): FieldDraft {
  return { id: secretFieldId(binding), type: 'concealed', value };
}

/** Fields that are no secret: `--username NAME`, `--field NAME=VALUE`. Throws `CONFIG_INVALID`. */
export function plainFields(
  username: string | undefined,
  assignments: readonly string[] | undefined,
): readonly FieldDraft[] {
  const named = (assignments ?? []).map(readAssignment);
  return username === undefined
    ? named
    : [{ id: 'username', type: 'text', value: SecretValue.fromText(username) }, ...named];
}

/** Throws `ITEM_INVALID` when the item has not what its placement takes. */
export function requireFields(binding: Binding | undefined, fields: readonly Pick<FieldInfo, 'id'>[]): void {
  if (binding === undefined) return;
  const lacking = authFields(binding.auth).find(
    ({ id, required }) => required && !fields.some((field) => field.id === id),
  );
  if (lacking === undefined) return;
  const hint = lacking.id === 'username' ? "give it with --username NAME, or '' for none" : 'give it with --secret';
  throw new KeywardError('ITEM_INVALID', `the placement ${binding.auth.scheme} needs the field ${lacking.id}`, {
    hint,
  });
}

const SECRET_FIELDS = ['credential', 'password'];

function readAssignment(text: string): FieldDraft {
  const [, id, value] = /^([A-Za-z0-9_.-]{1,64})=(.+)$/s.exec(text) ?? [];
  // Not quoteUntrusted back: it may be a secret that should never have been typed there.
  if (id === undefined || value === undefined) throw new KeywardError('CONFIG_INVALID', '--field: expected NAME=VALUE');
  if (!SECRET_FIELDS.includes(id)) return { id, type: 'text', value: SecretValue.fromText(value) };
  throw new KeywardError('CONFIG_INVALID', `--field: ${id} is a secret, and a command line is seen by every program`, {
    hint: 'pipe it in, or type it at the hidden prompt',
  });
}
