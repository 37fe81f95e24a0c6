/** Elements without a framework: making them, and changing those on the page into what they should be now. */

const SVG = 'http://www.w3.org/2000/svg';

/** What people change themselves; a redraw leaves it alone. */
const THEIRS = new Set(['open', 'value', 'checked', 'selected']);

const HANDLERS = ['onclick', 'onsubmit', 'oninput', 'onchange', 'ontoggle', 'onerror'];

/** Makes an element of attributes, properties (functions and objects) and children; what is null or false is left out. */
export function el(tag, props = {}, ...children) {
  return fill(document.createElement(tag), props, children);
}

/** The same for a drawing. */
export function svg(tag, props = {}, ...children) {
  return fill(document.createElementNS(SVG, tag), props, children);
}

function fill(node, props, children) {
  for (const [name, value] of Object.entries(props)) {
    if (value === null || value === undefined || value === false) {
      continue;
    }
    if (typeof value === 'function' || typeof value === 'object') {
      node[name] = value;
    } else {
      node.setAttribute(name, value === true ? '' : value);
    }
  }
  node.append(...children.flat(Infinity).filter((child) => child !== null && child !== undefined && child !== false));
  return node;
}

/** Makes the children of `root` what `nodes` are, and keeps those that are there already, with focus and scroll. */
export function redraw(root, ...nodes) {
  morphChildren(root, el('div', {}, ...nodes));
}

function morph(old, next) {
  if (old.nodeName !== next.nodeName || key(old) !== key(next)) {
    old.replaceWith(next);
  } else if (old.nodeType === Node.TEXT_NODE) {
    if (old.data !== next.data) {
      old.data = next.data;
    }
  } else {
    morphAttributes(old, next);
    HANDLERS.forEach((name) => (old[name] = next[name]));
    if (old.localName.includes('-')) {
      old.data = next.data; // a custom element draws itself
    } else {
      morphChildren(old, next);
    }
  }
}

function morphAttributes(old, next) {
  for (const { name } of [...old.attributes]) {
    if (!THEIRS.has(name) && !next.hasAttribute(name)) {
      old.removeAttribute(name);
    }
  }
  for (const { name, value } of [...next.attributes]) {
    if (!THEIRS.has(name) && old.getAttribute(name) !== value) {
      old.setAttribute(name, value);
    }
  }
}

function morphChildren(old, next) {
  const keyed = new Map([...old.childNodes].filter(key).map((child) => [key(child), child]));
  let at = old.firstChild;
  for (const child of [...next.childNodes]) {
    const match = key(child) ? keyed.get(key(child)) : alike(at, child);
    if (!match) {
      old.insertBefore(child, at);
      continue;
    }
    if (match === at) {
      at = at.nextSibling;
    } else {
      old.insertBefore(match, at);
    }
    morph(match, child);
  }
  while (at) {
    const gone = at;
    at = at.nextSibling;
    gone.remove();
  }
}

const alike = (old, next) => (old && !key(old) && old.nodeName === next.nodeName ? old : null);

const key = (node) => node.dataset?.key;
