/** What can be done about a destination, the same wherever it is shown. */

import { call, patch, post, remove } from '../api.js';
import { ask, confirm } from '../dialogs.js';
import { t, tn } from '../i18n.js';
import { act } from '../notices.js';
import { button } from './show.js';

const path = (name) => `/actuator/deliveries/${encodeURIComponent(name)}`;

/** The buttons that make sense as it stands; `refresh()` is called after each. */
export function operations(destination, refresh) {
  const { name, state, backlog } = destination;
  if (state === 'not-configured') {
    return [];
  }
  const does = (operation, drawing, kind, key = 'steering') =>
    button(t(`do.${operation}`), drawing, (click) => run(click.currentTarget, name, operation, refresh), {
      kind,
      name: t(`do.${operation}.named`, { name }),
      'data-key': key,
    });
  // One button that changes what it does: it keeps the focus.
  const steering = {
    disabled: () => does('enable', 'play', 'primary'),
    paused: () => does('resume', 'play', 'primary'),
  };
  return [(steering[state] ?? (() => does('pause', 'pause')))(), backlog > 0 && does('retry', 'retry', 'secondary', 'retry')];
}

async function run(pressed, name, operation, refresh) {
  const done = ({ count }) =>
    operation === 'retry' ? tn('did.retry', count, { name }) : t(`did.${operation}`, { name });
  await act(pressed, () => post(path(name), { operation }), done);
  refresh();
}

/** Asks for another address, which counts until it is undone. */
export async function changeUrl({ name, url }, refresh) {
  await ask({
    title: t('url.change.title', { name }),
    text: t('url.change.text'),
    fields: [{ name: 'url', label: t('url.label'), value: url, type: 'url', required: true, inputmode: 'url' }],
    action: t('url.change.action'),
    done: t('url.changed', { name }),
    work: ({ url: wanted }) => patch(`/api/destinations/${encodeURIComponent(name)}`, { url: wanted }),
  });
  refresh();
}

/** Goes back to the configured address, and to running: both are one override. */
export async function undoOverride({ name, configuredUrl }, refresh) {
  if (
    await confirm({
      title: t('url.undo.title', { name }),
      text: t('url.undo.text', { url: configuredUrl }),
      action: t('url.undo.action'),
    })
  ) {
    await act(null, () => remove(`/api/destinations/${encodeURIComponent(name)}/override`), t('url.undone', { name }));
    refresh();
  }
}

/** One more attempt of a delivery, now. */
export async function retryDelivery(pressed, id, refresh) {
  await act(pressed, () => call('POST', `/api/deliveries/${encodeURIComponent(id)}/retry`), t('did.retry.delivery'));
  refresh();
}

/** The end of a delivery, once somebody has said that it is meant. */
export async function giveUp({ id, destination }, refresh) {
  if (
    await confirm({
      title: t('give-up.title'),
      text: t('give-up.text', { destination }),
      action: t('give-up.action'),
      danger: true,
    })
  ) {
    await act(null, () => remove(`/api/deliveries/${encodeURIComponent(id)}`), t('did.give-up'));
    refresh();
  }
}
