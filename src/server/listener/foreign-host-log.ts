import { quoteUntrusted, type Logger } from '../../core/index.ts';

const MAX_NAMES = 64;

/** Logs each foreign host once, and so many at most: a stranger chooses the names, and must not fill the log. */
export function createForeignHostLog(logger: Logger): (host: string) => void {
  const logged = new Set<string>();
  return (host) => {
    const name = quoteUntrusted(host);
    if (logged.has(name) || logged.size >= MAX_NAMES) return;
    logged.add(name);
    logger.warn({ host: name }, 'a request for a host that is not of this server was refused: see --allow-host');
  };
}
