// Elements.

const byId = (id) => document.getElementById(id);

function fill(element, attributes, children) {
  for (const [key, value] of Object.entries(attributes)) {
    if (key.startsWith("on")) element.addEventListener(key.slice(2), value);
    else if (value !== null && value !== undefined && value !== false) element.setAttribute(key, value === true ? "" : value);
  }
  element.append(...children.flat().filter((child) => child !== null && child !== undefined && child !== false));
  return element;
}

/** An element with attributes and children; texts become text, never markup. */
const el = (name, attributes = {}, ...children) => fill(document.createElement(name), attributes, children);
const svg = (name, attributes = {}, ...children) => fill(document.createElementNS("http://www.w3.org/2000/svg", name), attributes, children);

/** English text on a page of another language is marked as such. */
const english = (name, text, attributes = {}) => el(name, state.lang === "en" ? attributes : { ...attributes, lang: "en", dir: "ltr" }, text);
const narrow = () => matchMedia("(max-width: 60rem)").matches;
