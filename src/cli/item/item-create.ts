import { z } from 'zod';
import { KeywardError } from '../../core/index.ts';
import { BINDING_OPTIONS, bindingFlags } from './binding-options.ts';
import { newBinding } from './binding-from-flags.ts';
import { proposalOf, SERVICE_OPTIONS, serviceFlags } from '../service/service-options.ts';
import { defineCommand } from '../define-command.ts';
import { missingFieldIds, plainFields, requireFields } from './item-fields.ts';
import { DECOY_TAG } from '../../secrets/index.ts';
import { itemJson } from '../terminal/present.ts';
import { fileFields, isGenerated, SECRET_OPTIONS, secretFields, secretFlags } from './secret-options.ts';
import { resolveVault } from './resolve-item.ts';
import { withOwner } from '../owner/with-owner.ts';
import { bindingLines } from './binding-lines.ts';
import { hasWeakSecret, WEAK_SECRET } from './weak-secret.ts';

export const itemCreate = defineCommand({
  about: [
    'Store a secret, and say where it may go. The secret comes from stdin, less one line break at its end, or from a',
    'hidden prompt; never from the command line, which every program of this machine can read.',
    '',
    'Without --url it is stored but cannot be used for calls. Without --allow an agent may read (GET, HEAD) and',
    'nothing else. An agent sees the item only through a grant to its vault.',
  ].join('\n'),
  arguments: [['<vault/title>', 'the vault, and what to call the item']],
  options: [
    ...BINDING_OPTIONS,
    ...SERVICE_OPTIONS,
    ...SECRET_OPTIONS,
    { flags: '--no-secret', description: 'no secret but the fields that are given' },
    {
      flags: '--username <name>',
      description: "the user name, for --auth basic, '' for none; the secret is the password",
    },
    { flags: '--category <name>', description: 'what kind of thing it is; api_credential when left out' },
    { flags: '--tag <name>', description: 'a tag', repeatable: true },
    {
      flags: '--decoy',
      description: 'decoy (honeytoken): store a false value; an agent that tries to use it is suspended',
    },
    { flags: '--honey', description: 'the earlier name of --decoy' },
    { flags: '--field <name=value>', description: 'a field that is no secret', repeatable: true },
  ],
  examples: [
    'printf %s "$KEY" | keyward item create ai-agents/anthropic --url https://api.anthropic.com \\',
    "    --auth header:x-api-key --allow 'GET,POST /v1/**'",
    'keyward item create ai-agents/github --url https://api.github.com --auth bearer      # asks for it, hidden',
    'keyward item create ai-agents/stripe --service stripe      # origin, placement and rules from the catalog',
    'keyward item create ai-agents/jira --url https://example.atlassian.net --auth basic --username me@example.com \\',
    "    --allow read-only --allow 'POST /rest/api/3/issue' --approval writes",
    'printf \'%s\\n\' "$API_KEY" "$APP_KEY" | keyward item create ai-agents/datadog --url https://api.datadoghq.com \\',
    '    --auth header:dd-api-key=api_key --auth header:dd-application-key=app_key',
    'keyward item create deploy/database --generate-password=letters,digits,40 --username app',
    'keyward item create deploy/ci-key --generate-ssh-key',
    'keyward item create deploy/tls --no-secret --file cert.pem=cert.pem --file key.pem=key.pem',
  ],
  input: z.object({
    ...bindingFlags,
    ...serviceFlags,
    ...secretFlags,
    secret: z.boolean().default(true),
    'vault/title': z.string(),
    username: z.string().optional(),
    category: z.string().optional(),
    tag: z.array(z.string()).default([]),
    decoy: z.boolean().default(false),
    honey: z.boolean().default(false),
    field: z.array(z.string()).optional(),
  }),
  async run({ 'vault/title': reference, username, category, tag, decoy, honey, field, secret, ...flags }, context) {
    const { vaultName, title } = splitReference(reference);
    if (honey) context.terminal.say('--honey is called --decoy now; use that name');
    const proposal = proposalOf(flags);
    const binding = proposal.complete(await newBinding(proposal.flags));
    const plain = [...plainFields(username ?? proposal.username, field), ...(await fileFields(flags))];
    return withOwner(context, async (owner) => {
      const { id: vaultId, name } = await resolveVault(owner, vaultName);
      const singleLine = binding !== undefined;
      const read = async () => context.terminal.readSecret(`Secret for ${title}`, { singleLine });
      const missing = missingFieldIds(binding, plain);
      const readEach = async () => {
        const values = await context.terminal.readSecrets(missing.map((id) => `Secret ${id} for ${title}`));
        return values.map((value, index) => ({ id: missing[index] ?? '', type: 'concealed', value }) as const);
      };
      const readOne = async () => secretFields({ flags, binding, title, read });
      const secrets = secret ? await (missing.length > 1 && !isGenerated(flags) ? readEach() : readOne()) : [];
      const fields = [...plain, ...secrets];
      requireFields(binding, fields);
      const draft = {
        title,
        fields,
        urls: binding?.origins ?? [],
        ...(binding && { binding }),
        ...(category === undefined ? {} : { category }),
        tags: decoy || honey ? [...tag, DECOY_TAG] : tag,
      };
      const item = await owner.change(
        { type: 'item.created', vault: { id: vaultId, name }, detail: { title, binding: binding ?? null } },
        {
          change: () => owner.vaults.createItem(vaultId, draft),
          describe: ({ id, version }) => ({ item: { id, title, version } }),
        },
      );
      for (const remark of proposal.remarks) context.terminal.say(remark);
      if (!decoy && !honey && hasWeakSecret(binding, secrets)) context.terminal.say(WEAK_SECRET);
      if (binding === undefined)
        context.terminal.say('no --url: agents cannot use this item for calls until `keyward item edit` binds it');
      return { json: itemJson(item), text: [`stored ${name}/${title} (${item.id})`, ...bindingLines(binding)] };
    });
  },
});

function splitReference(reference: string): { readonly vaultName: string; readonly title: string } {
  const slash = reference.indexOf('/');
  const [vaultName, title] = [reference.slice(0, slash), reference.slice(slash + 1)];
  if (slash > 0 && title !== '') return { vaultName, title };
  throw new KeywardError('CONFIG_INVALID', 'name the item as vault/title, such as ai-agents/anthropic');
}
