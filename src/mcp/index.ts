// In: MCP messages of one client.
// Out: tool results that the broker decided on.
// Never here: a secret, a policy decision, a word on stdout that is not JSON-RPC.
export type { ConnectionFacts } from './session.ts';
export { createMcpHttp, type McpHttpTransport, type McpHttpDeps, type SessionHolder } from './http-transport.ts';
export { SCOPES, type Scope } from './scopes.ts';
export { startStdioServer, type StdioDeps, type StdioServer } from './stdio.ts';
export { TOOLS } from './tools/index.ts';
export type { DelegatedAccess, McpClient, McpRequest } from './request-context.ts';
