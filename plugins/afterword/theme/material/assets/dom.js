// Build what scripts add to a page: elements and texts, never markup, so that no text of a record can act.

/** Create an element. An attribute that is true has no value; one that is false, undefined or null is left out. */
export const createElement = (tag, attributes = {}, ...children) => {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === true) element.setAttribute(name, "");
    else if (value !== false && value !== undefined && value !== null) element.setAttribute(name, value);
  }
  element.append(...children.filter((child) => child !== null && child !== undefined && child !== ""));
  return element;
};

/** Replace the names in braces of an interface text by values. */
export const fillTemplate = (text, values) => text.replace(/\{(\w+)\}/gu, (_, name) => values[name] ?? "");

/** Return a text as nodes, with a node in place of a name in braces. */
export const insertNode = (text, name, node) => {
  const [before, after = ""] = text.split(`{${name}}`);
  return [before, node, after];
};

export const capitalize = (text) => text.charAt(0).toLocaleUpperCase() + text.slice(1);
