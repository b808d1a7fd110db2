import { OperationTypeNode } from 'graphql/language/ast.js';
import { Kind } from 'graphql/language/kinds.js';
import { parse } from 'graphql/language/parser.js';

/**
 * True when every definition of a GraphQL document is a query or a fragment, so that any operation the server picks
 * only reads. What the reference parser does not take is no query: a document is allowed by being plain.
 */
export function isGraphqlQuery(document: string): boolean {
  if (document.length > MAX_CHARS) return false;
  try {
    const { definitions } = parse(document, { noLocation: true, maxLexicalTokens: MAX_TOKENS });
    return definitions.every(
      (definition) =>
        definition.kind === Kind.FRAGMENT_DEFINITION ||
        (definition.kind === Kind.OPERATION_DEFINITION && definition.operation === OperationTypeNode.QUERY),
    );
  } catch {
    // Also where so many levels are nested that the stack ends, which no honest query comes near.
    return false;
  }
}

const MAX_CHARS = 100_000;
const MAX_TOKENS = 10_000;
