/** Many deliveries once more: counted first, then begun. */

import { post } from '../api.js';
import { field, open } from '../dialogs.js';
import { el, redraw } from '../dom.js';
import { t, tn } from '../i18n.js';
import { act } from '../notices.js';
import { ago } from './show.js';
import { conversationOf, type } from './describe.js';

const PATH = '/api/deliveries/replay';

/** Opens the dialog for one destination. */
export async function replay(destination, refresh, chosen = {}) {
  await open(t('replay.title', { name: destination }), (close) => form(destination, chosen, close), { wide: true });
  refresh();
}

function form(destination, chosen, close) {
  const found = el('div', { class: 'found', 'aria-live': 'polite' });
  const begin = el('button', { type: 'button', class: 'primary', disabled: true }, t('replay.begin'));
  const count = el('button', { type: 'submit', class: 'secondary' }, t('replay.count'));
  const node = el(
    'form',
    {},
    el('p', { class: 'muted' }, t('replay.text')),
    el('div', { class: 'fields' }, fields(chosen).map(field)),
    found,
  );
  let counted = null;

  /** What was counted is no longer what would be replayed. */
  node.oninput = () => {
    counted = null;
    begin.disabled = true;
    begin.textContent = t('replay.begin');
    redraw(found);
  };
  node.onsubmit = async (event) => {
    event.preventDefault();
    const filter = wanted(destination, node);
    const survey = await act(count, () => post(PATH, { ...filter, dryRun: true }));
    // What was changed while it was counted has to be counted again.
    if (survey && JSON.stringify(filter) === JSON.stringify(wanted(destination, node))) {
      counted = { ...filter, confirm: survey.matching };
      begin.disabled = survey.matching === 0;
      begin.textContent = survey.matching === 0 ? t('replay.begin') : tn('replay.begin', survey.matching);
      redraw(found, ...sample(survey));
    }
  };
  begin.onclick = async () => {
    const begun = await act(
      begin,
      () => post(PATH, counted),
      ({ matching }) => tn('replay.begun', matching),
    );
    if (begun) {
      close();
    }
  };
  node.append(
    el(
      'footer',
      {},
      el('button', { type: 'button', class: 'secondary', onclick: () => close() }, t('cancel')),
      count,
      begin,
    ),
  );
  return node;
}

function fields({ since = '24h' }) {
  const states = ['dead', 'delivered'].map((name) => [name, t(`replay.state.${name}`)]);
  const periods = ['1h', '6h', '24h', '7d', ''].map((name) => [
    name,
    t(name ? `range.${name}.long` : 'replay.since.ever'),
  ]);
  return [
    { name: 'state', label: t('replay.state'), options: states },
    { name: 'since', label: t('replay.since'), options: periods, value: since },
    { name: 'type', label: t('filter.type'), placeholder: 'message.*' },
    { name: 'instance', label: t('filter.instance') },
    { name: 'conversation', label: t('filter.conversation') },
    { name: 'reason', label: t('replay.reason'), help: t('replay.reason.help') },
    { name: 'rate', label: t('replay.rate'), placeholder: '50/s', help: t('replay.rate.help') },
  ];
}

/** What is filled in; a reason is for dead letters only. */
function wanted(destination, node) {
  const given = Object.fromEntries([...new FormData(node)].filter(([, value]) => value.trim()));
  if (given.state === 'delivered') {
    delete given.reason;
  }
  return { destination, ...given };
}

function sample({ matching, sample: some }) {
  return [
    el('p', { 'data-testid': 'matching' }, el('strong', {}, tn('replay.matching', matching))),
    some.length > 0 &&
      el(
        'ul',
        { class: 'sample' },
        some
          .slice(0, 5)
          .map((one) =>
            el(
              'li',
              {},
              type(one.type),
              ' ',
              conversationOf(one.conversation),
              ' ',
              el('span', { class: 'muted' }, ago(one.receivedAt), one.lastError ? ` · ${one.lastError}` : ''),
            ),
          ),
      ),
  ];
}
