import { base62, characters, join, jwt, lowerBase32, optional, text } from './parts.ts';
import type { TokenShape } from './service.ts';
import { shape } from './shape.ts';

// `RSA`, `EC`, `OPENSSH`, `ENCRYPTED`.
const kind = join(characters('[A-Z]', 2, 9), text(' '));
const named = join(optional(kind), optional(kind), text('PRIVATE KEY'));

/** Shapes that no single service owns. */
export const SHAPES_OF_NO_SERVICE: readonly TokenShape[] = [
  shape({
    id: 'keyward-agent-token',
    label: 'Keyward agent token',
    prefixes: ['kwa_', 'kwc_'],
    parts: [lowerBase32(26), text('_'), base62(43), text('_'), base62(6)],
  }),
  // RFC 7515 section 7.1, with a header and a claims set that are JSON objects.
  shape({ id: 'jwt', label: 'JSON web token', prefixes: ['eyJ'], parts: [jwt()] }),
  // RFC 7468 section 10.
  shape({
    id: 'private-key',
    label: 'Private key',
    prefixes: ['-----BEGIN '],
    parts: [named, text('-----'), characters('[^-]', 64, 16_384), text('-----END '), named, text('-----')],
    boundary: 'none',
  }),
];
