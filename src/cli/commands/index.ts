import { APPROVAL_COMMANDS } from './approval-commands.ts';
import { AUDIT_COMMANDS } from './audit-commands.ts';
import type { CommandEntry } from './command-entry.ts';

export type { CommandEntry } from './command-entry.ts';

/** Every command of the command line, in the order `--help` shows them. */
export const COMMANDS: readonly CommandEntry[] = [
  {
    words: 'init',
    summary: 'make the data folder and the owner key',
    load: async () => (await import('../vault/init.ts')).init,
  },
  {
    words: 'vault create',
    summary: 'make a vault',
    load: async () => (await import('../vault/vault-create.ts')).vaultCreate,
  },
  {
    words: 'vault list',
    summary: 'list the vaults',
    load: async () => (await import('../vault/vault-list.ts')).vaultList,
  },
  {
    words: 'vault rotate',
    summary: 'give a vault a new key',
    load: async () => (await import('../vault/vault-rotate.ts')).vaultRotate,
  },
  {
    words: 'vault delete',
    summary: 'delete a vault',
    load: async () => (await import('../vault/vault-delete.ts')).vaultDelete,
  },
  {
    words: 'item create',
    summary: 'store a secret and say where it may go',
    load: async () => (await import('../item/item-create.ts')).itemCreate,
  },
  {
    words: 'item list',
    summary: 'list items and where they may go',
    load: async () => (await import('../item/item-list.ts')).itemList,
  },
  {
    words: 'item get',
    summary: 'show one item, its values concealed',
    load: async () => (await import('../item/item-get.ts')).itemGet,
  },
  {
    words: 'item edit',
    summary: 'change a secret, or where it may go',
    load: async () => (await import('../item/item-edit.ts')).itemEdit,
  },
  {
    words: 'item delete',
    summary: 'delete an item',
    load: async () => (await import('../item/item-delete.ts')).itemDelete,
  },
  {
    words: 'item unlock',
    summary: 'let agents use an item again whose secret came back',
    load: async () => (await import('../item/item-unlock.ts')).itemUnlock,
  },
  {
    words: 'item check',
    summary: 'say whether a request would be allowed, and why',
    load: async () => (await import('../item/item-check.ts')).itemCheck,
  },
  {
    words: 'service list',
    summary: 'list the services whose tokens and rules are known',
    load: async () => (await import('../service/service-list.ts')).serviceList,
  },
  {
    words: 'service show',
    summary: 'show what is known of one service',
    load: async () => (await import('../service/service-show.ts')).serviceShow,
  },
  {
    words: 'read',
    summary: 'print the value a reference names',
    load: async () => (await import('../values/read.ts')).read,
  },
  {
    words: 'run',
    summary: 'start a program with secrets in its environment',
    load: async () => (await import('../values/run.ts')).run,
  },
  {
    words: 'inject',
    summary: 'print a text with values instead of its references',
    load: async () => (await import('../values/inject.ts')).inject,
  },
  {
    words: 'scan',
    summary: 'find exposed credentials in files, in git history, on this machine',
    load: async () => (await import('../discover/scan.ts')).scan,
  },
  {
    words: 'agent create',
    summary: 'make an agent and print its token, once',
    load: async () => (await import('../agent/agent-create.ts')).agentCreate,
  },
  {
    words: 'agent list',
    summary: 'list the agents and what they may use',
    load: async () => (await import('../agent/agent-list.ts')).agentList,
  },
  {
    words: 'agent describe',
    summary: 'show one agent: grants, limits, tokens, last use',
    load: async () => (await import('../agent/agent-describe.ts')).agentDescribe,
  },
  {
    words: 'agent token',
    summary: 'make a narrower token for one job',
    load: async () => (await import('../agent/agent-token.ts')).agentToken,
  },
  {
    words: 'agent rotate',
    summary: 'replace the token of an agent',
    load: async () => (await import('../agent/agent-rotate.ts')).agentRotate,
  },
  {
    words: 'agent revoke',
    summary: 'end an agent at once',
    load: async () => (await import('../agent/agent-revoke.ts')).agentRevoke,
  },
  {
    words: 'agent expire',
    summary: 'have the tokens of an agent end now, or soon',
    load: async () => (await import('../agent/agent-expire.ts')).agentExpire,
  },
  {
    words: 'agent trust',
    summary: 'trust OIDC identity tokens (CI, Kubernetes) for an agent',
    load: async () => (await import('../agent/agent-trust.ts')).agentTrust,
  },
  {
    words: 'agent access',
    summary: 'trust OAuth access tokens of an identity provider for an agent',
    load: async () => (await import('../agent/agent-access.ts')).agentAccess,
  },
  {
    words: 'agent exchange',
    summary: 'exchange the identity token of a job for a short token',
    load: async () => (await import('../agent/agent-exchange.ts')).agentExchange,
  },
  {
    words: 'agent deprovision',
    summary: 'delete the agent whose hook token is in the environment',
    load: async () => (await import('../agent/agent-deprovision.ts')).agentDeprovision,
  },
  {
    words: 'agent delete',
    summary: 'delete an agent with everything that was granted to it',
    load: async () => (await import('../agent/agent-delete.ts')).agentDelete,
  },
  {
    words: 'agent resume',
    summary: 'lift the suspension of an agent',
    load: async () => (await import('../agent/agent-resume.ts')).agentResume,
  },
  ...APPROVAL_COMMANDS,
  {
    words: 'mcp',
    summary: 'serve one MCP client over stdin and stdout',
    load: async () => (await import('../serve/mcp.ts')).mcp,
  },
  {
    words: 'serve',
    summary: 'serve MCP clients over HTTP, each with its own token',
    load: async () => (await import('../serve/serve.ts')).serve,
  },
  {
    words: 'console',
    summary: 'open the web console: approvals, activity, agents, items, alerts',
    load: async () => (await import('../serve/console.ts')).consoleCommand,
  },
  {
    words: 'connect',
    summary: 'connect an MCP client: its agent, its token, its configuration',
    load: async () => (await import('../connect/connect-command.ts')).connect,
  },
  ...AUDIT_COMMANDS,
  {
    words: 'doctor',
    summary: 'run diagnostics',
    load: async () => (await import('../doctor/doctor-command.ts')).doctor,
  },
];

/** What the first word of a two-word command is about. */
export const GROUPS: Readonly<Record<string, string>> = {
  vault: 'vaults: named sets of items, each with its own key',
  item: 'items: secrets, and where each of them may go',
  service: 'services: how their tokens look, and where those may go',
  agent: 'agents: who may use which vault, until when',
  approvals: 'approvals: calls that wait for your yes',
  audit: 'the audit trail: what was done, by whom, for whom',
};
