import { KeywardError, type SecretValue } from '../core/index.ts';
import { revealText } from '../core/hazmat.ts';
import { resolveAuth, type Auth, type AuthField, type Placement } from './schemes/index.ts';

/**
 * Turn the fields of a credential into the header or query parameter that carries it.
 *
 * Throws `OUTBOUND_SECRET_UNUSABLE` when a needed field is missing, empty, not UTF-8, holds a control
 * character or does not fit the placement; the message tells nothing of the value. Throws
 * `ITEM_INVALID` when the auth part is not one of ours.
 */
export function placeSecret(auth: Auth, fields: ReadonlyMap<string, SecretValue>): Placement {
  const { scheme, name } = resolveAuth(auth);
  const texts = new Map(scheme.fields.map((field) => [field.id, fieldText(fields.get(field.id), field)]));
  const placement = scheme.place({ name, field: (id) => texts.get(id) ?? '' });
  if (placement === undefined) throw unusable();
  return placement;
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
