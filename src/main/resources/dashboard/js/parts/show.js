/** How single facts are shown, everywhere alike: times, states, JSON, tables. */

import { el } from '../dom.js';
import { clock, duration, exact, relative, t, word } from '../i18n.js';
import { icon } from '../icons.js';

const NONE = '–';

/** When something was: how long ago, and exactly for who points at it. */
export function ago(instant) {
  return instant ? el('time', { datetime: instant, title: exact(instant) }, relative(instant)) : NONE;
}

/** For how long something is so: a state, a connection. */
export function lasting(since) {
  return el(
    'time',
    { datetime: since, title: exact(since) },
    t('time.for', { duration: duration(Math.max(0, Date.now() - Date.parse(since))) }),
  );
}

/** When something was: the time of day, and exactly for who points at it. */
export function timeOfDay(instant) {
  return instant ? el('time', { datetime: instant, title: exact(instant) }, clock(instant)) : NONE;
}

const LEVELS = {
  running: 'ok',
  paused: 'idle',
  quiet: 'warn',
  open: 'bad',
  disabled: 'bad',
  'not-configured': 'idle',
  dead: 'bad',
  retrying: 'warn',
  pending: 'idle',
  delivered: 'ok',
  cancelled: 'idle',
  deferred: 'warn',
  refused: 'bad',
  UP: 'ok',
  DEGRADED: 'warn',
  DOWN: 'bad',
  OUT_OF_SERVICE: 'bad',
};

/** A state as a word with its colour; `group` is where the word's text is found. */
export function chip(group, state, level = LEVELS[state] ?? 'idle') {
  return el('span', { class: `chip ${level}`, 'data-state': state }, word(group, state));
}

/** A drawing for how well something is, with a word for it. */
export function sign(level) {
  return el(
    'span',
    { class: `sign ${level}` },
    icon(level === 'idle' ? 'unknown' : level),
    el('span', { class: 'sr-only' }, t(`level.${level}`)),
  );
}

/** JSON for people. */
export function code(json, label) {
  const text = typeof json === 'string' ? pretty(json) : JSON.stringify(json, null, 2);
  return el('pre', { class: 'code', tabindex: '0', role: 'group', 'aria-label': label }, el('code', {}, text));
}

function pretty(text) {
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return text;
  }
}

/** Names and values; those that are null are left out. */
export function facts(pairs) {
  return el(
    'dl',
    { class: 'facts' },
    pairs
      .filter(([, value]) => value !== null && value !== undefined)
      .map(([name, value]) => el('div', {}, el('dt', {}, name), el('dd', {}, value))),
  );
}

/** A table that becomes cards on a phone; the roles keep it a table for screen readers then. */
export function table(caption, heads, rows) {
  return el(
    'table',
    { role: 'table', class: 'cards' },
    el('caption', { class: 'sr-only' }, caption),
    el(
      'thead',
      { role: 'rowgroup' },
      el(
        'tr',
        { role: 'row' },
        heads.map((head) => el('th', { role: 'columnheader', scope: 'col' }, head)),
      ),
    ),
    el(
      'tbody',
      { role: 'rowgroup' },
      rows.map(({ key, cells }) => row(key, heads, cells)),
    ),
  );
}

function row(key, heads, cells) {
  return el(
    'tr',
    { role: 'row', 'data-key': key },
    cells.map((cell, at) => el('td', { role: 'cell', 'data-label': heads[at] }, el('div', {}, cell))),
  );
}

/** A part of a page with a heading of its own. */
export function section({ title, key, tools, class: kind = '' }, ...children) {
  const id = `section-${key}`;
  return el(
    'section',
    { class: `card ${kind}`, 'aria-labelledby': id, 'data-key': key },
    el('div', { class: 'head' }, el('h2', { id }, title), tools && el('div', { class: 'tools' }, tools)),
    children,
  );
}

/** What is said where there is nothing. */
export const empty = (text) => el('p', { class: 'empty' }, text);

/** A button with a drawing; `name` is what a screen reader says where the text alone is not enough. */
export function button(text, drawing, onclick, { name, kind = 'secondary', ...attributes } = {}) {
  return el(
    'button',
    { type: 'button', class: kind, 'aria-label': name, onclick, ...attributes },
    icon(drawing),
    el('span', {}, text),
  );
}
