import type { Service } from '../service.ts';
import * as all from './all.ts';

/** Every service of the catalog, by id. */
export const SERVICES: readonly Service[] = Object.values<Service>(all).toSorted((a, b) => (a.id < b.id ? -1 : 1));
