// In: HTTP requests from anywhere, and the list of what is served where.
// Out: requests to a route: authenticated, bounded, with their body read; metrics and health of the server.
// Never here: what a token opens, MCP, a decision about a call.
export { parseListenRules, type ListenInput, type ListenRules } from './listen-rules.ts';
export { bearer, sessionHeader } from './authentication.ts';
export type {
  Authentication,
  Authenticator,
  AuthenticatedClient,
  Route,
  Remote,
  AuthenticatedRequest,
  OpenRequest,
  RequestAuthenticator,
} from './route.ts';
export { startHttpServer, type HttpServer, type HttpServerDeps } from './http-server.ts';
export type { HttpLimits } from './limits.ts';
