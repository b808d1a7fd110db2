import { isAbsolute } from 'node:path';
import { z } from 'zod';

const path = z.string().refine(isAbsolute, 'expected an absolute path');
const name = z.string().min(1).max(253);

/** Section `serve`: where `keyward serve` listens. A flag or an environment variable of the same meaning goes before it. */
export const serveSection = z.strictObject({
  host: name.optional(),
  port: z.int().min(0).max(65_535).optional(),
  socket: z.string().refine(isAbsolute, 'expected an absolute path').max(100).optional(),
  tls_cert: path.optional(),
  tls_key: path.optional(),
  behind_proxy: z.boolean().optional(),
  allow_hosts: z.array(name).max(64).optional(),
  allow_origins: z.array(z.string().max(512)).max(64).optional(),
});

export type ServeSettings = Readonly<z.infer<typeof serveSection>>;
