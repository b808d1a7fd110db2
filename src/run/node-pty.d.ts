// What the part itself is built on: it makes pairs of ends without a program, which its types leave out.
declare module '@lydell/node-pty/requireBinary.js' {
  export function requireBinary(file: 'pty.node'): {
    open(columns: number, rows: number): { readonly master: number; readonly slave: number };
    resize(master: number, columns: number, rows: number): void;
  };
}
