import { AUTH_SCHEMAS, pathTemplate } from '../../core/index.ts';
import { always, defineScheme } from './define-scheme.ts';

/**
 * Within a segment of the path, as Telegram (`/bot{credential}`) and Slack webhooks have it. The caller writes the segment
 * with its braces, so what is judged, recorded and shown never holds the secret; where it stands only the binding says.
 */
export const path = defineScheme({
  scheme: 'path',
  config: AUTH_SCHEMAS.path,
  fields: ({ path: template }) => [{ id: pathTemplate(template).field, required: true }],
  describe: ({ path: template }) => `in the path: the URL has ${template}, braces and all, and Keyward fills it in`,
  prepare: ({ path: template }, field) => {
    const { segments, field: id } = pathTemplate(template);
    const secret = field(id);
    // A separator would make other segments of it, which were not evaluated.
    if (/[/\\]/.test(secret)) return undefined;
    const encoded = encodeSegment(secret);
    const sent = segments.map((segment) => segment.replace(`{${id}}`, () => encoded));
    if (sent.some((segment) => /^\.{1,2}$/.test(segment))) return undefined;
    const secrets = [secret, encoded, sent.at(-1) ?? ''];
    return always({ path: { written: segments, sent }, secrets: [...new Set(secrets)] });
  },
});

// RFC 3986 section 3.3: a segment holds these as they are, and some services compare it undecoded.
function encodeSegment(text: string): string {
  return encodeURIComponent(text).replace(/%(?:3A|40|3D|2B|2C|24|26)/g, (code) => decodeURIComponent(code));
}
