/** The dictionaries by language; each has the same keys. */

import { en } from './texts/en.js';
import { pt } from './texts/pt-br.js';

export const dictionaries = { en, 'pt-BR': pt };
