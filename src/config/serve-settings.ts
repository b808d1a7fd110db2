import type { Environment } from './environment.ts';
import type { ServeSettings } from './sections/serve.ts';

/** Where a server listens by the environment and by config.json; the environment goes first, member by member. */
export function serveSettings(environment: Environment, settings: ServeSettings): ServeSettings {
  const given = {
    host: environment.KEYWARD_SERVE_HOST,
    port: environment.KEYWARD_SERVE_PORT,
    socket: environment.KEYWARD_SERVE_SOCKET,
    tls_cert: environment.KEYWARD_SERVE_TLS_CERT,
    tls_key: environment.KEYWARD_SERVE_TLS_KEY,
    behind_proxy: environment.KEYWARD_SERVE_BEHIND_PROXY,
    allow_hosts: environment.KEYWARD_SERVE_ALLOW_HOSTS,
    allow_origins: environment.KEYWARD_SERVE_ALLOW_ORIGINS,
  };
  const known = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
  return { ...settings, ...known };
}
