import { lineFormat } from './export-format.ts';

/** The records themselves, byte for byte: the only format that can be verified. JSON has escaped what could end a line. */
export const jsonl = lineFormat('jsonl', 'application/x-ndjson', ({ text }) => text);
