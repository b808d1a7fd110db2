import { readFileSync } from 'node:fs';

const read = (name: string): string => readFileSync(new URL(`certificates/${name}`, import.meta.url), 'utf8');

/** The authority that signed `SERVER_TLS`. No other program knows it; its key is not stored. */
export const AUTHORITY = read('authority.pem');

/** For api.lab.test, localhost, 127.0.0.1 and ::1, valid from 2020 to 2120. Worth nothing outside these tests. */
export const SERVER_TLS = { key: read('server-key.pem'), cert: read('server.pem') } as const;
