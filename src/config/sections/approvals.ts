import { isAbsolute } from 'node:path';
import { z } from 'zod';

const address = z
  .string()
  .refine((text) => URL.canParse(text) && /^https?:$/.test(new URL(text).protocol), 'expected an http or https url')
  .refine((text) => URL.canParse(text) && new URL(text).username === '', 'expected a url without a password');

const channel = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('desktop') }),
  z.strictObject({
    kind: z.literal('webhook'),
    name: z.string().regex(/^[a-z0-9][a-z0-9-]{0,62}$/, 'expected lower-case letters, digits and dashes'),
    url: address,
    /** File with the key that signs its messages, or a reference to it: never the key itself. */
    secret: z
      .string()
      .max(2_048)
      .refine(
        (text) => text.startsWith('op://') || isAbsolute(text),
        'expected an op:// reference or an absolute path',
      ),
    link: address.optional(),
  }),
]);

/** One way to tell a person, as configured. */
export type ApprovalChannelSettings = z.infer<typeof channel>;

/** Section `approvals`: where people are told that a call waits for them, and how long the call waits. */
export const approvalsSection = z.strictObject({
  wait_seconds: z.int().min(0).max(50).default(45),
  channels: z
    .array(channel)
    .max(8)
    .refine((all) => new Set(all.map(nameOf)).size === all.length, 'two channels have the same name')
    .default([]),
});

function nameOf(settings: ApprovalChannelSettings): string {
  return settings.kind === 'desktop' ? 'desktop' : settings.name;
}
