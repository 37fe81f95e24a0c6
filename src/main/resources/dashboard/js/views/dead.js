/** Dead letters: what will not arrive by itself, and why. */

import { get, query, together } from '../api.js';
import { el } from '../dom.js';
import { t } from '../i18n.js';
import { deadTable } from '../parts/dead-table.js';
import { replay } from '../parts/replay.js';
import { button, empty } from '../parts/show.js';
import { go, link } from '../router.js';

const PAGE = 25;

/** The view; the address says which destination, and behind which delivery the page begins. */
export function dead({ refresh, signal, parameters: { destination = '', before = '' } }) {
  return {
    title: t('nav.dead'),
    load: () =>
      together({
        page: get(query('/api/deliveries', { state: 'dead', destination, before, limit: PAGE }), { signal }),
        destinations: get('/api/destinations', { signal }),
      }),
    render: ({ page, destinations }) => [
      el(
        'div',
        { class: 'page-head', 'data-key': 'head' },
        el('div', {}, el('h1', { tabindex: '-1' }, t('nav.dead')), el('p', { class: 'muted' }, t('dead.text'))),
        el(
          'div',
          { class: 'actions' },
          filter(destinations?.destinations ?? [], destination),
          destination &&
            button(t('replay'), 'replay', () => replay(destination, refresh, { since: '' }), {
              name: t('replay.title', { name: destination }),
            }),
        ),
      ),
      el(
        'section',
        { class: 'card', 'data-key': 'list', 'aria-label': t('nav.dead') },
        page
          ? deadTable(page.deliveries, t(destination ? 'dead.none.of' : 'dead.none', { destination }))
          : empty(t('unknown')),
        pages(page, destination, before),
      ),
    ],
  };
}

function filter(destinations, destination) {
  const names = [...new Set([...destinations.map(({ name }) => name), destination])].filter(Boolean);
  const changed = (change) => go('dead', '', { destination: change.target.value });
  return el(
    'select',
    { 'aria-label': t('filter.destination'), onchange: changed },
    el('option', { value: '' }, t('filter.destination.all')),
    names.map((name) => el('option', { value: name, selected: name === destination }, name)),
  );
}

function pages(page, destination, before) {
  return el(
    'nav',
    { class: 'pages', 'aria-label': t('pages') },
    before && el('a', { href: link('dead', '', { destination }) }, t('pages.newest')),
    page?.next && el('a', { href: link('dead', '', { destination, before: page.next }) }, t('pages.older')),
  );
}
