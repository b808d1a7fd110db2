/** As much of it as the tests use; the package has no types. */
declare module 'oidc-provider' {
  import type { RequestListener } from 'node:http';

  interface AccessToken {
    resourceServer: unknown;
    save(): Promise<string>;
  }

  export default class Provider {
    constructor(issuer: string, configuration: Readonly<Record<string, unknown>>);
    callback(): RequestListener;
    Client: { find(id: string): Promise<unknown> };
    AccessToken: new (facts: {
      readonly accountId: string;
      readonly client: unknown;
      readonly scope: string;
      readonly gty: string;
    }) => AccessToken;
    ResourceServer: new (resource: string, facts: Readonly<Record<string, unknown>>) => unknown;
  }
}
