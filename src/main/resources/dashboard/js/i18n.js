/** The page's language: texts, and how numbers and times are written. */

import { remember, remembered } from './memory.js';
import { dictionaries } from './texts.js';

export { dictionaries };

const guess = navigator.language?.toLowerCase().startsWith('pt') ? 'pt-BR' : 'en';

let language = Object.keys(dictionaries).includes(remembered('language')) ? remembered('language') : guess;

/** `en` or `pt-BR`. */
export const spoken = () => language;

/** Changes the language, for this visit and the next ones. */
export function speak(wanted) {
  language = wanted;
  remember('language', wanted);
  document.documentElement.lang = wanted;
}

/** A text with its `{places}` filled; the key in brackets where there is none, so that somebody notices. */
export function t(key, values = {}) {
  const text = dictionaries[language][key];
  return text === undefined ? `[${key}]` : text.replace(/\{(\w+)\}/g, (place, name) => values[name] ?? place);
}

/** A text that counts: `key.one` or `key.other`. */
export const tn = (key, count, values = {}) =>
  t(`${key}.${count === 1 ? 'one' : 'other'}`, { count: number(count), ...values });

/** The text of a word that the router uses; a word that is not known yet is shown as it is. */
export const word = (group, name) => dictionaries[language][`${group}.${name}`] ?? String(name);

/** 1,234 */
export const number = (value) => new Intl.NumberFormat(language).format(value);

/** 98.5 % of a share from 0 to 1; it says 100 only of what is whole. */
export function percent(share) {
  const floor = Math.floor(share * 1000) / 1000;
  return new Intl.NumberFormat(language, { style: 'percent', maximumFractionDigits: 1 }).format(floor);
}

/** How long something takes, in its two largest units at most: 850 ms, 12 s, 14 min, 3 h 20 min, 2 d. */
export function duration(ms) {
  const seconds = Math.floor(ms / 1000);
  const [minutes, hours, days] = [60, 3600, 86_400].map((unit) => Math.floor(seconds / unit));
  if (ms < 1000) {
    return `${Math.round(ms)} ms`;
  }
  if (minutes === 0) {
    return `${seconds} s`;
  }
  if (hours === 0) {
    return `${minutes} min`;
  }
  return days === 0 ? two(hours, 'h', minutes % 60, 'min') : two(days, 'd', hours % 24, 'h');
}

const two = (large, largeUnit, small, smallUnit) =>
  small === 0 ? `${large} ${largeUnit}` : `${large} ${largeUnit} ${small} ${smallUnit}`;

/** 3 min ago, or in 3 min. */
export function relative(instant) {
  const away = new Date(instant) - Date.now();
  if (Math.abs(away) < 1000) {
    return t('time.now');
  }
  return t(away < 0 ? 'time.ago' : 'time.in', { duration: duration(Math.abs(away)) });
}

/** The date and the time of day to the second. */
export const exact = (instant) =>
  new Intl.DateTimeFormat(language, { dateStyle: 'medium', timeStyle: 'medium' }).format(new Date(instant));

/** The time of day alone. */
export const clock = (instant, options = { timeStyle: 'medium' }) =>
  new Intl.DateTimeFormat(language, options).format(new Date(instant));
