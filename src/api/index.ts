// In: nothing but the words of the HTTP API: its routes, and one schema for each thing that is sent or answered.
// Out: those schemas, for the server that checks what it is sent and the client that checks what it is answered; OpenAPI.
// Never here: a request being answered, a key, a store.
export { ACCESS_TOKEN, exchangeSchema } from './agent-schemas.ts';
export { clientHeaders, readClientHeaders, type ClientHeaders } from './client-headers.ts';
export { openApiDocument } from './openapi.ts';
export { pathOf, readPath } from './path.ts';
export { problemSchema, type Problem } from './problem.ts';
export { ROUTES, type ApiAnswer, type ApiBody, type ApiPath, type ApiQuery, type ApiRoute } from './routes.ts';
