/** What the path of a text says about it. */
export interface FileContext {
  readonly path: string;
  /** `code`: values without quotes are expressions. `text`: anything else, such as a log, a shell script or stdin. */
  readonly kind: 'code' | 'text';
  /** Tests, fixtures, examples and documents: what only a name says is for review there. */
  readonly isExample: boolean;
  /** Lock files, maps and minified code: names say nothing there. */
  readonly isGenerated: boolean;
}

const CODE =
  /\.(?:c|cc|cpp|cxx|h|hpp|cs|java|kt|kts|scala|groovy|gradle|go|rs|swift|m|mm|js|mjs|cjs|jsx|ts|mts|cts|tsx|vue|svelte|php\d?|phtml|py|pyi|rb|erb|rake|pl|pm|lua|dart|ex|exs|erl|clj|hs|ml|fs|vb|r|jl|sol|sql|html?|css|scss|less|proto|graphql)$/i;
const EXAMPLE =
  /(?:^|[/\\])(?:tests?|__tests__|__mocks__|mocks?|specs?|fixtures?|testdata|test-data|testing|e2e|examples?|samples?|docs?|stories|benchmarks?|vendor|third_party|node_modules)[/\\]|[._-](?:test|tests|spec|mock|stories|fixture)s?\.[a-z]+$|(?:^|[/\\])(?:test_[^/\\]*|conftest)\.py$|_test\.(?:go|py|rb)$|Tests?\.(?:java|kt|cs|swift)$|\.(?:md|mdx|rst|adoc|example|sample|template|tmpl|tpl|dist)$|\.env\.(?:example|sample|template|dist|test)|(?:^|[._-])(?:example|sample)[._-]/i;
const GENERATED =
  /(?:^|[/\\])(?:package-lock\.json|npm-shrinkwrap\.json|yarn\.lock|pnpm-lock\.yaml|bun\.lockb?|go\.(?:sum|mod)|cargo\.lock|composer\.lock|poetry\.lock|pipfile\.lock|uv\.lock|gemfile\.lock|podfile\.lock|pubspec\.lock|gradle\.lockfile|flake\.lock|mix\.lock|packages\.lock\.json|deno\.lock)$|\.(?:map|snap|svg|lock|lockfile|sum|pub|crt|cer|csr|d\.ts|d\.mts|d\.cts|wasm|woff2?)$|[.-]min\.(?:js|mjs|cjs|css)$|\.bundle\.js$/i;

export function contextOf(path: string): FileContext {
  return {
    path,
    kind: CODE.test(path) ? 'code' : 'text',
    isExample: EXAMPLE.test(path),
    isGenerated: GENERATED.test(path),
  };
}
