/** An answer for a message that no server instance saw. */
export function rpcError(status: number, code: number, message: string): Response {
  const headers = { 'content-type': 'application/json', 'cache-control': 'no-store' };
  return new Response(JSON.stringify({ jsonrpc: '2.0', error: { code, message }, id: null }), { status, headers });
}

/** The same for an id that is unknown, over, or another caller's. A client of 2025-06-18 then opens a new session. */
export function sessionNotFound(): Response {
  return rpcError(404, -32_001, 'Session not found');
}
