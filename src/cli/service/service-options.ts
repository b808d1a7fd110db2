import { z } from 'zod';
import { KeywardError } from '../../core/index.ts';
import type { Binding } from '../../policy/index.ts';
import { bindingFlags, type BindingFlagsGiven } from '../item/binding-options.ts';
import type { OptionHelp } from '../define-command.ts';
import { proposeBinding } from './propose-binding.ts';
import { requireService } from './service-facts.ts';

/** What `item create` takes from the catalog. */
export const SERVICE_OPTIONS: readonly OptionHelp[] = [
  {
    flags: '--service <name>',
    description: 'take origin, placement, headers and reading rules from the catalog; other options win',
  },
  { flags: '--service-spends', description: 'with --service: also the calls that cost money, such as inference' },
  { flags: '--service-writes', description: 'with --service: also the calls that write, each of which asks a person' },
];

export const serviceFlags = {
  service: z.string().optional(),
  serviceSpends: z.boolean().default(false),
  serviceWrites: z.boolean().default(false),
};

const allFlags = z.object({ ...bindingFlags, ...serviceFlags });

export interface ChosenBinding {
  readonly flags: BindingFlagsGiven;
  readonly username: string | undefined;
  readonly complete: (binding: Binding | undefined) => Binding | undefined;
  readonly remarks: readonly string[];
}

/** The binding flags as given, filled in from the catalog where a service was named. Throws `CONFIG_INVALID`. */
export function proposalOf(given: Readonly<Record<string, unknown>>): ChosenBinding {
  const { service, serviceSpends: spends, serviceWrites: writes, ...flags } = allFlags.parse(given);
  if (service === undefined && (spends || writes))
    throw new KeywardError('CONFIG_INVALID', '--service-spends and --service-writes need --service');
  if (service === undefined) return { flags, username: undefined, complete: (binding) => binding, remarks: [] };
  const { complete, ...proposal } = proposeBinding({ service: requireService(service), spends, writes }, flags);
  return { ...proposal, complete: (binding) => binding && complete(binding) };
}
