import { z } from 'zod';

const LOOPBACK = /^(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])$/;

function isWebAddress(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { protocol, hostname, username, password, hash } = new URL(text);
  if (username !== '' || password !== '' || hash !== '') return false;
  return protocol === 'https:' || (protocol === 'http:' && LOOPBACK.test(hostname));
}

const address = z.string().max(512).refine(isWebAddress, 'expected an https url, or an http one on loopback');

/** Section `oauth`: the server as an OAuth resource server. Which agent a token opens is signed with the agent. */
export const oauthSection = z.strictObject({
  /** The resource identifier of this server (RFC 9728): what `aud` of a token must name. */
  resource: address.refine(
    (text) => URL.canParse(text) && new URL(text).search === '' && /^[\w./~-]*$/.test(new URL(text).pathname),
    'expected a url without a query, its path of letters, digits and -._~',
  ),
  /** Authorization servers whose tokens are looked at. */
  issuers: z.array(address).min(1).max(16),
});
