// In: a judged request, the fields of its credential, where it may connect, and limits.
// Out: the service's answer, whole or cut at the cap, or an OUTBOUND_* error in our own words.
// Never here: deciding whether a call is allowed, the global dispatcher, a proxy from the environment.
export type { EgressProxy } from './agent-pool.ts';
export { classifyAddress, type AddressVerdict } from './classify-address.ts';
export type { Lookup } from './guarded-connector.ts';
export { parseNetworks, type Network } from './networks.ts';
export type {
  Attempt,
  Egress,
  OutboundCall,
  OutboundLimits,
  RedirectPermit,
  UpstreamResponse,
} from './outbound-call.ts';
export type { OutboundBody, OutboundRequest } from './outbound-request.ts';
export { createOutbound, type Outbound, type OutboundDeps } from './outbound.ts';
export type { OwnListener } from './own-listeners.ts';
export { permittedNetworks, type BoundDestinations } from './permitted-networks.ts';
export {
  createOperatorHttpClient,
  type OperatorCredential,
  type OperatorHttpClient,
  type OperatorPost,
  type OperatorRequest,
  type OperatorResponse,
} from './operator-http-client.ts';
export { authFields, describeAuth, parseAuth, type AuthField } from './schemes/index.ts';
export { signWith } from './sign-message.ts';
export { createTlsSender, type TlsDelivery, type TlsSenderDeps } from './tls-sender.ts';
export { webhookMac } from './webhook-mac.ts';
export { spkiPin, type TlsDemands } from './tls-options.ts';
