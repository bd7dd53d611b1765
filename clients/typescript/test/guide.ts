// The guide of this package, taken apart.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { projectFile } from './places.js';

/** A block of the guide. */
export interface Block {
  language: string;
  text: string;
  /** Line of the page where it begins. */
  line: number;
  /** What it prints, where the page says so; `…` stands for anything. */
  output: string | undefined;
}

/** The guide. */
export const GUIDE = projectFile('docs/clients/typescript.md');

/** Returns all blocks of a page in their order, each with the `text` block that follows it. */
export function blocks(page = GUIDE): Block[] {
  const lines = readFileSync(page, 'utf8').split('\n');
  const found: Block[] = [];
  for (let at = 0; at < lines.length; at++) {
    const language = /^```(\w+)$/.exec(lines[at] ?? '')?.[1];
    if (language === undefined) continue;
    const end = lines.indexOf('```', at + 1);
    const text = `${lines.slice(at + 1, end).join('\n')}\n`;
    const last = found.at(-1);
    if (language === 'text') {
      assert.ok(last !== undefined && last.output === undefined, `line ${at + 1}: output of nothing`);
      last.output = text;
    } else {
      found.push({ language, text, line: at + 1, output: undefined });
    }
    at = end;
  }
  return found;
}

/** Compares output with what the page says, where `…` stands for anything, also for several lines. */
export function assertPrinted(block: Block, actual: string): void {
  if (block.output === undefined) return;
  const pattern = block.output
    .split('…')
    .map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'))
    .join('[^]*');
  assert.match(actual, new RegExp(`^${pattern}$`), `the program at line ${block.line}`);
}
