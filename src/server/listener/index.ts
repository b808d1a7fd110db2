// In: HTTP requests from anywhere, and the list of what is served where.
// Out: visits to a mount: authenticated, bounded, with their body read; metrics and health of the server.
// Never here: what a token opens, MCP, a decision about a call.
export { parseListenRules, type ListenInput, type ListenRules } from './listen-rules.ts';
export type { Authentication, Authenticator, Guest, Mount, Remote, Visit } from './route.ts';
export { startHttpServer, type HttpServer, type HttpServerDeps } from './http-server.ts';
export type { HttpLimits } from './limits.ts';
