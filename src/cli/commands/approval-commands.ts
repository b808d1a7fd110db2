import type { CommandEntry } from './command-entry.ts';

/** The commands that answer what agents wait for. */
export const APPROVAL_COMMANDS: readonly CommandEntry[] = [
  {
    words: 'approvals list',
    summary: 'show what agents wait for a yes to',
    load: async () => (await import('../approvals/approvals-list.ts')).approvalsList,
  },
  {
    words: 'approve',
    summary: 'say yes to one request of an agent',
    load: async () => (await import('../approvals/approve.ts')).approve,
  },
  {
    words: 'deny',
    summary: 'say no to one request of an agent',
    load: async () => (await import('../approvals/deny.ts')).deny,
  },
];
