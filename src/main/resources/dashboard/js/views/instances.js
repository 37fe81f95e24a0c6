/** The WhatsApp numbers: is each connected, and the code to scan where one is not. */

import { get } from '../api.js';
import { el } from '../dom.js';
import { t, word } from '../i18n.js';
import { instanceOperations, create } from '../parts/instance-operations.js';
import { pairing, pairings } from '../parts/pairing.js';
import { ago, button, empty, facts } from '../parts/show.js';

const LEVEL = { open: 'ok', connecting: 'warn', close: 'bad', refused: 'bad' };

/** The view, with those first that need somebody; codes come and go with the live stream, the rest is read every few seconds. */
export function instances({ refresh, draw, signal }) {
  const codes = pairings({ draw, refresh, signal });
  return {
    title: t('nav.instances'),
    load: async () => {
      const { instances: all } = await get('/api/instances', { signal });
      codes.compare(all);
      return all.toSorted((one, other) => (one.state === 'open') - (other.state === 'open'));
    },
    leave: () => codes.close(),
    render: (all) => [
      el(
        'div',
        { class: 'page-head', 'data-key': 'head' },
        el(
          'div',
          {},
          el('h1', { tabindex: '-1' }, t('nav.instances')),
          el('p', { class: 'muted', role: 'status' }, summary(all)),
        ),
        el(
          'div',
          { class: 'actions' },
          button(t('create'), 'plus', () => create(all, codes, refresh), { kind: 'primary', 'data-key': 'create' }),
        ),
      ),
      all.length === 0
        ? empty(t('instances.none'))
        : el(
            'ul',
            { class: 'instances', 'data-key': 'instances' },
            all.map((one) => card(one, codes, refresh)),
          ),
    ],
  };
}

function summary(all) {
  const open = all.filter(({ state }) => state === 'open').length;
  return t('instances.summary', { open, all: all.length });
}

function card(instance, codes, refresh) {
  const { name, source, state, reason, stateAt, number, profileName, lastEventAt } = instance;
  const code = codes.of(instance);
  const shown = code ? 'scan' : (state ?? 'unknown');
  return el(
    'li',
    {
      class: `card instance ${LEVEL[state] ?? 'idle'}`,
      'data-key': `${source}/${name}`,
      'data-testid': `instance-${name}`,
      'data-state': state,
    },
    el(
      'div',
      { class: 'head' },
      el('h2', {}, name),
      el(
        'span',
        { class: `chip ${code ? 'warn' : (LEVEL[state] ?? 'idle')}`, role: 'status' },
        word('connection', shown),
      ),
    ),
    el('p', { class: 'phone' }, number ?? t('instances.no-number')),
    code ? pairing(code, name, codes.expired) : null,
    facts([
      [t('instances.profile'), profileName],
      [t('filter.source'), source],
      [t('instances.since'), stateAt && ago(stateAt)],
      [t('instances.reason'), state === 'open' || !reason || reason === '200' ? null : reasonOf(reason)],
      [t('instances.last-event'), ago(lastEventAt)],
    ]),
    el('div', { class: 'actions' }, instanceOperations(instance, codes, refresh)),
  );
}

/** Baileys' codes, in words where there are some. */
function reasonOf(reason) {
  const known = word('reason', reason);
  return known === reason ? reason : `${known} (${reason})`;
}
