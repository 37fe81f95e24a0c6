/** The frame around every view: brand, ways, switches, and how fresh is what one sees. */

import { el } from './dom.js';
import { clock, t } from './i18n.js';
import { icon } from './icons.js';
import { brand, languageButton, themeButton } from './switches.js';

const WAYS = [
  ['', 'overview'],
  ['dead', 'dead'],
  ['search', 'search'],
  ['live', 'live'],
  ['instances', 'instances'],
];

/** Where one is when the address names something deeper. */
const BELOW = { destinations: '', deliveries: 'dead', events: 'search' };

/** The frame's nodes, the element that views live in, and what it has to be told. */
export function shell({ spoken, leave }) {
  const main = el('main', { id: 'main', tabindex: '-1' });
  const ways = WAYS.map(([name, text]) =>
    el('a', { href: `#/${name}`, 'data-way': name }, icon(text), el('span', {}, t(`nav.${text}`))),
  );
  const fresh = el('p', { class: 'fresh', 'data-testid': 'fresh' });
  const header = el(
    'header',
    { class: 'top' },
    el(
      'div',
      { class: 'inner' },
      brand(),
      el('nav', { 'aria-label': t('nav.label') }, ways),
      fresh,
      el('div', { class: 'switches' }, languageButton(spoken), themeButton(), leaveButton(leave)),
    ),
  );
  return {
    main,
    nodes: [skip(main), header, main],
    mark: (name) => mark(ways, BELOW[name] ?? name),
    heard: (at, problem) => showFresh(fresh, at, problem),
  };
}

/** Not a mere link: the address behind the # belongs to the views. */
function skip(main) {
  const onclick = (click) => {
    click.preventDefault();
    main.focus();
    main.scrollIntoView();
  };
  return el('a', { class: 'skip', href: '#main', onclick }, t('nav.skip'));
}

function leaveButton(leave) {
  return el(
    'button',
    { class: 'quiet', type: 'button', 'aria-label': t('leave'), title: t('leave'), onclick: leave },
    icon('leave'),
  );
}

function mark(ways, here) {
  for (const way of ways) {
    if (way.dataset.way === here) {
      way.setAttribute('aria-current', 'page');
    } else {
      way.removeAttribute('aria-current');
    }
  }
}

function showFresh(fresh, at, problem) {
  const text = problem
    ? t(at ? 'fresh.stale' : 'fresh.never', { time: at ? clock(at) : '' })
    : t('fresh.now', { time: clock(at) });
  fresh.className = `fresh ${problem ? 'bad' : 'ok'}`;
  fresh.title = text;
  fresh.replaceChildren(el('span', { class: 'dot', 'aria-hidden': 'true' }), el('span', { class: 'words' }, text));
}
