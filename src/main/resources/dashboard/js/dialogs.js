/** Dialogs: the browser's own, which keep the focus inside, close with Escape and give the focus back. */

import { el } from './dom.js';
import { t } from './i18n.js';
import { act } from './notices.js';

/** Opens a dialog with that title; `build(close)` gives its nodes. Resolves with what it was closed with. */
export function open(title, build, { wide = false } = {}) {
  return new Promise((resolve) => {
    let result;
    const dialog = el('dialog', { 'aria-labelledby': 'dialog-title', class: wide ? 'wide' : null });
    const close = (value) => {
      result = value;
      dialog.close();
    };
    dialog.append(el('article', {}, el('h2', { id: 'dialog-title' }, title), build(close)));
    dialog.addEventListener('close', () => {
      dialog.remove();
      resolve(result);
    });
    dialog.addEventListener('click', (click) => click.target === dialog && close());
    document.body.append(dialog);
    dialog.showModal();
  });
}

/** Closes what is open, as if nothing had been answered: whoever asked is gone. */
export function closeAll() {
  document.querySelectorAll('dialog').forEach((dialog) => dialog.close());
}

/** Asks whether something is meant; resolves with true where it is. */
export function confirm({ title, text, action, danger = false }) {
  return open(title, (close) => [
    el('p', {}, text),
    el(
      'footer',
      {},
      cancel(close),
      el('button', { type: 'button', class: danger ? 'danger' : 'primary', onclick: () => close(true) }, action),
    ),
  ]);
}

/**
 * Asks for a few values and does `work(values)` with them; stays open, and says why, until that has worked.
 * Fields are `{name, label, value, type, required, help, pattern, options}`.
 */
export function ask({ title, text, fields, action, done, work }) {
  return open(title, (close) => {
    const submit = el('button', { type: 'submit', class: 'primary' }, action);
    const onsubmit = async (event) => {
      event.preventDefault();
      const result = await act(
        submit,
        () => work(Object.fromEntries(new FormData(event.target))).then((value) => ({ value })),
        done,
      );
      if (result) {
        close(result.value);
      }
    };
    return el(
      'form',
      { onsubmit },
      text && el('p', {}, text),
      fields.map(field),
      el('footer', {}, cancel(close), submit),
    );
  });
}

/** A labelled field. */
export function field({ name, label, help, options, ...attributes }) {
  const id = `field-${name}`;
  const described = { id, name, 'aria-describedby': help ? `${id}-help` : null };
  const control = options
    ? el(
        'select',
        described,
        options.map(([value, text]) => el('option', { value, selected: value === attributes.value }, text)),
      )
    : el('input', { type: 'text', autocomplete: 'off', spellcheck: 'false', ...described, ...attributes });
  return el(
    'div',
    { class: 'field' },
    el('label', { for: id }, label),
    control,
    help && el('small', { id: `${id}-help` }, help),
  );
}

const cancel = (close) => el('button', { type: 'button', class: 'secondary', onclick: () => close() }, t('cancel'));
