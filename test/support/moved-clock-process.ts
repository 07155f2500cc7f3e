/** Loaded into a program before its own code: its date is as far ahead as the file says that MOVED_CLOCK names. */
import { readFileSync } from 'node:fs';
import { moveDate } from './moved-date.ts';

const file = process.env['MOVED_CLOCK'] ?? '';
moveDate(() => Number(readFileSync(file, 'utf8')));
