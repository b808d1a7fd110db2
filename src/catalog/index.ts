// In: nothing; what is known of services stands here as data.
// Out: which shapes their tokens have, and where a credential of theirs may go.
// Never here: a token that could be real, the network, a decision about a request.
import { SHAPES_OF_NO_SERVICE } from './general-shapes.ts';
import type { Service, TokenShape } from './service.ts';
import { SERVICES } from './services/index.ts';

export { compileShape } from './compile-shape.ts';
export type { OwnOriginBinding, ProposedBinding, Service, TokenShape } from './service.ts';
export { SERVICES };

/** A shape, and the service whose tokens have it: `general` where it is many. */
export type ServiceShape = TokenShape & { readonly service: string };

/** The service of this id or name, whatever its capitals; `undefined` when there is none. */
export function findService(id: string): Service | undefined {
  const wanted = id.toLowerCase();
  return SERVICES.find((service) => service.id === wanted || service.name.toLowerCase() === wanted);
}

/** Every shape there is, those of services first. Made once. */
export function tokenShapes(): readonly ServiceShape[] {
  return SHAPES;
}

const SHAPES: readonly ServiceShape[] = [
  ...SERVICES.flatMap(({ id, tokens }) => tokens.map((shape) => ({ ...shape, service: id }))),
  ...SHAPES_OF_NO_SERVICE.map((shape) => ({ ...shape, service: 'general' })),
];
