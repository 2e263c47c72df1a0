/** The tables by language. */
import type { LanguageTable } from '../table.js';
import { english } from './english.js';
import { french } from './french.js';
import { german } from './german.js';
import { spanish } from './spanish.js';

/** By ISO 639-1. */
export const tables: Readonly<Record<string, LanguageTable>> = { en: english, de: german, fr: french, es: spanish };
