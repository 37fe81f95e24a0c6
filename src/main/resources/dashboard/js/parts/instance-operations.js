/** What can be done about a WhatsApp number. */

import { LONG, post, query } from '../api.js';
import { ask, confirm } from '../dialogs.js';
import { t } from '../i18n.js';
import { act, say } from '../notices.js';
import { button } from './show.js';

const NUMBER = {
  name: 'number',
  type: 'tel',
  inputmode: 'tel',
  pattern: '[0-9+ \\(\\)\\.\\-]{6,22}',
  placeholder: '5511988887777',
};

const path = (name, verb) => `/api/instances/${encodeURIComponent(name)}/${verb}`;

const digits = (text) => text.replace(/\D/g, '');

/** The buttons that make sense as it stands. */
export function instanceOperations(instance, codes, refresh) {
  const { name, state } = instance;
  const named = (verb) => ({ name: t(`instances.${verb}.named`, { name }), 'data-key': verb });
  const restart = button(
    t('instances.restart'),
    'retry',
    (click) => run(click.currentTarget, instance, 'restart', refresh),
    named('restart'),
  );
  if (state === 'open') {
    return [
      restart,
      button(t('instances.logout'), 'leave', () => logout(instance, refresh), { ...named('logout'), kind: 'danger' }),
    ];
  }
  return [
    button(
      t('instances.connect'),
      'qr',
      (click) => act(click.currentTarget, () => connect(instance, '', codes)).then(refresh),
      { ...named('connect'), kind: 'primary' },
    ),
    button(t('instances.type'), 'edit', () => typed(instance, codes, refresh), named('type')),
    restart,
  ];
}

async function run(pressed, { name, source }, verb, refresh) {
  await act(
    pressed,
    () => post(query(path(name, verb), { source }), undefined, { patience: LONG }),
    t(`instances.${verb}.done`, { name }),
  );
  refresh();
}

async function logout(instance, refresh) {
  const { name } = instance;
  if (
    await confirm({
      title: t('instances.logout.title', { name }),
      text: t('instances.logout.text'),
      action: t('instances.logout'),
      danger: true,
    })
  ) {
    await run(null, instance, 'logout', refresh);
  }
}

/** Begins to pair; why there is no code is said as the router says it. */
async function connect(instance, number, codes) {
  const { name, source } = instance;
  const answer = await post(query(path(name, 'connect'), { source, number }), undefined, { patience: LONG });
  codes.take(instance, answer);
  if (!answer.available) {
    say(answer.reason);
  }
}

async function typed(instance, codes, refresh) {
  await ask({
    title: t('instances.type.title', { name: instance.name }),
    text: t('instances.type.text'),
    fields: [
      {
        ...NUMBER,
        label: t('instances.number'),
        required: true,
        help: t('instances.number.help'),
        value: instance.number ?? '',
      },
    ],
    action: t('instances.type.action'),
    work: (values) => connect(instance, digits(values.number), codes),
  });
  refresh();
}

/** Asks for a name and makes an instance. */
export async function create(all, codes, refresh) {
  const sources = [...new Set(all.map(({ source }) => source))];
  const made = await ask({
    title: t('create'),
    text: t('create.text'),
    fields: [
      {
        name: 'name',
        label: t('create.name'),
        required: true,
        maxlength: 100,
        pattern: '[^\\/\\\\?#]+',
        help: t('create.name.help'),
      },
      { ...NUMBER, label: t('create.number'), help: t('create.number.help') },
      ...(sources.length > 1
        ? [
            {
              name: 'source',
              label: t('filter.source'),
              options: [['', t('create.source.only')], ...sources.map((name) => [name, name])],
            },
          ]
        : []),
    ],
    action: t('create.action'),
    work: ({ name, number, source }) =>
      post(
        '/api/instances',
        { name: name.trim(), ...(number ? { number: digits(number) } : {}), ...(source ? { source } : {}) },
        { patience: LONG },
      ),
  });
  if (made) {
    codes.take(made, made.qr);
    say([t('create.done', { name: made.name }), ...made.notes].join(' '));
  }
  refresh();
}
