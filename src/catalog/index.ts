// In: nothing.
// Out: known services as data: token shapes, where a credential may go, where it is revoked.
// Never here: a call, a literal credential.
import type { Service, TokenShape } from './service.ts';
import { anthropic } from './services/anthropic.ts';
import { aws } from './services/aws.ts';
import { digitalocean } from './services/digitalocean.ts';
import { github } from './services/github.ts';
import { gitlab } from './services/gitlab.ts';
import { google } from './services/google.ts';
import { huggingface } from './services/huggingface.ts';
import { npm } from './services/npm.ts';
import { openai } from './services/openai.ts';
import { sendgrid } from './services/sendgrid.ts';
import { slack } from './services/slack.ts';
import { stripe } from './services/stripe.ts';

export type { ProposedBinding, Service, TokenShape } from './service.ts';

export const SERVICES: readonly Service[] = [
  anthropic,
  aws,
  digitalocean,
  github,
  gitlab,
  google,
  huggingface,
  npm,
  openai,
  sendgrid,
  slack,
  stripe,
];

/** A service by its id or its name, in any case. */
export function findService(id: string): Service | undefined {
  const folded = id.toLowerCase();
  return SERVICES.find((service) => service.id === folded || service.name.toLowerCase() === folded);
}

/** Every token shape with the id of its service. */
export function tokenShapes(): readonly (TokenShape & { readonly service: string })[] {
  return SERVICES.flatMap(({ id, tokens }) => tokens.map((shape) => ({ ...shape, service: id })));
}
