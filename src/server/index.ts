// In: HTTP requests from anywhere, and a runtime of one data folder.
// Out: everything Keyward serves over HTTP: MCP, the HTTP API, events, token exchange, OAuth metadata, health and metrics; the console of one person.
// Never here: a decision about a call; what a token opens, kept beyond one request.
export { parseListenRules, type ListenInput } from './listener/listen-rules.ts';
export { startHttpServer, type HttpServer } from './listener/http-server.ts';
export { openServerApp } from './server-app.ts';
export { startConsole, type Console, type ConsoleOptions } from './console/start-console.ts';
