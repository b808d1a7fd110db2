/**
 * True when every definition of a GraphQL document is a query or a fragment, so that whichever operation the server
 * picks only reads. What this short reader does not know for certain is not: a document is allowed by being plain.
 */
export function isGraphqlQuery(document: string): boolean {
  if (document.length > MAX_CHARS) return false;
  const tokens = tokenise(document);
  if (tokens === undefined || tokens.length === 0) return false;
  const open: string[] = [];
  let isNewDefinition = true;
  for (const token of tokens) {
    if (isNewDefinition && token !== '{' && token !== 'query' && token !== 'fragment') return false;
    const closes = CLOSES.get(token);
    if (closes !== undefined && open.pop() !== closes) return false;
    if (token === '{' || token === '(' || token === '[') open.push(token);
    // Only a selection set ends a definition; variables and arguments end with ) and ].
    isNewDefinition = token === '}' && open.length === 0;
  }
  return isNewDefinition;
}

const MAX_CHARS = 100_000;
const CLOSES: ReadonlyMap<string, string> = new Map([
  ['}', '{'],
  [')', '('],
  [']', '['],
]);

// Comments, block strings, strings, names, blanks, and any other character by itself (GraphQL 2021-10 section 2.1).
const TOKEN =
  /#[^\n\r]*|"""(?:[^"\\]|\\"""|\\(?!""")|"(?!""))*"""|"(?:[^"\\\n\r]|\\.)*"|[_a-z][_a-z0-9]*|[\s,\uFEFF]+|[^\s"]/iy;

// Undefined when a string is left open.
function tokenise(document: string): readonly string[] | undefined {
  const tokens: string[] = [];
  const token = new RegExp(TOKEN);
  while (token.lastIndex < document.length) {
    const text = token.exec(document)?.[0];
    if (text === undefined) return undefined;
    if (!/^[#"\s,\uFEFF]/.test(text)) tokens.push(text);
  }
  return tokens;
}
