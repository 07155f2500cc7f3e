/** What a command is: the words after its name, and the terminal it speaks through. */
import type { Terminal } from './terminal.ts';

export type Command = (words: string[], terminal: Terminal) => Promise<void>;
